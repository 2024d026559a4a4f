package keras.written;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keras.Keras;
import keras.activations.Activation;
import keras.layers.Dense;
import keras.layers.InputLayer;
import keras.losses.Loss;
import keras.metrics.Metric;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Expr;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.LoadOptions;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import keras.utils.Console;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.StdArrays;

/**
 * Losses, metrics and activations that are functions of the user's own, by their names in files.
 */
@ExtendWith(PythonExtension.class)
class OwnFunctionsTest {
  private static final String FUNCTIONS =
      """
      import tensorflow as tf
      def my_huber(t, p):
          return tf.reduce_mean(tf.abs(t - p) * 2.0, axis=-1)
      def my_worst(t, p):
          return tf.reduce_max(tf.abs(t - p), axis=-1)
      def my_act(x):
          return x * 3.0
      own = {"my_huber": my_huber, "my_worst": my_worst, "my_act": my_act}
      """;

  private static final String MADE =
      FUNCTIONS
          + """
          i = keras.Input((2,), name="x")
          u = keras.layers.Dense(2, activation=my_act, name="u")(i)
          v = keras.layers.Dense(2, name="v")(i)
          model = keras.Model(i, [u, v])
          model.compile("sgd", [my_huber, "mse"], metrics=[[my_worst], ["mae", my_worst]])
          model.fit(x, [y, y], verbose=0)
          model.save(path)
          logs = model.evaluate(x, [y, y], verbose=0, return_dict=True)
          result["names"] = sorted(logs)
          result["values"] = [float(logs[k]) for k in sorted(logs)]
          """;

  private static final String LOADED =
      FUNCTIONS
          + """
          model = keras.models.load_model(path, custom_objects=own)
          logs = model.evaluate(x, y, verbose=0, return_dict=True)
          result["names"] = sorted(logs)
          result["values"] = [float(logs[k]) for k in sorted(logs)]
          """;

  private static final float[][] X = {{1, 2}, {-1, 0.5f}, {0.5f, -2}, {3, 1}};
  private static final float[][] Y = {{1, 0}, {0, 1}, {0.5f, 2}, {-1, 1}};

  private final Path dir;

  OwnFunctionsTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  private static Expr huber(Expr yTrue, Expr yPred) {
    return yTrue.sub(yPred).abs().mul(2).mean(-1);
  }

  private static Expr worst(Expr yTrue, Expr yPred) {
    return yTrue.sub(yPred).abs().max(-1);
  }

  private static void same(PythonResult python, Map<String, Double> java) {
    assertEquals(python.list("names"), List.copyOf(java.keySet()));
    List<?> values = python.list("values");
    int i = 0;
    for (Map.Entry<String, Double> e : java.entrySet()) {
      assertEquals(((Number) values.get(i++)).doubleValue(), e.getValue(), 1e-5, e.getKey());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "KERAS3,keras,PORTABLE",
    "KERAS3,h5,KERAS_3",
    "KERAS3,h5,PORTABLE",
    "TF_KERAS,h5,PORTABLE",
    "TF_KERAS,keras,TF_KERAS",
    "TF_KERAS,h5,TF_KERAS"
  })
  void pythonFindsThem(Framework framework, String ending, Dialect dialect, Python python) {
    String path = dir.resolve("java." + ending).toString();
    Dense dense = new Dense(2);
    if (framework == Framework.KERAS3 || dialect != Dialect.PORTABLE) {
      dense.activation(Activation.of("my_act", x -> x.mul(3)));
    }
    try (Model model = new Sequential(new InputLayer(2), dense)) {
      model.compile(
          "sgd",
          Loss.of("my_huber", OwnFunctionsTest::huber),
          Metric.of("my_worst", OwnFunctionsTest::worst));
      model.fit(X, Y, f -> f.verbose(0));
      model.save(path, SaveOptions.defaults().dialect(dialect));
      Map<String, Double> logs = model.evaluate(X, Y, e -> e.verbose(0)).asMap();
      same(
          python
              .of(framework)
              .exec(
                  LOADED,
                  Map.of("path", path, "x", StdArrays.ndCopyOf(X), "y", StdArrays.ndCopyOf(Y))),
          logs);
    }
  }

  /** Keras 3 reads the activation as an object there, tf_keras by its bare name. */
  @Test
  void saysThatAPortableH5WithAnActivationIsForKeras3Alone() {
    List<String> said = new ArrayList<>();
    Consumer<String> before = Console.redirect(said::add);
    try (Model model =
        new Sequential(
            new InputLayer(2),
            new Dense(2).name("d").activation(Activation.of("my_act", x -> x.mul(3))))) {
      model.save(dir.resolve("m.h5").toString());
    } finally {
      Console.redirect(before);
    }
    assertEquals(
        List.of(
            "%s: written for Keras 3 alone: 'd': Keras 3 and tf_keras write the activation my_act differently."
                .formatted(dir.resolve("m.h5"))),
        said.stream().limit(1).map(String::strip).toList());
  }

  @ParameterizedTest
  @CsvSource({"KERAS3,keras", "KERAS3,h5", "TF_KERAS,keras", "TF_KERAS,h5"})
  void javaFindsThem(Framework framework, String ending, Python python) {
    String path = dir.resolve("python." + ending).toString();
    PythonResult made =
        python
            .of(framework)
            .exec(
                MADE, Map.of("path", path, "x", StdArrays.ndCopyOf(X), "y", StdArrays.ndCopyOf(Y)));
    LoadOptions options =
        LoadOptions.defaults()
            .custom("my_huber", OwnFunctionsTest::huber)
            .custom("my_worst", OwnFunctionsTest::worst)
            .custom("my_act", x -> x.mul(3));
    try (Model model = Keras.loadModel(Path.of(path), options)) {
      same(made, model.evaluate(X, List.of(Y, Y), e -> e.verbose(0)).asMap());
    }
  }
}
