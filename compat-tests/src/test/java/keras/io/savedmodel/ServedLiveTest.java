package keras.io.savedmodel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.engine.HostTensor;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonKeras;
import keras.python.PythonResult;
import keras.saving.ModelFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.StdArrays;

/** SavedModels that Python makes on the spot, called in Java and in Python alike. */
@ExtendWith(PythonExtension.class)
class ServedLiveTest {
  private static final FloatNdArray X =
      StdArrays.ndCopyOf(new float[][] {{1, 2, 3}, {-1, 0, 1}, {0.5f, -0.5f, 2}});

  private final Path saved;
  private final Path dir;

  ServedLiveTest(@TempDir Path dir) {
    this.dir = dir;
    this.saved = dir.resolve("saved");
  }

  private static NdArray<?> output(Map<String, NdArray<?>> outputs, String name) {
    return Objects.requireNonNull(outputs.get(name), name);
  }

  private static List<Object> objects(NdArray<?> array) {
    List<Object> all = new ArrayList<>();
    array.scalars().forEach(s -> all.add(s.getObject()));
    return all;
  }

  private static void equal(HostTensor expected, NdArray<?> actual, float tolerance) {
    assertEquals(expected.shape(), actual.shape());
    assertArrayEquals(expected.floats(), HostTensor.of(actual).floats(), tolerance);
  }

  @Test
  void callsWhatBothKerasesExport(Python python) {
    for (PythonKeras keras : List.of(python.keras3(), python.tfKeras())) {
      Path folder = dir.resolve(keras.framework().name());
      PythonResult r =
          keras.exec(
              """
              a = keras.Input((3,), name="a")
              h = keras.layers.Dense(4, "relu")(a)
              h = keras.layers.BatchNormalization()(h)
              h = keras.layers.Dropout(0.5)(h)
              model = keras.Model(a, keras.layers.Dense(2, "softmax")(h))
              model.set_weights([np.random.default_rng(1).random(w.shape) for w in model.get_weights()])
              model.export(path)
              result["y"] = model.predict(x, verbose=0)
              """,
              Map.of("path", folder, "x", X));
      try (SavedModel model = SavedModel.load(folder)) {
        String name = keras == python.keras3() ? "serving_default" : "serve";
        Signature signature = Objects.requireNonNull(model.signatures().get(name));
        String input = signature.inputs().keySet().iterator().next();
        Map<String, NdArray<?>> outputs = model.call(name, Map.of(input, X));
        equal(r.array("y"), outputs.values().iterator().next(), 1e-6f);
      }
    }
  }

  @Test
  void takesAndGivesEveryTypeThatThereAreArraysFor(Python python) {
    python
        .keras3()
        .exec(
            """
            class Module(tf.Module):
                @tf.function
                def twice(self, **given):
                    return {k: (v if v.dtype == tf.bool or v.dtype == tf.string else v + v) for k, v in given.items()}
            names = ["float16", "bfloat16", "float32", "float64", "uint8", "uint16", "int32", "int64", "bool", "string"]
            module = Module()
            spec = {n: tf.TensorSpec([None], getattr(tf, n)) for n in names}
            tf.saved_model.save(module, path, signatures=module.twice.get_concrete_function(**spec))
            """,
            Map.of("path", saved));
    try (SavedModel model = SavedModel.load(saved)) {
      Map<String, Object> inputs = new java.util.HashMap<>();
      for (String name : List.of("float16", "bfloat16", "float32")) {
        inputs.put(name, new float[] {1.5f, -2});
      }
      inputs.put("float64", new double[] {1e-300, 2});
      inputs.put("uint8", new byte[] {1, 100});
      inputs.put("uint16", new int[] {1, 30000});
      inputs.put("int32", new int[] {1, -1_000_000_000});
      inputs.put("int64", new long[] {1, 1L << 60});
      inputs.put("bool", new boolean[] {true, false});
      inputs.put("string", new String[] {"żółw", ""});
      Map<String, NdArray<?>> y = model.call("serving_default", inputs);
      for (String name : List.of("float16", "bfloat16", "float32")) {
        assertEquals(List.of(3f, -4f), objects(output(y, name)), name);
      }
      assertEquals(List.of(2e-300, 4.0), objects(output(y, "float64")));
      assertEquals(List.of((byte) 2, (byte) 200), objects(output(y, "uint8")));
      assertEquals(List.of(2, 60000), objects(output(y, "uint16")));
      assertEquals(List.of(2, -2_000_000_000), objects(output(y, "int32")));
      assertEquals(List.of(2L, 1L << 61), objects(output(y, "int64")));
      assertEquals(List.of(true, false), objects(output(y, "bool")));
      assertEquals(List.of("żółw", ""), objects(output(y, "string")));
    }
  }

  @Test
  void keepsStringsThatAreNotText(Python python) {
    python
        .keras3()
        .exec(
            """
            class Module(tf.Module):
                @tf.function
                def same(self, s):
                    return {"s": s}
            module = Module()
            tf.saved_model.save(module, path, signatures=module.same.get_concrete_function(s=tf.TensorSpec([None], tf.string)))
            """,
            Map.of("path", saved));
    byte[] bytes = {(byte) 0xff, 0, 7};
    NdArray<byte[]> s = NdArrays.vectorOfObjects(bytes, "a".getBytes(StandardCharsets.UTF_8));
    try (SavedModel model = SavedModel.load(saved, SavedModelOptions.defaults().rawStrings(true))) {
      NdArray<?> same = output(model.call("serving_default", Map.of("s", s)), "s");
      assertArrayEquals(bytes, (byte[]) same.getObject(0));
    }
    try (SavedModel model = SavedModel.load(saved)) {
      IllegalStateException e =
          assertThrows(
              IllegalStateException.class, () -> model.call("serving_default", Map.of("s", s)));
      assertEquals(
          "Signature 'serving_default': output 's' holds strings that are not text. Load the"
              + " SavedModel with SavedModelOptions.defaults().rawStrings(true) to get their bytes.",
          e.getMessage());
    }
  }

  @Test
  void hasTablesVariablesAndRandomNumbers(Python python) throws IOException {
    Path words = Files.writeString(dir.resolve("words.txt"), "x\ny\nz\n");
    PythonResult r =
        python
            .keras3()
            .exec(
                """
                class Module(tf.Module):
                    def __init__(self):
                        lookup = tf.lookup
                        self.fixed = lookup.StaticHashTable(lookup.KeyValueTensorInitializer(
                            tf.constant(["a", "b"]), tf.constant([1, 2], tf.int64)), -1)
                        self.words = lookup.StaticVocabularyTable(lookup.TextFileInitializer(
                            words, tf.string, lookup.TextFileIndex.WHOLE_LINE,
                            tf.int64, lookup.TextFileIndex.LINE_NUMBER), 1)
                        self.learnt = lookup.experimental.MutableHashTable(tf.string, tf.float32, 0.)
                        self.learnt.insert(tf.constant(["k", "żółw"]), tf.constant([3.5, 4.5]))
                        self.total = tf.Variable([1., 2.])
                        self.random = tf.random.Generator.from_seed(3)
                    @tf.function
                    def look(self, words):
                        return {"fixed": self.fixed.lookup(words), "words": self.words.lookup(words),
                                "learnt": self.learnt.lookup(words)}
                    @tf.function
                    def add(self, x):
                        self.total.assign_add(x)
                        return {"total": self.total + 0, "random": self.random.normal([3])}
                m = Module()
                tf.saved_model.save(m, path, signatures={
                    "look": m.look.get_concrete_function(words=tf.TensorSpec([None], tf.string)),
                    "add": m.add.get_concrete_function(x=tf.TensorSpec([2], tf.float32))})
                loaded = tf.saved_model.load(path)
                looked = loaded.signatures["look"](tf.constant(asked))
                for k in looked: result[k] = looked[k]
                for i in range(2):
                    result["add%d" % i] = loaded.signatures["add"](tf.constant([1., 1.]))["total"]
                    result["random%d" % i] = tf.saved_model.load(path).signatures["add"](tf.constant([1., 1.]))["random"]
                """,
                Map.of(
                    "path", saved, "words", words, "asked", List.of("a", "y", "k", "żółw", "?")));
    try (SavedModel model = SavedModel.load(saved)) {
      assertEquals(List.of("add", "look"), List.copyOf(model.signatures().keySet()));
      Map<String, NdArray<?>> looked =
          model.call("look", Map.of("words", new String[] {"a", "y", "k", "żółw", "?"}));
      for (String name : List.of("fixed", "words", "learnt")) {
        equal(r.array(name), output(looked, name), 0);
      }
      for (int i = 0; i < 2; i++) {
        Map<String, NdArray<?>> added = model.call("add", Map.of("x", new float[] {1, 1}));
        equal(r.array("add" + i), output(added, "total"), 0);
        if (i == 0) {
          equal(r.array("random0"), output(added, "random"), 1e-6f);
        }
      }
    }
  }

  @Test
  void callsWhatTensorFlow1Saved(Python python) {
    PythonResult r =
        python
            .keras3()
            .exec(
                """
                v1 = tf.compat.v1
                with tf.Graph().as_default(), v1.Session() as s:
                    x = v1.placeholder(tf.float32, [None, 3], "x")
                    w = v1.get_variable("w", initializer=tf.ones([3, 2]), use_resource=False)
                    b = v1.get_variable("b", initializer=tf.ones([2]) * 0.5, use_resource=True)
                    y = tf.matmul(x, w) + b
                    s.run(v1.global_variables_initializer())
                    result["y"] = s.run(y, {x: given})
                    builder = v1.saved_model.builder.SavedModelBuilder(path)
                    builder.add_meta_graph_and_variables(s, ["serve", "v1"], {
                        "predict": v1.saved_model.signature_def_utils.predict_signature_def({"x": x}, {"y": y})})
                    builder.save()
                """,
                Map.of("path", saved, "given", X));
    SavedModelOptions options = SavedModelOptions.defaults().tags("v1", "serve");
    try (SavedModel model = SavedModel.load(saved, options)) {
      equal(r.array("y"), output(model.call("predict", Map.of("x", X)), "y"), 1e-6f);
    }
  }

  /** Saves a module whose one function does something to the file x, and gives y. */
  private void saveMalice(Python python, String body) {
    python
        .keras3()
        .exec(
            """
            class Module(tf.Module):
                @tf.function
                def run(self, x):
            %s
            module = Module()
            tf.saved_model.save(module, path, signatures=module.run.get_concrete_function(x=tf.TensorSpec([], tf.string)))
            """
                .formatted(body.indent(8)),
            Map.of("path", saved));
  }

  private String refused() {
    return String.valueOf(
        assertThrows(ModelFormatException.class, () -> SavedModel.load(saved)).getMessage());
  }

  private SavedModel trusted() {
    return SavedModel.load(saved, SavedModelOptions.defaults().allowAllOps(true));
  }

  @Test
  void refusesToReadFilesUnlessAllowed(Python python) throws IOException {
    saveMalice(python, "return {\"y\": tf.io.read_file(x)}");
    assertTrue(refused().contains("ReadFile reads or writes files (node 'ReadFile' in function"));
    Path secret = Files.writeString(dir.resolve("secret"), "s3cret");
    try (SavedModel model = trusted()) {
      NdArray<?> x = NdArrays.scalarOfObject(secret.toString());
      assertEquals(
          "s3cret", output(model.call("serving_default", Map.of("x", x)), "y").getObject());
    }
  }

  @Test
  void refusesToWriteFilesUnlessAllowed(Python python) throws IOException {
    saveMalice(python, "tf.io.write_file(x, \"pwned\")\nreturn {\"y\": x}");
    assertTrue(refused().contains("WriteFile reads or writes files (node 'WriteFile' in function"));
    Path target = dir.resolve("target");
    assertFalse(Files.exists(target));
    try (SavedModel model = trusted()) {
      NdArray<?> x = NdArrays.scalarOfObject(target.toString());
      model.call("serving_default", Map.of("x", x));
    }
    assertEquals("pwned", Files.readString(target));
  }

  @Test
  void refusesPython(Python python) {
    saveMalice(python, "return {\"y\": tf.py_function(lambda v: v, [x], tf.string)}");
    assertTrue(refused().contains("EagerPyFunc runs Python (node 'EagerPyFunc' in function"));
  }

  @Test
  void refusesAPipelineThatReadsFiles(Python python) {
    saveMalice(
        python, "return {\"y\": tf.data.TextLineDataset(x).reduce(\"\", lambda a, b: a + b)}");
    assertTrue(refused().contains("TextLineDataset runs a pipeline of data"), this::refused);
  }

  /** The check is of what is handed to TensorFlow; so is printing to a file. */
  @Test
  void refusesToPrintToAFile(Python python) {
    saveMalice(
        python,
        "tf.print(x, output_stream=\"file://%s\")\nreturn {\"y\": x}"
            .formatted(dir.resolve("printed")));
    assertTrue(refused().contains("PrintV2 writes to a file"), this::refused);
  }
}
