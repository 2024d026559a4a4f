package keras.written;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keras.Keras;
import keras.models.Model;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.LoadOptions;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.NdArray;

/**
 * Two epochs in Python, two in Java and two in Python again, through files: the losses and the
 * weights are those of six in one Python. Where samples are shuffled, each epoch is a fit of its
 * own from the same seed, from which all draw one order.
 */
@ExtendWith(PythonExtension.class)
class TurnsLiveTest {
  private static final NdArray<?> X = SavedCase.table(4);
  private static final NdArray<?> Y = SavedCase.table(2);

  /** Kernels of another TensorFlow round the last bits otherwise. */
  private static final double TOLERANCE = 1e-6;

  private static final String MAKE =
      """
      layers, optimizers = keras.layers, keras.optimizers
      keras.utils.set_random_seed(3)
      i = layers.Input((4,), name="x")
      h = layers.BatchNormalization(name="bn")(layers.Dense(5, "tanh", name="a")(i))
      model = keras.Model(i, layers.Dense(2, name="b")(h))
      model.compile(eval(optimizer), "mean_squared_error")
      """;

  private static final String TWO_EPOCHS =
      """
      def two_epochs():
          losses = []
          for _ in range(2):
              keras.utils.set_random_seed(5)
              losses += model.fit(
                  x, y, epochs=1, batch_size=7, shuffle=shuffle, verbose=0).history["loss"]
          return losses
      """;

  private final Path dir;

  TurnsLiveTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  static Stream<Arguments> turns() {
    List<Arguments> all = new ArrayList<>();
    List<String> optimizers =
        List.of("optimizers.SGD(0.05, momentum=0.9, nesterov=True)", "optimizers.Adam(0.01)");
    List<String> legacy =
        List.of("optimizers.legacy.SGD(0.05, momentum=0.9)", "optimizers.legacy.Adam(0.01)");
    for (boolean shuffle : new boolean[] {false, true}) {
      for (String o : optimizers) {
        all.add(Arguments.of(Framework.KERAS3, ".keras", Dialect.PORTABLE, o, shuffle));
        all.add(Arguments.of(Framework.KERAS3, ".keras", Dialect.KERAS_3, o, shuffle));
        all.add(Arguments.of(Framework.TF_KERAS, ".keras", Dialect.TF_KERAS, o, shuffle));
        all.add(Arguments.of(Framework.TF_KERAS, ".h5", Dialect.TF_KERAS, o, shuffle));
      }
      for (String o : legacy) {
        all.add(Arguments.of(Framework.TF_KERAS, ".h5", Dialect.TF_KERAS, o, shuffle));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("turns")
  void goOnAsIfNeverStopped(
      Framework framework,
      String ending,
      Dialect dialect,
      String optimizer,
      boolean shuffle,
      Python python) {
    Path first = dir.resolve("first" + ending);
    Path second = dir.resolve("second" + ending);
    PythonResult whole = start(framework, first, optimizer, shuffle, python);
    List<Double> losses = new ArrayList<>(doubles(whole, "before"));
    try (Model model = read(first)) {
      losses.addAll(twoEpochs(model, shuffle));
      model.save(second.toString(), SaveOptions.defaults().dialect(dialect));
    }
    PythonResult resumed = goOn(framework, second, shuffle, python);
    losses.addAll(doubles(resumed, "losses"));
    List<Double> unbroken = new ArrayList<>(doubles(whole, "before"));
    unbroken.addAll(doubles(whole, "after"));
    assertNear(unbroken, losses);
    for (int i = 0; i < whole.arrays("weights").size(); i++) {
      assertNear(
          floats(whole.arrays("weights").get(i).floats()),
          floats(resumed.arrays("weights").get(i).floats()));
    }
    assertEquals(whole.number("steps"), resumed.number("steps"));
  }

  /** Python cannot: it neither trains its own file with a state, nor carries one of Java's on. */
  @Test
  void keras3CarriesNoStateThroughH5(Python python) {
    Path first = dir.resolve("first.h5");
    Path second = dir.resolve("second.h5");
    PythonResult whole = start(Framework.KERAS3, first, "optimizers.Adam(0.01)", false, python);
    PythonResult own =
        python
            .keras3()
            .exec(
                TWO_EPOCHS
                    + """
                    model = keras.models.load_model(path)
                    try:
                        two_epochs()
                        result["error"] = ""
                    except Exception as e:
                        result["error"] = str(e)
                    """,
                Map.of("x", X, "y", Y, "path", first, "shuffle", false));
    assertTrue(own.text("error").startsWith("Unknown variable: "), own.text("error"));
    try (Model model = read(first)) {
      List<Double> losses = twoEpochs(model, false);
      assertNear(doubles(whole, "after").subList(0, 2), losses);
      model.save(second.toString());
    }
    PythonResult resumed = goOn(Framework.KERAS3, second, false, python);
    assertEquals(2 * 4, resumed.number("steps")); // from 0 on: its optimizer starts anew
    try (Model model = read(second)) {
      assertNear(doubles(whole, "after").subList(2, 4), twoEpochs(model, false));
    }
  }

  // ---------------------------------------------------------------- parts

  private static PythonResult start(
      Framework framework, Path file, String optimizer, boolean shuffle, Python python) {
    return python
        .of(framework)
        .exec(
            MAKE
                + TWO_EPOCHS
                + """
                result["before"] = two_epochs()
                model.save(path)
                result["after"] = two_epochs() + two_epochs()
                result["weights"] = model.get_weights()
                result["steps"] = int(model.optimizer.iterations.numpy())
                """,
            Map.of("x", X, "y", Y, "path", file, "optimizer", optimizer, "shuffle", shuffle));
  }

  private static PythonResult goOn(Framework framework, Path file, boolean shuffle, Python python) {
    return python
        .of(framework)
        .exec(
            TWO_EPOCHS
                + """
                model = keras.models.load_model(path)
                result["losses"] = two_epochs()
                result["weights"] = model.get_weights()
                result["steps"] = int(model.optimizer.iterations.numpy())
                """,
            Map.of("x", X, "y", Y, "path", file, "shuffle", shuffle));
  }

  private static Model read(Path file) {
    List<String> notes = new ArrayList<>();
    Model model =
        Keras.loadModel(
            file.toString(), LoadOptions.defaults().report(r -> notes.addAll(r.notes())));
    assertEquals(List.of(), notes);
    return model;
  }

  private static List<Double> twoEpochs(Model model, boolean shuffle) {
    List<Double> losses = new ArrayList<>();
    for (int epoch = 0; epoch < 2; epoch++) {
      Keras.setRandomSeed(5);
      losses.addAll(
          model.fit(X, Y, f -> f.epochs(1).batchSize(7).shuffle(shuffle).verbose(0)).get("loss"));
    }
    return losses;
  }

  private static List<Double> doubles(PythonResult result, String key) {
    return result.list(key).stream().map(n -> ((Number) n).doubleValue()).toList();
  }

  private static List<Double> floats(float[] values) {
    return IntStream.range(0, values.length).mapToObj(i -> (double) values[i]).toList();
  }

  private static void assertNear(List<Double> expected, List<Double> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i), actual.get(i), TOLERANCE, () -> expected + "\n" + actual);
    }
  }
}
