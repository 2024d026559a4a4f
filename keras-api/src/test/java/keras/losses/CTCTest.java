package keras.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import keras.layers.Dense;
import keras.models.Sequential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.StdArrays;

class CTCTest {
  private static Sequential model() {
    Sequential model = new Sequential(new Dense(4).inputShape(3, 2));
    model.compile("sgd", "ctc");
    return model;
  }

  private static double loss(Sequential model, int... labels) {
    return model
        .fit(
            StdArrays.ndCopyOf(new float[1][3][2]),
            StdArrays.ndCopyOf(new int[][] {labels}),
            f -> f.verbose(0))
        .get("loss")
        .get(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 1 1", "1 0 2", "1 4 0"})
  void refusesLabelsThatCannotBeAndTrainsOn(String labels) {
    try (Sequential model = model()) {
      int[] row = Stream.of(labels.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
      String said =
          String.valueOf(
              assertThrows(IllegalArgumentException.class, () -> loss(model, row)).getMessage());
      assertTrue(said.startsWith("CTC 'ctc' in the train function of "), said);
      assertTrue(
          said.contains(
              "labels must be classes in [0, 4) but 0, and fit into the time: a step each, and one"
                  + " between two of the same"),
          said);
      // Zeros make all classes alike: 3 steps of 1/4 each, and one way to say three labels.
      assertEquals(-Math.log(Math.pow(0.25, 3)), loss(model, 1, 2, 3), 1e-5);
    }
  }

  @Test
  void refusesOtherRanks() {
    try (Sequential model = new Sequential(new Dense(4).inputShape(3))) {
      model.compile("sgd", new CTC());
      assertEquals(
          "CTC 'ctc': expected targets (batch, labels) and logits (batch, time, classes). Received:"
              + " (None, 2) and (None, 4).",
          assertThrows(
                  IllegalArgumentException.class,
                  () ->
                      model.fit(
                          StdArrays.ndCopyOf(new float[1][3]),
                          StdArrays.ndCopyOf(new int[1][2]),
                          f -> f.verbose(0)))
              .getMessage());
    }
  }
}
