package keras.benchmark;

import java.util.Map;
import keras.Keras;
import keras.layers.Conv2D;
import keras.layers.Dense;
import keras.layers.Flatten;
import keras.layers.MaxPooling2D;
import keras.models.Sequential;
import keras.python.Python;
import keras.python.PythonExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Steps a second of {@code fit} for LeNet on images of 28×28, in Java and in Python by turns, with
 * progress bars and metrics on.
 *
 * <pre>
 * mvn -q -B -ntp -pl compat-tests -am -Dtest=CnnBenchmark \
 *     -Dsurefire.failIfNoSpecifiedTests=false test
 * </pre>
 *
 * <p>What stands above the kernels of a step with SGD, by TensorFlow's trace of 300 steps in two
 * threads, their fastest tenth: 4.26 ms from the first kernel to the last one, of which kernels
 * take 3.68 ms. Convolutions take 2.50 ms of them (68 %): the gradients of their kernels 0.96,
 * forward 0.85, the gradient of the second one's inputs 0.68; pooling takes 0.64 ms (17 %), the
 * nine dense products 0.21 (6 %), all other ops 0.33 (9 %), most in the gradients of ReLU and in
 * softmax. The rest, 0.58 ms (14 % of the 4.26), is TensorFlow's own work between kernels and what
 * its trace takes.
 *
 * <p>Takes some minutes on a machine that does nothing else. {@code -Dbenchmark.optimizer=adam}
 * names another optimizer than sgd, {@code -Dbenchmark.rounds=1} takes one round, {@code
 * -Dbenchmark.samples=6400} fewer images, {@code -Dkeras.threads=1} one thread in Java.
 */
@ExtendWith(PythonExtension.class)
class CnnBenchmark {
  private static final int SAMPLES = Integer.getInteger("benchmark.samples", 19_200);
  private static final int BATCH = 32;
  private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 5);
  private static final String OPTIMIZER = System.getProperty("benchmark.optimizer", "sgd");

  private static final String PYTHON_FIT =
      EpochClock.PYTHON
          + """
          rng = np.random.default_rng(0)
          x = rng.random((samples, 28, 28, 1), "float32")
          y = rng.integers(0, 10, samples).astype("uint8")
          L = keras.layers
          model = keras.Sequential([
              L.Input((28, 28, 1)),
              L.Conv2D(6, 5, padding="same", activation="relu"),
              L.MaxPooling2D(),
              L.Conv2D(16, 5, activation="relu"),
              L.MaxPooling2D(),
              L.Flatten(),
              L.Dense(120, activation="relu"),
              L.Dense(84, activation="relu"),
              L.Dense(10, activation="softmax"),
          ])
          model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
          model.fit(x, y, epochs=2, batch_size=batch, callbacks=[clock])
          result["seconds"] = clock.seconds
          """;

  @Test
  void timesFitBesidePython(Python python) {
    Map<String, ?> sizes = Map.of("samples", SAMPLES, "optimizer", OPTIMIZER, "batch", BATCH);
    Alternation epochs =
        Alternation.of(
            ROUNDS,
            () -> new double[] {java()},
            () -> new double[] {python.keras3().exec(PYTHON_FIT, sizes).number("seconds")});
    int steps = (SAMPLES + BATCH - 1) / BATCH;
    System.out.printf(
        "LeNet fit (%s), median of %d epochs: Java %.0f steps/s, Python %.0f steps/s: %.2f times%n",
        OPTIMIZER, ROUNDS, steps / epochs.java(0), steps / epochs.python(0), epochs.times(0));
  }

  private static double java() {
    RandomImages images = RandomImages.of(SAMPLES, 28, 28, 1);
    Keras.setRandomSeed(0);
    try (Sequential model =
        new Sequential(
            new Conv2D(6, 5).padding("same").activation("relu").inputShape(28, 28, 1),
            new MaxPooling2D(),
            new Conv2D(16, 5).activation("relu"),
            new MaxPooling2D(),
            new Flatten(),
            new Dense(120, "relu"),
            new Dense(84, "relu"),
            new Dense(10, "softmax"))) {
      model.compile(OPTIMIZER, "sparse_categorical_crossentropy", "accuracy");
      EpochClock clock = new EpochClock();
      model.fit(
          images.x(), images.y(), f -> f.epochs(2).batchSize(BATCH).verbose(1).callbacks(clock));
      return clock.seconds();
    }
  }
}
