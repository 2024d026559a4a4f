package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.engine.HostTensor;
import keras.models.Model;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonKeras;
import keras.python.PythonResult;
import keras.saving.ModelFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Crossed features in files of both Kerases: Java reads them, and Python reads Java's. */
@ExtendWith(PythonExtension.class)
class CrossingFilesTest {
  private static final String[][] CITIES = {{"Zürich"}, {"Bern"}, {""}, {"Bern"}};
  private static final long[][] HOURS = {{8}, {-17}, {12345678901L}, {8}};
  private static final List<String> FORMS = List.of("a.keras", "b.h5");
  private static final String WRITE =
      """
      L = keras.layers
      city = keras.Input((1,), dtype="string", name="city")
      hour = keras.Input((1,), dtype="int64", name="hour")
      vector = L.HashedCrossing(16, output_mode="one_hot", name="vector")([city, hour])
      bin = L.HashedCrossing(1000, name="bin")([hour, city])
      model = keras.Model([city, hour], [bin, L.Dense(2, name="dense")(vector)])
      x = [tf.constant(cities), tf.constant(hours)]
      result["y"] = [np.array(y) for y in model(x)]
      for name in names:
          model.save(folder + "/" + name)
      """;
  private static final String READ =
      """
      x = [tf.constant(cities), tf.constant(hours)]
      for name in names:
          model = keras.models.load_model(folder + "/" + name)
          result[name] = [np.array(y) for y in model(x)]
      """;

  private final Path dir;

  CrossingFilesTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private Map<String, Object> arguments(List<String> names) {
    return Map.of(
        "cities",
        HostTensorOf.strings(CITIES),
        "hours",
        HostTensorOf.strings(HOURS),
        "folder",
        dir,
        "names",
        names);
  }

  private void goBothWays(PythonKeras keras, List<String> names) {
    PythonResult made = keras.exec(WRITE, arguments(names));
    for (String name : names) {
      try (Model model = Keras.loadModel(dir.resolve(name))) {
        List<HostTensor> y =
            model.predictAll(List.of(CITIES, HOURS)).stream().map(HostTensor::of).toList();
        assertEquals(made.arrays("y").get(0), y.get(0), name);
        assertArrayEquals(made.arrays("y").get(1).floats(), y.get(1).floats(), 1e-6f, name);
        model.save(dir.resolve(name).toString());
      }
    }
    PythonResult read = keras.exec(READ, arguments(names));
    for (String name : names) {
      assertEquals(made.arrays("y"), read.arrays(name), name);
    }
  }

  @Test
  void goBothWaysInKeras3(Python python) {
    goBothWays(python.keras3(), FORMS);
  }

  @Test
  void goBothWaysInTfKeras(Python python) {
    goBothWays(python.tfKeras(), List.of("a.keras", "b.h5", "saved"));
  }

  @Test
  void refuseToBeSparse(Python python) {
    Path file = dir.resolve("sparse.keras");
    python
        .keras3()
        .exec(
            """
            i = keras.Input((1,), dtype="string")
            x = keras.layers.HashedCrossing(3, output_mode="one_hot", sparse=True, name="x")([i, i])
            keras.Model(i, x).save(path)
            """,
            Map.of("path", file));
    String message =
        String.valueOf(
            assertThrows(ModelFormatException.class, () -> Keras.loadModel(file)).getMessage());
    assertEquals(
        file
            + ": config.json: HashedCrossing 'x': `sparse=true` is not supported; only the Keras"
            + " default `false` is.",
        message);
  }
}
