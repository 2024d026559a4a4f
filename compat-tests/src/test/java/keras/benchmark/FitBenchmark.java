package keras.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import keras.Keras;
import keras.layers.Dense;
import keras.layers.Flatten;
import keras.models.Sequential;
import keras.python.Python;
import keras.python.PythonExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tensorflow.ndarray.FloatNdArray;

/**
 * Steps a second of {@code fit} and time of a one-sample {@code predict} for the article's
 * classifier, in Java and in Python by turns, with progress bars and metrics on.
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
    Keras.setRandomSeed(0);
    try (Sequential model =
        new Sequential(
            new Flatten().inputShape(28, 28),
            new Dense(300, "relu"),
            new Dense(100, "relu"),
            new Dense(10, "softmax"))) {
      model.compile(OPTIMIZER, "sparse_categorical_crossentropy", "accuracy");
      EpochClock clock = new EpochClock();
      model.fit(
          images.x(), images.y(), f -> f.epochs(2).batchSize(BATCH).verbose(1).callbacks(clock));
      FloatNdArray one = RandomImages.of(1, 28, 28).x();
      assertEquals(10, model.predict(one).size());
      return new double[] {clock.seconds(), PredictClock.seconds(model, one, 20_000)};
    }
  }
}
