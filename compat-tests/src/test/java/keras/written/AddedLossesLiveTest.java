package keras.written;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.Keras;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.engine.HostTensor;
import keras.layers.Layer;
import keras.models.Model;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.StdArrays;

/** Losses that functional models of tf_keras add by {@code add_loss}, layers that nothing uses. */
@ExtendWith(PythonExtension.class)
class AddedLossesLiveTest {
  /**
   * A variational model without its noise, and a layer with weights on the way to a loss alone. It
   * may be compiled without a loss of its own.
   */
  private static final String MAKE =
      """
      import tensorflow as tf
      keras.utils.set_random_seed(3)
      x = keras.Input((4,), name="x")
      mean = keras.layers.Dense(2, name="mean")(x)
      log = keras.layers.Dense(2, name="log")(x)
      y = keras.layers.Dense(4, name="y")(mean * tf.exp(log))
      judged = keras.layers.Dense(3, "tanh", name="judged")(y)
      model = keras.Model(x, y)
      model.add_loss(-0.5 * tf.reduce_mean(1 + log - tf.square(mean) - tf.exp(log)))
      model.add_loss(tf.reduce_mean(tf.abs(judged)))
      if own:
          model.compile("sgd", "mse", metrics=["mae"])
      else:
          model.compile("sgd")
      for path in paths:
          model.save(path)
      """;

  private static final String RUN =
      """
      x = np.arange(24, dtype="float32").reshape(6, 4) / 10
      t = {"y": x[:, ::-1]} if own else {}
      result["layers"] = [l.name for l in model.layers]
      result["predicted"] = [model.predict(x, verbose=0)]
      result["evaluated"] = np.atleast_1d(model.evaluate(x, **t, verbose=0)).tolist()
      h = model.fit(x, **t, batch_size=3, epochs=3, shuffle=False, verbose=0)
      result["loss"] = h.history["loss"]
      result["weights"] = model.get_weights()
      """;

  private static final String LOAD = "model = keras.models.load_model(path)\n";

  private final Path dir;

  AddedLossesLiveTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  private static FloatNdArray x(boolean backwards) {
    float[][] x = new float[6][4];
    for (int i = 0; i < 24; i++) {
      x[i / 4][backwards ? 3 - i % 4 : i % 4] = i / 10f;
    }
    return StdArrays.ndCopyOf(x);
  }

  @ParameterizedTest
  @CsvSource({"h5,true", "h5,false", "keras,true", "keras,false", "folder,true", "folder,false"})
  void countAsInTfKeras(String ending, boolean own, Python python) {
    String end = ending.equals("folder") ? "" : "." + ending;
    Path file = dir.resolve("python" + end);
    Path ours = dir.resolve("java" + end);
    PythonResult theirs =
        python.of(Framework.TF_KERAS).exec(MAKE + RUN, Map.of("paths", List.of(file), "own", own));
    try (Model model = Keras.loadModel(file)) {
      assertEquals(theirs.list("layers"), model.layers().stream().map(Layer::name).toList());
      model.save(ours.toString(), SaveOptions.defaults().dialect(Dialect.TF_KERAS));
      near(theirs.arrays("predicted"), List.of(HostTensor.of(model.predict(x(false)))));
      Logs logs =
          own
              ? model.evaluate(x(false), x(true), e -> e.verbose(0))
              : model.evaluate(x(false), e -> e.verbose(0));
      List<Double> evaluated =
          own ? List.of(logs.get("loss"), logs.get("mae")) : List.of(logs.get("loss"));
      assertArrayEquals(numbers(theirs.list("evaluated")), numbers(evaluated), 1e-6);
      assertEquals(evaluated.get(0), lossOfClone(model, own), 1e-7);
      History history =
          own
              ? model.fit(
                  x(false), x(true), f -> f.batchSize(3).epochs(3).shuffle(false).verbose(0))
              : model.fit(x(false), f -> f.batchSize(3).epochs(3).shuffle(false).verbose(0));
      assertArrayEquals(
          numbers(theirs.list("loss")),
          numbers(Objects.requireNonNull(history.history().get("loss"))),
          1e-6);
      near(theirs.arrays("weights"), model.getWeights().stream().map(HostTensor::of).toList());
    }
    PythonResult again =
        python.of(Framework.TF_KERAS).exec(LOAD + RUN, Map.of("path", ours, "own", own));
    assertArrayEquals(numbers(theirs.list("loss")), numbers(again.list("loss")), 1e-6);
    near(theirs.arrays("weights"), again.arrays("weights"));
  }

  @Test
  void areWrittenForTfKerasAlone(Python python) {
    Path file = dir.resolve("python.h5");
    python.of(Framework.TF_KERAS).exec(MAKE, Map.of("paths", List.of(file), "own", true));
    try (Model model = Keras.loadModel(file)) {
      String message =
          String.valueOf(
              assertThrows(
                      RuntimeException.class,
                      () ->
                          model.save(
                              dir.resolve("k3.keras").toString(),
                              SaveOptions.defaults().dialect(Dialect.KERAS_3)))
                  .getMessage());
      assertTrue(message.contains("AddLoss 'add_loss'"), message);
    }
  }

  private static double lossOfClone(Model model, boolean own) {
    try (Model clone = Keras.cloneModel(model)) {
      assertEquals(
          model.layers().stream().map(Layer::name).toList(),
          clone.layers().stream().map(Layer::name).toList());
      clone.setWeights(model.getWeights());
      if (own) {
        clone.compile("sgd", "mse");
        return clone.evaluate(x(false), x(true), e -> e.verbose(0)).loss();
      }
      clone.compile(c -> c.optimizer("sgd"));
      return clone.evaluate(x(false), e -> e.verbose(0)).loss();
    }
  }

  private static double[] numbers(List<?> list) {
    return list.stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
  }

  private static void near(List<HostTensor> expected, List<HostTensor> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i).floats(), actual.get(i).floats(), 1e-6f, "array " + i);
    }
  }
}
