package keras.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.engine.FunctionProbe;
import keras.layers.Dense;
import keras.layers.Flatten;
import keras.models.Sequential;
import keras.python.Python;
import keras.python.PythonExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * Steps a second of {@code fit} and time of a one-sample {@code predict} for the article's
 * classifier, in Java and in Python by turns, with progress bars and metrics on; then {@code fit}
 * with and without the bar beside the barest loop over its graph, which feeds the same tensors to
 * each step and drops what comes out.
 *
 * <pre>
 * mvn -q -B -ntp -pl compat-tests -am -Dtest=FitBenchmark \
 *     -Dsurefire.failIfNoSpecifiedTests=false test
 * </pre>
 *
 * <p>Takes a few minutes on a machine that does nothing else. {@code -Dbenchmark.optimizer=adam}
 * names another optimizer than sgd, {@code -Dbenchmark.rounds=1} takes one round, {@code
 * -Dbenchmark.batch=128} gives both languages another batch size than 32.
 */
@ExtendWith(PythonExtension.class)
class FitBenchmark {
  private static final int SAMPLES = 60_000;
  private static final int BATCH = Integer.getInteger("benchmark.batch", 32);
  private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 5);
  private static final String OPTIMIZER = System.getProperty("benchmark.optimizer", "sgd");

  private static final String PYTHON_FIT =
      EpochClock.PYTHON
          + """
          rng = np.random.default_rng(0)
          x = rng.random((samples, 28, 28), "float32")
          y = rng.integers(0, 10, samples).astype("uint8")
          L = keras.layers
          model = keras.Sequential([
              L.Input((28, 28)),
              L.Flatten(),
              L.Dense(300, activation="relu"),
              L.Dense(100, activation="relu"),
              L.Dense(10, activation="softmax"),
          ])
          model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
          model.fit(x, y, epochs=2, batch_size=batch, callbacks=[clock])
          result["seconds"] = clock.seconds
          one = x[:1]
          result["predict"] = benchmarks.median(60, lambda: model.predict(one, verbose=0))
          """;

  @Test
  void timesFitAndPredictBesidePython(Python python) {
    Alternation times =
        Alternation.of(ROUNDS, FitBenchmark::java, () -> python(python)); // of fit and of predict
    int steps = (SAMPLES + BATCH - 1) / BATCH;
    System.out.printf(
        "fit (%s, batch %d), median of %d epochs: Java %.0f steps/s, Python %.0f steps/s: %.2f"
            + " times%n",
        OPTIMIZER, BATCH, ROUNDS, steps / times.java(0), steps / times.python(0), times.times(0));
    System.out.printf(
        "predict of one sample, median: Java %.1f us, Python %.0f us: %.0f times%n",
        times.java(1) * 1e6, times.python(1) * 1e6, times.times(1));
  }

  private static double[] python(Python python) {
    var times =
        python
            .keras3()
            .exec(PYTHON_FIT, Map.of("samples", SAMPLES, "optimizer", OPTIMIZER, "batch", BATCH));
    return new double[] {times.number("seconds"), times.number("predict")};
  }

  private static double[] java() {
    RandomImages images = RandomImages.of(SAMPLES, 28, 28);
    try (Sequential model = model()) {
      EpochClock clock = new EpochClock();
      model.fit(
          images.x(), images.y(), f -> f.epochs(2).batchSize(BATCH).verbose(1).callbacks(clock));
      FloatNdArray one = RandomImages.of(1, 28, 28).x();
      assertEquals(10, model.predict(one).size());
      return new double[] {clock.seconds(), PredictClock.seconds(model, one, 20_000)};
    }
  }

  private static Sequential model() {
    Keras.setRandomSeed(0);
    Sequential model =
        new Sequential(
            new Flatten().inputShape(28, 28),
            new Dense(300, "relu"),
            new Dense(100, "relu"),
            new Dense(10, "softmax"));
    model.compile(OPTIMIZER, "sparse_categorical_crossentropy", "accuracy");
    return model;
  }

  @Test
  void timesFitBesideTheBarestLoop() {
    int steps = SAMPLES / BATCH;
    RandomImages images = RandomImages.of((long) steps * BATCH, 28, 28);
    RandomImages batch = RandomImages.of(BATCH, 28, 28);
    try (Sequential model = model();
        Tensor x = TFloat32.tensorOf(batch.x());
        Tensor y = TUint8.tensorOf(batch.y())) {
      FunctionProbe train = FunctionProbe.of("train", () -> fit(model, images, 0));
      LoopTimes times = new LoopTimes(steps);
      for (int round = 0; round < 4 * ROUNDS; round++) {
        times.add("fit with the bar", () -> fit(model, images, 1));
        times.add("fit without it", () -> fit(model, images, 0));
        times.add(
            "the barest loop",
            () -> {
              for (int i = 0; i < steps; i++) {
                train.run(List.of(x, y));
              }
            });
      }
      System.out.printf("%nbatch %d, a step of%n%s%n", BATCH, times);
      System.out.printf(
          "fit takes %s the barest loop, the bar %s%n",
          times.ratio("fit without it", "the barest loop"),
          times.ratio("fit with the bar", "fit without it"));
    }
  }

  private static void fit(Sequential model, RandomImages images, int verbose) {
    model.fit(images.x(), images.y(), f -> f.epochs(1).batchSize(BATCH).verbose(verbose));
  }
}
