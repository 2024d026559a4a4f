package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import keras.Keras;
import keras.data.Dataset;
import keras.layers.Dense;
import keras.layers.InputLayer;
import keras.models.Sequential;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.utils.Console;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What fit, evaluate and predict print is what Keras prints, times aside. */
@ExtendWith(PythonExtension.class)
class ProgressOutputTest {
  private static final String RUN =
      """
      import contextlib, io
      x, y = np.ones((10, 2), "float32"), np.full((10, 1), 4.0, "float32")
      m = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, kernel_initializer="ones")])
      m.compile(keras.optimizers.SGD(1e-4), "mse", metrics=["mae"])
      spec = tf.TensorSpec((None, 2)), tf.TensorSpec((None, 1))
      stream = tf.data.Dataset.from_generator(lambda: iter([(x[:5], y[:5]), (x[5:], y[5:])]), output_signature=spec)
      text = io.StringIO()
      with contextlib.redirect_stdout(text):
          exec(code)
      result["text"] = text.getvalue()
      """;
  private static final Pattern TIMES = Pattern.compile("\\d+s(?![a-z/])|\\d+(s|ms|us)/step");
  private static final Pattern OVERWRITTEN = Pattern.compile("[^\\n]*\\r(?=[^\\n])");

  private static final float[][] X = new float[10][2];
  private static final float[][] Y = new float[10][1];

  static {
    for (int i = 0; i < X.length; i++) {
      X[i][0] = 1;
      X[i][1] = 1;
      Y[i][0] = 4;
    }
  }

  private static Dataset stream() {
    return () -> Dataset.of(X, Y).batch(5).iterator();
  }

  /** Keeps what a terminal would show in the end, without the times. */
  private static String lasting(String text) {
    String lines = OVERWRITTEN.matcher(text.replace("\b", "")).replaceAll("");
    return TIMES.matcher(lines).replaceAll("TIME").replaceAll(" +\n", "\n");
  }

  private static void prints(
      Python python, String code, int verbose, BiConsumer<Sequential, Integer> run) {
    String expected =
        python
            .keras3()
            .exec(RUN, Map.of("code", code.replace("VERBOSE", String.valueOf(verbose))))
            .text("text");
    Keras.clearSession();
    StringBuilder text = new StringBuilder();
    String terminal = System.setProperty("keras.terminal", "true");
    Consumer<String> before = Console.redirect(text::append);
    try (Sequential model =
        new Sequential(new InputLayer(2), new Dense(1).kernelInitializer("ones"))) {
      model.compile(new keras.optimizers.SGD(1e-4), "mse", "mae");
      run.accept(model, verbose);
    } finally {
      Console.redirect(before);
      if (terminal == null) {
        System.clearProperty("keras.terminal");
      } else {
        System.setProperty("keras.terminal", terminal);
      }
    }
    assertEquals(lasting(expected), lasting(text.toString()));
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2"})
  void fits(int verbose, Python python) {
    prints(
        python,
        "m.fit(x, y, epochs=3, batch_size=4, validation_split=0.2, validation_freq=2,"
            + " verbose=VERBOSE)",
        verbose,
        (m, v) ->
            m.fit(
                X,
                Y,
                f -> f.epochs(3).batchSize(4).validationSplit(0.2).validationFreq(2).verbose(v)));
  }

  @ParameterizedTest
  @CsvSource({"1", "2"})
  void fitsOneEpochOfManySteps(int verbose, Python python) {
    prints(
        python,
        "m.fit(x, y, batch_size=1, verbose=VERBOSE)",
        verbose,
        (m, v) -> m.fit(X, Y, f -> f.batchSize(1).verbose(v)));
  }

  @ParameterizedTest
  @CsvSource({"1", "2"})
  void goesOnFromAnEpoch(int verbose, Python python) {
    prints(
        python,
        "m.fit(x, y, initial_epoch=7, epochs=9, steps_per_epoch=2, verbose=VERBOSE)",
        verbose,
        (m, v) -> m.fit(X, Y, f -> f.initialEpoch(7).epochs(9).stepsPerEpoch(2).verbose(v)));
  }

  @ParameterizedTest
  @CsvSource({"1", "2"})
  void evaluates(int verbose, Python python) {
    prints(
        python,
        "m.evaluate(x, y, batch_size=4, verbose=VERBOSE)",
        verbose,
        (m, v) -> m.evaluate(X, Y, e -> e.batchSize(4).verbose(v)));
  }

  @ParameterizedTest
  @CsvSource({"1", "2"})
  void predicts(int verbose, Python python) {
    prints(
        python,
        "m.predict(x, batch_size=4, verbose=VERBOSE)",
        verbose,
        (m, v) -> m.predict(X, p -> p.batchSize(4).verbose(v)));
  }

  @ParameterizedTest
  @CsvSource({"2"})
  void fitsAStreamOfUnknownLength(int verbose, Python python) {
    prints(
        python,
        "m.fit(stream, epochs=2, verbose=VERBOSE)",
        verbose,
        (m, v) -> m.fit(stream(), f -> f.epochs(2).verbose(v)));
  }
}
