package keras.bits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import keras.Keras;
import keras.callbacks.History;
import keras.callbacks.LambdaCallback;
import keras.engine.HostTensor;
import keras.engine.Variable;
import keras.layers.BatchNormalization;
import keras.layers.Dense;
import keras.layers.Dropout;
import keras.models.Sequential;
import keras.optimizers.SGD;
import keras.optimizers.schedules.ExponentialDecay;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tensorflow.ndarray.StdArrays;

/**
 * Three steps in one run of the graph, Java beside Python: the shuffled batches, the masks of
 * dropout, the schedule's rates, the logs that callbacks see, the history and the state have
 * Python's bits, and those of single steps.
 */
@ExtendWith(PythonExtension.class)
class StepsPerExecutionBitsTest {
  private static final int SAMPLES = 83;

  private static final String SCRIPT =
      """
      L = keras.layers
      keras.utils.set_random_seed(42)
      model = keras.Sequential([
          keras.Input((16,)),
          L.Dense(12, activation="relu"),
          L.BatchNormalization(),
          L.Dropout(0.3),
          L.Dense(3, activation="softmax"),
      ])
      rate = keras.optimizers.schedules.ExponentialDecay(0.1, 5, 0.9)
      model.compile(keras.optimizers.SGD(rate, momentum=0.9), "sparse_categorical_crossentropy",
                    metrics=["accuracy"], steps_per_execution=steps)
      seen = keras.callbacks.LambdaCallback()
      result["batches"], result["losses"] = [], []
      seen.on_train_batch_end = lambda batch, logs: (
          result["batches"].append(batch), result["losses"].append(float(logs["loss"])))
      history = model.fit(x, t, batch_size=8, epochs=3, validation_split=0.1, verbose=0,
                          class_weight={0: 1.0, 1: 2.0, 2: 0.5}, callbacks=[seen])
      result["history"] = history.history
      result["weights"] = model.get_weights()
      result["optimizer"] = list(model.optimizer.variables)
      """;

  private final float[][] x = new float[SAMPLES][16];
  private final int[] t = new int[SAMPLES];

  StepsPerExecutionBitsTest() {
    Random random = new Random(5);
    for (int i = 0; i < SAMPLES; i++) {
      t[i] = random.nextInt(3);
      for (int j = 0; j < 16; j++) {
        x[i][j] = random.nextFloat() + (j % 3 == t[i] ? 0.5f : 0);
      }
    }
  }

  @Test
  void givesTheBitsOfKerasAndOfSingleSteps(Python python) {
    PythonResult expected =
        python
            .keras3()
            .exec(
                SCRIPT, Map.of("x", StdArrays.ndCopyOf(x), "t", StdArrays.ndCopyOf(t), "steps", 3));
    compare(expected, 3);
    compare(expected, 1);
  }

  private void compare(PythonResult expected, int steps) {
    Keras.setRandomSeed(42);
    List<Double> batches = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    try (Sequential model =
        new Sequential(
            new Dense(12, "relu").inputShape(16),
            new BatchNormalization(),
            new Dropout(0.3),
            new Dense(3, "softmax"))) {
      model.compile(
          c ->
              c.optimizer(new SGD(new ExponentialDecay(0.1, 5, 0.9)).momentum(0.9))
                  .loss("sparse_categorical_crossentropy")
                  .metrics("accuracy")
                  .stepsPerExecution(steps));
      History history =
          model.fit(
              x,
              t,
              f ->
                  f.batchSize(8)
                      .epochs(3)
                      .validationSplit(0.1)
                      .verbose(0)
                      .classWeight(Map.of(0, 1.0, 1, 2.0, 2, 0.5))
                      .callbacks(
                          new LambdaCallback()
                              .onTrainBatchEnd(
                                  (batch, logs) -> {
                                    batches.add((double) batch);
                                    losses.add(logs.loss());
                                  })));
      Departures departures = new Departures();
      if (steps == 3) {
        assertEquals(list(expected.numbers("batches")), batches);
        double[] seen = expected.numbers("losses");
        for (int i = 0; i < seen.length; i++) {
          departures.compare("steps per execution logs", "loss " + i, seen[i], losses.get(i));
        }
      }
      for (String name : expected.map("history").keySet()) {
        double[] series = expected.series("history", name);
        for (int epoch = 0; epoch < series.length; epoch++) {
          departures.compare(
              "steps per execution history", name, series[epoch], history.get(name).get(epoch));
        }
      }
      List<HostTensor> weights = new ArrayList<>();
      model.getWeights().forEach(w -> weights.add(HostTensor.of(w)));
      departures.compare("steps per execution weights", expected.arrays("weights"), weights);
      departures.compare(
          "steps per execution optimizer",
          expected.arrays("optimizer"),
          model.optimizer().variables().stream().map(Variable::value).toList());
      assertEquals("", String.join("\n", departures.forbidden()));
    }
  }

  private static List<Double> list(double[] values) {
    List<Double> all = new ArrayList<>();
    for (double v : values) {
      all.add(v);
    }
    return all;
  }
}
