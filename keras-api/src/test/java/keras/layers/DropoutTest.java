package keras.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import keras.config.Configs;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.NdArrays;

class DropoutTest {
  private static final float[][] X = {{1, 2, 3}, {4, 5, 6}};
  private static final float[] FLAT = {1, 2, 3, 4, 5, 6};

  @Test
  void writesKerasKeys() {
    Dropout layer = new Dropout(0.5).seed(3).noiseShape(null, 1, 2);
    assertEquals(
        Map.of("rate", 0.5, "seed", 3, "noise_shape", Arrays.asList(null, 1, 2)), Calls.own(layer));
    assertEquals(layer.config(), Calls.copy(layer).config());
  }

  @Test
  void hasASeedGeneratorOnlyForAPositiveRate() {
    assertEquals(0, new Dropout(0).variables().size());
    assertEquals(1, new Dropout(0.1).variables().size());
    assertEquals(1, Configs.from(Dropout.class, Map.of("rate", 0.1, "seed", 4)).variables().size());
  }

  @Test
  void dropsWhatKerasDropsForTheSameSeed() {
    Dropout layer = new Dropout(0.3).seed(7);
    assertArrayEquals(
        new float[] {1.4285715f, 2.857143f, 0, 5.714286f, 0, 8.571428f},
        Calls.values(layer, true, X));
    assertArrayEquals(
        new float[] {0, 2.857143f, 4.285714f, 5.714286f, 7.1428576f, 8.571428f},
        Calls.values(layer, true, X));
  }

  @Test
  void takesTheSeedFromAConfig() {
    Dropout layer = Configs.from(Dropout.class, Map.of("rate", 0.3, "seed", 7));
    assertEquals(0, Calls.values(layer, true, X)[4]);
    assertEquals(7.1428576f, Calls.values(layer, true, X)[4]);
  }

  @Test
  void broadcastsTheMaskOverANoiseShape() {
    Dropout layer = new Dropout(0.5).seed(7).noiseShape(null, 1);
    assertArrayEquals(new float[] {2, 4, 6, 8, 10, 12}, Calls.values(layer, true, X));
    float[] next = Calls.values(layer, true, X);
    assertEquals(next[0] == 0, next[2] == 0);
    assertEquals(next[3] == 0, next[5] == 0);
  }

  @Test
  void passesInputsWhenNotTraining() {
    assertArrayEquals(FLAT, Calls.values(new Dropout(0.9), false, X));
  }

  @Test
  void dropsAllAtRateOne() {
    assertArrayEquals(new float[6], Calls.values(new Dropout(1), true, X));
  }

  @Test
  void refusesARateBeyondOne() {
    Exception e = assertThrows(IllegalArgumentException.class, () -> new Dropout(1.5));
    assertEquals("Dropout: `rate` must be between 0 and 1. Received: rate=1.5.", e.getMessage());
  }

  @Test
  void refusesASizeOfZero() {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> new Dropout(0.5).noiseShape(null, 0));
    assertEquals(
        "Dropout: `noise_shape` must hold positive integers, or null for the inputs' size."
            + " Received: noise_shape=[null, 0].",
        e.getMessage());
  }

  @Test
  void refusesANoiseShapeOfAnotherRank() {
    Dropout layer = new Dropout(0.5).noiseShape(2).name("d");
    Exception e = assertThrows(IllegalArgumentException.class, () -> Calls.values(layer, true, X));
    assertEquals(
        "Dropout 'd': `noise_shape` must have a size for each axis of the inputs."
            + " Received: noise_shape=[2] for inputs of shape (2, 3).",
        e.getMessage());
  }

  @Test
  void refusesIntegersWhileTraining() {
    Dropout layer = new Dropout(0.5).name("d");
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Calls.values(layer, true, NdArrays.vectorOf(1, 2)));
    assertEquals(
        "Dropout 'd': expected floating inputs while training. Received: dtype int32.",
        e.getMessage());
    assertEquals(List.of(), layer.weights());
  }

  @Test
  void scalesNothingWhereAllIsDropped() {
    for (Layer layer : List.of(new GaussianDropout(1).name("d"), new AlphaDropout(1).name("d"))) {
      assertArrayEquals(FLAT, Calls.values(layer, false, X));
      assertEquals(
          layer + ": `rate` must be below 1 while training. Received: rate=1.0.",
          assertThrows(IllegalArgumentException.class, () -> Calls.values(layer, true, X))
              .getMessage());
    }
  }
}
