package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.engine.Variable;
import keras.models.Model;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.Source;
import org.junit.jupiter.api.BeforeEach;
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
  @ValueSource(strings = {"stack", "plain", "deep", "graph", "functional_inside"})
  void areThoseOfKerasFiles(String name, Python python) {
    check(name, ".keras", python);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stack", "plain", "deep", "graph", "functional_inside"})
  void areThoseOfLegacyFiles(String name, Python python) {
    check(name, ".h5", python);
  }
}
