package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.config.Arg;
import keras.config.CustomObjects;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.layers.Layer;
import keras.models.Model;
import keras.ops.Expr;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.Source;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The paths of the variables of models that are read, beside those that Keras 3 gives them. */
@ExtendWith(PythonExtension.class)
class VariablePathsTest {
  private static final String MODELS =
      """
      L = keras.layers
      def inner():
          return keras.Sequential(
              [L.Dense(2, name="dense"), L.BatchNormalization(name="bn")], name="inner")
      def stack():
          return keras.Sequential([L.Input((3,)), inner(), L.Dense(2, name="out")], name="outer")
      def plain():
          model = keras.Sequential([L.Dense(2, name="dense"), L.Dense(1, name="b")], name="s")
          model.build((None, 3))
          return model
      def deep():
          model = keras.Sequential([keras.Sequential([inner()], name="a")], name="b")
          model.build((None, 3))
          return model
      def graph():
          i = keras.Input((3,))
          shared = inner()
          x = L.Add()([shared(i), shared(L.Dense(3, name="first")(i))])
          return keras.Model(i, L.Dense(2, name="out")(x), name="outer")
      def functional_inside():
          i = keras.Input((3,))
          f = keras.Model(i, L.Dense(2, name="d")(i), name="f")
          return keras.Sequential([L.Input((3,)), f, L.Dense(1, name="out")], name="o")
      def wrapped():
          i = keras.Input((4, 3))
          q = keras.Input((2, 3))
          x = L.MultiHeadAttention(2, 2, name="mha")(q, i)
          x = L.SpectralNormalization(L.Dense(3, name="d"), name="sn")(x)
          inner = keras.Model([i, q], L.Dense(2, name="at")(x), name="in")
          j = keras.Input((4, 3))
          k = keras.Input((2, 3))
          return keras.Model([j, k], L.Dense(1, name="out")(inner([j, k])), name="outer")
      model = eval(name)()
      model.save(path)
      loaded = keras.models.load_model(path)
      open(json, "w").write(model.to_json())
      result["loaded"] = [w.path for w in loaded.weights]
      result["json"] = [
          w.path for w in keras.models.model_from_json(model.to_json()).weights]
      """;

  private final Path dir;

  VariablePathsTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  private static List<String> paths(Model model) {
    return model.weights().stream().map(Variable::path).toList();
  }

  private void check(String name, String ending, Python python) {
    Path file = dir.resolve(name + ending);
    Path json = dir.resolve(name + ".json");
    PythonResult expected =
        python.keras3().exec(MODELS, Map.of("name", name, "path", file, "json", json));
    try (Model model = Keras.loadModel(file);
        Model ofJson = Keras.modelFromJson(Source.of(json))) {
      assertEquals(expected.list("loaded"), paths(model));
      assertEquals(expected.list("json"), paths(ofJson));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stack", "plain", "deep", "graph", "functional_inside", "wrapped"})
  void areThoseOfKerasFiles(String name, Python python) {
    check(name, ".keras", python);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stack", "plain", "deep", "graph", "functional_inside", "wrapped"})
  void areThoseOfLegacyFiles(String name, Python python) {
    check(name, ".h5", python);
  }

  /** A layer with one inside that it calls in training alone. */
  static final class Detour extends Layer {
    @Arg private Layer way;

    @SuppressWarnings("NullAway") // a config sets it
    Detour() {}

    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return ctx.training() ? way.apply(x, ctx) : x;
    }
  }

  /** A call without training does not make the weights inside, which the file has. */
  @Test
  void makeWhatTheFileSaysWasMade(Python python) {
    Path file = dir.resolve("detour.keras");
    PythonResult expected =
        python
            .keras3()
            .exec(
                """
                class Detour(keras.layers.Layer):
                    def __init__(self, way, **kwargs):
                        super().__init__(**kwargs)
                        self.way = way
                    def build(self, input_shape):
                        if not self.way.built:
                            self.way.build(input_shape)
                    def call(self, x, training=False):
                        return self.way(x) if training else x
                    def get_config(self):
                        way = keras.saving.serialize_keras_object(self.way)
                        return {**super().get_config(), "way": way}
                    @classmethod
                    def from_config(cls, config):
                        way = keras.saving.deserialize_keras_object(config.pop("way"))
                        return cls(way, **config)
                i = keras.Input((3,))
                model = keras.Model(i, Detour(keras.layers.Dense(3, name="way"), name="detour")(i))
                model.save(path)
                loaded = keras.models.load_model(path, custom_objects={"Detour": Detour})
                result["paths"] = [w.path for w in loaded.weights]
                result["weights"] = [w.numpy() for w in loaded.weights]
                """,
                Map.of("path", file));
    try (Model model = Keras.loadModel(file.toString(), CustomObjects.of(Detour.class))) {
      assertEquals(expected.list("paths"), paths(model));
      Arrays32.assertNear("weights", expected.arrays("weights"), model.getWeights(), 0);
    }
  }
}
