package keras.written;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.Keras;
import keras.activations.Activation;
import keras.activations.Activations;
import keras.config.CustomObjects;
import keras.engine.CallContext;
import keras.engine.HostTensor;
import keras.engine.Variable;
import keras.initializers.Ones;
import keras.layers.Layer;
import keras.models.Model;
import keras.ops.Expr;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.LoadOptions;
import keras.saving.ModelFormatException;
import keras.saving.ModelFormats;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;

/** Files of models with Python functions in them, which the caller gives again in Java. */
@ExtendWith(PythonExtension.class)
class PythonFunctionsTest {
  private static final String STACK =
      """
      def own(x):
          return x * 3
      model = keras.Sequential([
          keras.layers.Input((3,), name="x"),
          keras.layers.Dense(4, activation=lambda x: x * 2, name="d"),
          keras.layers.Lambda(lambda x: x + 1, name="shift"),
          keras.layers.Dense(2, activation=own, name="e"),
          keras.layers.Activation(lambda x: keras.activations.relu(x), name="act")])
      model.save(path)
      result["y"] = model.predict(x, verbose=0)
      """;

  private static final String GRAPH =
      """
      a = keras.Input((3,), name="a")
      b = keras.layers.Dense(3, name="b")(a)
      c = keras.layers.Lambda(lambda t: t[0] * t[1], name="prod", output_shape=(3,))([a, b])
      d = keras.layers.Lambda(lambda t, k: t * k, name="scaled", arguments={"k": 2.0})(c)
      model = keras.Model(a, d)
      model.save(path)
      result["y"] = model.predict(x, verbose=0)
      """;

  private static final FloatNdArray X =
      StdArrays.ndCopyOf(new float[][] {{1, 2, 3}, {-1, 0, 1}, {0.5f, -0.5f, 2}, {3, 1, 0}});

  private final Path dir;

  PythonFunctionsTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  private static LoadOptions stackOptions() {
    return LoadOptions.defaults()
        .customObjects(CustomObjects.none().with(Activation.of("own", x -> x.mul(3))))
        .custom("d", x -> x.mul(2))
        .custom("shift", x -> x.add(1))
        .custom("act", Activations.RELU::call);
  }

  private static LoadOptions graphOptions() {
    return LoadOptions.defaults()
        .customOfList("prod", x -> x.get(0).mul(x.get(1)))
        .custom("scaled", x -> x.mul(2));
  }

  private static void close(HostTensor expected, Model model) {
    assertArrayEquals(
        expected.floats(), HostTensor.of(model.predict(X)).floats(), 1e-5f, model.toString());
  }

  @ParameterizedTest
  @CsvSource({"TF_KERAS,h5", "TF_KERAS,keras", "KERAS3,h5", "KERAS3,keras"})
  void listsAllAtOnceAndTakesThemByName(Framework framework, String ending, Python python)
      throws IOException {
    Path file = dir.resolve("stack." + ending);
    // Keras looks for the source of its lambdas, which must be a file.
    Path script = Files.writeString(dir.resolve("stack.py"), STACK);
    HostTensor y =
        python
            .of(framework)
            .exec(
                "exec(compile(open(script).read(), script, 'exec'))",
                Map.of("script", script, "path", file, "x", X))
            .array("y");
    String message =
        assertThrows(ModelFormatException.class, () -> Keras.loadModel(file)).getMessage();
    String place = ending.equals("h5") ? "attribute `model_config`" : "config.json";
    assertEquals(
        """
        %s: %s: the model cannot be built:
          The activation of Dense 'd' is Python bytecode, which is never run; give it in Java: LoadOptions.defaults().custom("d", x -> ...).
          Lambda 'shift' is Python bytecode, which is never run; give it in Java: LoadOptions.defaults().custom("shift", x -> ...).
          The activation of Dense 'e' is the Python function own; give it in Java: LoadOptions.defaults().custom("own", x -> ...).
          The activation of Activation 'act' is Python bytecode, which is never run; give it in Java: LoadOptions.defaults().custom("act", x -> ...).
          All at once: LoadOptions.defaults().custom("d", x -> ...).custom("shift", x -> ...).custom("own", x -> ...).custom("act", x -> ...)."""
            .formatted(file, place),
        message);
    assertEquals(
        5, ModelFormats.inspect(file.toString(), CustomObjects.none()).unsupported().size());
    assertEquals(
        List.of(),
        ModelFormats.inspect(file.toString(), stackOptions().customObjects()).unsupported());
    try (Model model = Keras.loadModel(file, stackOptions())) {
      close(y, model);
      Path again = dir.resolve("again.keras");
      model.save(again.toString());
      try (Model back = Keras.loadModel(again, stackOptions())) {
        close(y, back);
        assertEquals(List.of(), JsonDiff.of(model.config(), back.config()));
      }
      try (Model clone = Keras.cloneModel(model)) {
        assertEquals(List.of(), JsonDiff.of(model.config(), clone.config()));
        clone.layer("d").setWeights(model.layer("d").getWeights());
        clone.layer("e").setWeights(model.layer("e").getWeights());
        close(y, clone);
      }
    }
  }

  /** Activations that are lambdas no Keras can load, not even its own; Lambda layers both can. */
  @ParameterizedTest
  @CsvSource({
    "TF_KERAS,h5,TF_KERAS",
    "TF_KERAS,keras,TF_KERAS",
    "TF_KERAS,keras,KERAS_3",
    "KERAS3,h5,KERAS_3",
    "KERAS3,keras,PORTABLE",
    "KERAS3,keras,TF_KERAS"
  })
  void writesLambdasAsPythonWroteThem(
      Framework framework, String ending, Dialect dialect, Python python) {
    Path file = dir.resolve("graph." + ending);
    HostTensor y = python.of(framework).exec(GRAPH, Map.of("path", file, "x", X)).array("y");
    assertTrue(
        Objects.requireNonNull(
                assertThrows(ModelFormatException.class, () -> Keras.loadModel(file)).getMessage())
            .endsWith(
                "All at once: LoadOptions.defaults().customOfList(\"prod\", x -> ...).custom(\"scaled\", x -> ...)."));
    Path written = dir.resolve("written." + ending);
    try (Model model = Keras.loadModel(file, graphOptions())) {
      close(y, model);
      model.save(written.toString(), SaveOptions.defaults().dialect(dialect));
    }
    Framework reader = dialect == Dialect.TF_KERAS ? Framework.TF_KERAS : Framework.KERAS3;
    PythonResult loaded =
        python
            .of(reader)
            .exec(
                """
                model = keras.models.load_model(path, safe_mode=False)
                result["y"] = model.predict(x, verbose=0)
                def config(m):  # the module is that of whoever unpacked the code
                    configs = [m.get_layer(n).get_config() for n in ("prod", "scaled")]
                    return [{k: v for k, v in c.items() if k != "module"} for c in configs]
                result["same"] = 1 if not same or config(model) == config(
                    keras.models.load_model(original, safe_mode=False)) else 0
                """,
                Map.of("path", written, "original", file, "x", X, "same", reader == framework));
    assertArrayEquals(y.floats(), loaded.array("y").floats(), 1e-5f);
    assertEquals(1, loaded.number("same"));
  }

  @Test
  void saysWhatIsGivenInVain(Python python) {
    Path file = dir.resolve("graph.keras");
    python.keras3().exec(GRAPH, Map.of("path", file, "x", X));
    assertEquals(
        "LoadOptions.custom: the model has no layer 'prodd'. Did you mean 'prod'?",
        assertThrows(
                IllegalArgumentException.class,
                () -> Keras.loadModel(file, graphOptions().custom("prodd", x -> x)))
            .getMessage());
    assertTrue(
        Objects.requireNonNull(
                assertThrows(
                        ModelFormatException.class,
                        () -> Keras.loadModel(file, graphOptions().custom("prod", x -> x)))
                    .getMessage())
            .endsWith(
                "LoadOptions.custom: layer 'prod' has 2 inputs. Give its function by customOfList(\"prod\", x -> ...)."));
  }

  /** In the place of a Python layer. */
  public static final class Gain extends Layer {
    private @Nullable Variable gain;

    @Override
    protected void build(Shape input) {
      gain = addWeight("gain", Shape.of(input.get(-1)), new Ones());
    }

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return x.mul(ctx.read(Objects.requireNonNull(gain)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"h5", "keras"})
  void takesALayerInThePlaceOfAnother(String ending, Python python) {
    Path file = dir.resolve("gain." + ending);
    HostTensor y =
        python
            .keras3()
            .exec(
                """
                class Gain(keras.layers.Layer):
                    def __init__(self, unknown_here=1, **kwargs):
                        super().__init__(**kwargs)
                    def build(self, shape):
                        self.gain = self.add_weight(shape=(shape[-1],), name="gain")
                    def call(self, x):
                        return x * self.gain
                    def get_config(self):
                        return {**super().get_config(), "unknown_here": 1}
                model = keras.Sequential([keras.layers.Input((3,)), Gain(name="g")])
                model.set_weights([np.array([1.0, 2.0, 3.0])])
                model.save(path)
                result["y"] = model.predict(x, verbose=0)
                """,
                Map.of("path", file, "x", X))
            .array("y");
    assertThrows(ModelFormatException.class, () -> Keras.loadModel(file));
    try (Model model = Keras.loadModel(file, LoadOptions.defaults().custom("g", Gain::new))) {
      close(y, model);
      assertEquals("g", model.layer(0).name());
    }
  }
}
