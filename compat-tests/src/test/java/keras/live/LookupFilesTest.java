package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.engine.HostTensor;
import keras.layers.InputLayer;
import keras.layers.StringLookup;
import keras.models.Model;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Vocabularies in files of Keras 3: what Python learned goes on in Java, and the other way. */
@ExtendWith(PythonExtension.class)
class LookupFilesTest extends LookupOutputs {
  private static final String[][] WORDS = {{"red", "Ω"}, {"grün 😀", "red"}, {"", "none"}};

  LookupFilesTest(@TempDir Path dir) {
    super(dir, WORDS);
  }

  private static void assertSame(List<HostTensor> expected, List<HostTensor> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i), actual.get(i), "output " + i);
    }
  }

  @Test
  void goOnInJavaAndBackInPython(Python python) {
    Path theirs = dir.resolve("python.keras");
    PythonResult made =
        python
            .keras3()
            .exec(
                """
                L = keras.layers
                learned = L.StringLookup(mask_token="")
                learned.adapt(words)
                weighted = L.StringLookup(output_mode="tf_idf")
                weighted.adapt(words)
                given = L.StringLookup(vocabulary=["red", "none"], output_mode="count")
                more = L.StringLookup(num_oov_indices=3)
                more.set_vocabulary(["a", "b"])
                i = keras.Input((2,), dtype="string")
                model = keras.Model(i, [learned(i), weighted(i), given(i), more(i)])
                model.save(path)
                result["y"] = model.predict(tf.constant(words))
                """,
                Map.of("words", HostTensorOf.strings(WORDS), "path", theirs));
    try (Model model = Keras.loadModel(theirs)) {
      assertSame(made.arrays("y"), predicted(model));
      model.save(dir.resolve("java.keras").toString());
    }
    assertReads(python, dir.resolve("java.keras"), made.arrays("y"));
  }

  private static void assertReads(Python python, Path file, List<HostTensor> expected) {
    PythonResult read =
        python
            .keras3()
            .exec(
                """
                model = keras.models.load_model(path)
                y = model.predict(tf.constant(words))
                result["y"] = y if isinstance(y, list) else [y]
                """,
                Map.of("words", HostTensorOf.strings(WORDS), "path", file));
    assertSame(expected, read.arrays("y"));
  }

  @Test
  void goOnInPython(Python python) {
    InputLayer input = new InputLayer(2).dtype("string");
    StringLookup learned = new StringLookup().maskToken("");
    learned.adapt(WORDS);
    StringLookup weighted = new StringLookup().outputMode("tf_idf");
    weighted.adapt(WORDS);
    StringLookup given = new StringLookup("red", "none").outputMode("multi_hot");
    var x = input.output();
    try (Model model =
        Model.of(List.of(x), List.of(learned.apply(x), weighted.apply(x), given.apply(x)))) {
      Path file = dir.resolve("java.keras");
      model.save(file.toString());
      List<HostTensor> y = predicted(model);
      assertReads(python, file, y);
      try (Model again = Keras.loadModel(file)) {
        assertSame(y, predicted(again));
      }
    }
  }

  private static Model learned() {
    InputLayer input = new InputLayer(2).dtype("string");
    StringLookup plain = new StringLookup();
    plain.adapt(WORDS);
    StringLookup weighted = new StringLookup().outputMode("tf_idf").maskToken("");
    weighted.adapt(WORDS);
    var x = input.output();
    return Model.of(List.of(x), List.of(plain.apply(x), weighted.apply(x)));
  }

  @Test
  void areKeptByHdf5WhereKerasLosesThem(Python python) {
    try (Model model = learned()) {
      Path file = dir.resolve("java.h5");
      model.save(file.toString());
      List<HostTensor> y = predicted(model);
      assertReads(python, file, y);
      try (Model again = Keras.loadModel(file)) {
        assertSame(y, predicted(again));
      }
    }
  }

  @Test
  void goOnFromTfKerasAndBack(Python python) {
    Path theirs = dir.resolve("tf_keras.keras");
    PythonResult made =
        python
            .tfKeras()
            .exec(
                """
                L = keras.layers
                learned = L.StringLookup(mask_token="")
                learned.adapt(words)
                weighted = L.StringLookup(output_mode="tf_idf")
                weighted.adapt(words)
                given = L.StringLookup(vocabulary=["red", "none"])
                hashed = L.Hashing(5)
                i = keras.Input((2,), dtype="string")
                model = keras.Model(i, [learned(i), weighted(i), given(i), hashed(i)])
                model.save(path)
                result["y"] = model.predict(tf.constant(words), verbose=0)
                """,
                Map.of("words", HostTensorOf.strings(WORDS), "path", theirs));
    Path ours = dir.resolve("java.keras");
    try (Model model = Keras.loadModel(theirs)) {
      assertSame(made.arrays("y"), predicted(model));
      model.save(ours.toString());
    }
    assertSame(made.arrays("y"), predictedByTfKeras(ours, python));
    assertReads(python, ours, made.arrays("y"));
  }
}
