package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import keras.Keras;
import keras.data.Dataset;
import keras.engine.HostTensor;
import keras.io.json.Json;
import keras.layers.Layer;
import keras.layers.Normalization;
import keras.layers.StringLookup;
import keras.layers.TextVectorization;
import keras.models.Model;
import keras.preprocessing.Cross;
import keras.preprocessing.FeatureSpace;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.NdArray;

/** Files of FeatureSpaces go from Keras to Java and back, and encode alike. */
@ExtendWith(PythonExtension.class)
class FeatureSpaceFileTest {
  private static final List<String> COLUMNS =
      List.of("f", "norm", "resc", "bins", "id", "city", "word", "code", "txt", "pre", "sl");

  private static final String WRITE =
      """
      FS = keras.utils.FeatureSpace
      n = 20
      words = lambda p, k: np.array([p + str(i * i % k) for i in range(n)], dtype=object)
      data = {"f": np.arange(n, dtype="float32"), "norm": np.sin(np.arange(n)).astype("float32") * 9,
              "resc": np.cos(np.arange(n)).astype("float32"), "bins": (np.arange(n) % 13).astype("float32"),
              "id": (np.arange(n) * 7 % 11).astype("int64"), "city": words("c", 5), "word": words("Wört", 7),
              "code": (np.arange(n) % 9).astype("int32"), "txt": words("One two", 3),
              "pre": np.arange(n, dtype="float32"), "sl": words("x", 4)}
      result["data"] = list(data.values())
      def space(mode):
          whole = "int" if mode == "dict" else "one_hot"
          columns = ({"f": "float", "norm": "float_normalized", "resc": FS.float_rescaled(0.5, 1., name="r"),
                     "bins": FS.float_discretized(num_bins=4), "id": "integer_categorical",
                     "city": FS.string_categorical(num_oov_indices=2, max_tokens=6), "word": FS.string_hashed(7),
                     "code": FS.integer_hashed(5, output_mode=whole),
                     "txt": FS.feature("string", keras.layers.TextVectorization(output_mode="tf_idf", name="tv"), "float"),
                     "pre": FS.feature("float32", keras.layers.Normalization(mean=1., variance=4., name="p"), "float"),
                     "sl": FS.feature("string", keras.layers.StringLookup(vocabulary=["x0", "x1"], name="words"), whole)})
          if mode == "concat":
              columns.pop("txt") # Keras infers a shape of three axes, which it cannot join
          return FS(columns, crosses=[("word", "city"), FS.cross(("code", "id"), 9, output_mode=whole)],
                    crossing_dim=16, output_mode=mode, name="columns")
      for mode in ("concat", "dict"):
          keras.utils.clear_session()
          s = space(mode)
          # Keras refuses to adapt a lookup of a vocabulary, and with it the space
          s._list_adaptable_preprocessors = (lambda s=s: [k for k in
              FS._list_adaptable_preprocessors(s) if k != "sl"])
          s.adapt(tf.data.Dataset.from_tensor_slices(data).batch(8))
          y = s({k: data[k] for k in s.features})
          result[mode] = [np.array(y[k]) for k in y] if mode == "dict" else [np.array(y)]
          s.save(folder + "/python_" + mode + ".keras")
          if mode == "concat":
              m = keras.Model(s.get_inputs(), s.get_encoded_features())
              m.save(folder + "/model.keras")
      u = FS({"norm": "float_normalized"})
      u.save(folder + "/fresh.keras")
      """;

  private static final String READ =
      """
      for mode in ("concat", "dict"):
          s = keras.models.load_model(folder + "/java_" + mode + ".keras")
          assert type(s).__name__ == "FeatureSpace", type(s)
          names = %s
          y = s({k: tf.constant(v) if v.dtype == object else v for k, v in zip(names, data) if k in s.features})
          result[mode] = [np.array(y[k]) for k in y] if mode == "dict" else [np.array(y)]
      s = keras.models.load_model(folder + "/edges.keras")
      result["edges"] = np.array(s({"e": np.array([0., 1., 2., 5.], dtype="float32")}))
      """
          .formatted(List.of("\"" + String.join("\",\"", COLUMNS) + "\""));

  private Path dir = Path.of("");

  @BeforeEach
  void start(@TempDir Path folder) {
    dir = folder;
    Keras.clearSession();
  }

  private static FeatureSpace space(String mode) {
    String whole = mode.equals("dict") ? "int" : "one_hot";
    Layer text = new TextVectorization().outputMode("tf_idf").name("tv");
    Map<String, Object> features = new LinkedHashMap<>();
    features.put("f", "float");
    features.put("norm", "float_normalized");
    features.put("resc", FeatureSpace.floatRescaled(0.5, 1).name("r"));
    features.put("bins", FeatureSpace.floatDiscretized(4));
    features.put("id", "integer_categorical");
    features.put("city", FeatureSpace.stringCategorical(6, 2));
    features.put("word", FeatureSpace.stringHashed(7));
    features.put("code", FeatureSpace.integerHashed(5).outputMode(whole));
    if (mode.equals("dict")) {
      features.put("txt", FeatureSpace.feature("string", text, "float"));
    }
    features.put(
        "pre",
        FeatureSpace.feature(
            "float32", new Normalization().mean(1.0).variance(4.0).name("p"), "float"));
    features.put(
        "sl", FeatureSpace.feature("string", new StringLookup("x0", "x1").name("words"), whole));
    return new FeatureSpace(features)
        .crosses(List.of(List.of("word", "city"), new Cross(List.of("code", "id"), 9, whole)))
        .crossingDim(16)
        .outputMode(mode)
        .name("columns");
  }

  private static void assertClose(List<HostTensor> expected, Map<String, NdArray<?>> actual) {
    List<NdArray<?>> all = List.copyOf(actual.values());
    assertEquals(expected.size(), all.size());
    for (int i = 0; i < all.size(); i++) {
      HostTensor y = HostTensor.of(all.get(i));
      String what = List.copyOf(actual.keySet()).get(i);
      assertEquals(expected.get(i).shape(), y.shape(), what);
      assertEquals(expected.get(i).dtype(), y.dtype(), what);
      if (y.dtype().isFloating()) {
        assertArrayEquals(expected.get(i).floats(), y.floats(), 1e-6f, what);
      } else {
        assertEquals(expected.get(i), y, what);
      }
    }
  }

  /**
   * Puts the values of a config down by their places, but for Python's numbers of objects, and a
   * default.
   */
  private static void flatten(String place, @Nullable Object json, Map<String, String> into) {
    if (json instanceof Map<?, ?> map) {
      into.put(place, "{}");
      map.forEach((key, value) -> flatten(place + "." + key, value, into));
      into.keySet().removeIf(k -> k.matches(".*\\.(shared_object_id|vocabulary_dtype|ragged)"));
    } else if (json instanceof List<?> list) {
      into.put(place, "[]");
      for (int i = 0; i < list.size(); i++) {
        flatten(place + "." + i, list.get(i), into);
      }
    } else {
      into.put(place, String.valueOf(json));
    }
  }

  /** Returns the config that a file holds. */
  private static String config(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      byte[] json = zip.getInputStream(zip.getEntry("config.json")).readAllBytes();
      Map<String, String> flat = new TreeMap<>();
      flatten("", Json.parse(new String(json, StandardCharsets.UTF_8), file.toString(), ""), flat);
      return flat.toString().replace(", .", "\n.");
    }
  }

  private String file(String name) {
    return dir.resolve(name + ".keras").toString();
  }

  @Test
  void goesThereAndBack(Python python) throws IOException {
    PythonResult keras = python.keras3().exec(WRITE, Map.of("folder", dir.toString()));
    Map<String, NdArray<?>> data = new LinkedHashMap<>();
    for (String column : COLUMNS) {
      data.put(column, keras.arrays("data").get(data.size()).toNdArray());
    }
    for (String mode : List.of("concat", "dict")) {
      try (FeatureSpace read = FeatureSpace.load(file("python_" + mode))) {
        assertClose(keras.arrays(mode), read.encode(data));
        read.save(file("again"));
      }
      assertEquals(
          config(dir.resolve("python_" + mode + ".keras")), config(dir.resolve("again.keras")));
      try (FeatureSpace again = FeatureSpace.load(file("again"))) {
        assertClose(keras.arrays(mode), again.encode(data));
      }
      Keras.clearSession();
      try (FeatureSpace space = space(mode)) {
        space.adapt(Dataset.of(data).batch(8));
        assertClose(keras.arrays(mode), space.encode(data));
        space.save(file("java_" + mode));
        assertEquals(
            config(dir.resolve("python_" + mode + ".keras")),
            config(dir.resolve("java_" + mode + ".keras")));
        FeatureSpace fresh = FeatureSpace.fromConfig(space.getConfig());
        assertThrows(IllegalStateException.class, () -> fresh.encode(data));
        fresh.adapt(Dataset.of(data).batch(8));
        assertClose(keras.arrays(mode), fresh.encode(data));
        fresh.close();
      }
    }
    try (FeatureSpace edges =
        new FeatureSpace(Map.of("e", FeatureSpace.floatDiscretized(1.0, 3.0)))) {
      edges.save(file("edges"));
    }
    Map<String, Object> given = new LinkedHashMap<>();
    given.put("folder", dir.toString());
    given.put("data", data.values().stream().map(HostTensor::of).toList());
    PythonResult back = python.keras3().exec(READ, given);
    for (String mode : List.of("concat", "dict")) {
      try (FeatureSpace space = FeatureSpace.load(file("java_" + mode))) {
        assertClose(back.arrays(mode), space.encode(data));
        assertClose(keras.arrays(mode), space.encode(data));
      }
    }
    assertArrayEquals(
        new float[] {1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1}, back.array("edges").floats());
    data.remove("txt");
    try (Model model = Keras.loadModel(file("model"))) {
      assertClose(keras.arrays("concat"), Map.of("model", model.predictAll(data).get(0)));
      model.save(file("model_again"));
      try (Model again = Keras.loadModel(file("model_again"))) {
        assertClose(keras.arrays("concat"), Map.of("again", again.predictAll(data).get(0)));
      }
    }
    FeatureSpace fresh = FeatureSpace.load(file("fresh"));
    assertEquals(
        "FeatureSpace: call adapt(data) before using the space, which has features that learn.",
        refusal(IllegalStateException.class, () -> fresh.encode(data)));
    assertEquals(
        file("fresh")
            + ": config.json: it holds a FeatureSpace, which is no model. Load it with"
            + " FeatureSpace.load(path).",
        refusal(ModelFormatException.class, () -> Keras.loadModel(file("fresh"))));
    assertEquals(
        file("model")
            + ": config.json: expected a FeatureSpace. Received: `class_name=Functional`. Load a"
            + " model with Keras.loadModel(path).",
        refusal(ModelFormatException.class, () -> FeatureSpace.load(file("model"))));
  }

  private static String refusal(Class<? extends RuntimeException> type, Executable body) {
    return String.valueOf(assertThrows(type, body).getMessage());
  }
}
