package keras.written;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import keras.Keras;
import keras.models.Model;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonException;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The groups, attributes and datasets of what Java writes, and what the wrong Keras says of it. */
@ExtendWith(PythonExtension.class)
class H5StructureLiveTest {
  /** Lists all but values, texts and what Keras 3 cannot use; see the writer. */
  private static final String LIST =
      """
      own = ("optimizer_weights", "keras_java") if keras.__version__.startswith("3") else ()
      def listed(file, optimizer):
          lines = []
          def names(o, key):
              return [n if isinstance(n, str) else n.decode() for n in o.attrs.get(key, [])]
          def visit(name, o):
              if not name.startswith(own or "?"):
                  what = f"{o.shape} {o.dtype}" if isinstance(o, h5py.Dataset) else ""
                  lines.append(
                      f"{name} {what} {sorted(o.attrs)}"
                      f" {names(o, 'layer_names')} {names(o, 'weight_names')}")
          with h5py.File(file) as f:
              lines.append(str(sorted(f.attrs)))
              f.visititems(visit)
              lines.append(f.attrs["keras_version"].split("+")[0])
          # An optimizer that tf_keras loads forgets its name.
          lines = [l.replace(optimizer + "/", "") for l in lines]
          return sorted(l for l in lines if not l.startswith("optimizer_weights/" + optimizer + " "))
      """;

  private final Path dir;

  H5StructureLiveTest(@TempDir Path dir) {
    this.dir = dir;
  }

  static Stream<Arguments> natives() {
    List<Arguments> all = new ArrayList<>();
    List<SavedCase> cases = new ArrayList<>(SavedCase.portable());
    cases.add(SavedCase.nested());
    for (SavedCase saved : cases) {
      if (!saved.name().equals("normalization_rescaling")) {
        // Adapted before it is in a model, its weights have paths that a loaded one's have not.
        all.add(Arguments.of(saved, Dialect.KERAS_3, Framework.KERAS3));
      }
      all.add(Arguments.of(saved, Dialect.TF_KERAS, Framework.TF_KERAS));
    }
    return all.stream();
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
    Keras.setRandomSeed(1);
  }

  @ParameterizedTest
  @MethodSource("natives")
  void isThatOfTheDialectsOwnKeras(
      SavedCase saved, Dialect dialect, Framework reader, Python python) {
    Path file = save(saved, dialect);
    PythonResult lists =
        python
            .of(reader)
            .exec(
                LIST
                    + """
                    model = keras.models.load_model(path)
                    model.save(again)
                    name = model.optimizer.name
                    result["java"], result["python"] = listed(path, name), listed(again, name)
                    """,
                Map.of("path", file, "again", dir.resolve("again.h5")));
    assertEquals(
        String.join("\n", texts(lists.list("python"))),
        String.join("\n", texts(lists.list("java"))));
  }

  @Test
  void inKeras3sDialectIsNotForTfKeras(Python python) {
    Path file = save(SavedCase.portable().get(0), Dialect.KERAS_3);
    PythonException e =
        assertThrows(
            PythonException.class,
            () -> python.tfKeras().exec("keras.models.load_model(path)", Map.of("path", file)));
    assertTrue(e.text().contains("Unrecognized keyword arguments: ['batch_shape']"), e.text());
  }

  /** Keras 3 takes the weights and, without a word, an optimizer with its defaults. */
  @Test
  void inTfKerasDialectLosesTheOptimizerInKeras3(Python python) {
    String rate = "result['rate'] = keras.models.load_model(path).optimizer.get_config()['%s']";
    Path file = save(SavedCase.portable().get(0), Dialect.TF_KERAS);
    Map<String, Path> path = Map.of("path", file);
    assertEquals(0.9, python.tfKeras().exec(rate.formatted("momentum"), path).number("rate"));
    assertEquals(0.0, python.keras3().exec(rate.formatted("momentum"), path).number("rate"));
  }

  /** Why the state is not in Keras 3's place, and losses have long names. */
  @Test
  void keras3CannotGoOnWithItsOwnFiles(Python python) {
    PythonException state =
        assertThrows(PythonException.class, () -> python.keras3().exec(own("mean_squared_error")));
    assertTrue(state.text().startsWith("Unknown variable: "), state.text());
    PythonException loss =
        assertThrows(PythonException.class, () -> python.keras3().exec(own("mse")));
    assertTrue(loss.text().contains("Could not deserialize 'keras.metrics.mse'"), loss.text());
  }

  private String own(String loss) {
    return """
        model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(1)])
        model.compile("adam", "%s")
        x, y = np.ones((4, 3)), np.ones((4, 1))
        model.fit(x, y, verbose=0)
        model.save("%s")
        keras.models.load_model("%s").fit(x, y, verbose=0)
        """
        .formatted(loss, dir.resolve("own.h5"), dir.resolve("own.h5"));
  }

  private Path save(SavedCase saved, Dialect dialect) {
    Path file = dir.resolve(saved.name() + ".h5");
    try (Model model = saved.make().get()) {
      model.fit(saved.x(), saved.y(), f -> f.verbose(0));
      model.save(file.toString(), SaveOptions.defaults().dialect(dialect));
    }
    return file;
  }

  private static List<String> texts(List<?> list) {
    return list.stream().map(String::valueOf).toList();
  }
}
