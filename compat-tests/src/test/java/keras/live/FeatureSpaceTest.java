package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.data.Batch;
import keras.data.Dataset;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.layers.Dense;
import keras.models.Model;
import keras.preprocessing.Cross;
import keras.preprocessing.FeatureSpace;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.NdArray;

/** FeatureSpace encodes columns as Keras does. */
@ExtendWith(PythonExtension.class)
class FeatureSpaceTest {
  private static final String ENCODE =
      """
      FS = keras.utils.FeatureSpace
      n = 40
      data = {"f": np.arange(n, dtype="float32") / 3, "norm": np.sin(np.arange(n)).astype("float32") * 9,
              "scaled": np.cos(np.arange(n)).astype("float32"), "bins": (np.arange(n) % 13).astype("float32"),
              "edges": (np.arange(n) / 7).astype("float32"), "id": (np.arange(n) * 7 % 11).astype("int64") + 2 ** 33,
              "city": np.array(["c" + str(i * i % 5) for i in range(n)], dtype=object),
              "word": np.array(["Wört" + str(i % 6) for i in range(n)], dtype=object),
              "code": (np.arange(n) % 9).astype("int32"), "few": np.array(["x" + str(i % 4) for i in range(n)], dtype=object)}
      result["data"] = [data[k] for k in data]
      def space(mode):
          return FS({"f": "float", "norm": "float_normalized", "scaled": FS.float_rescaled(0.5, 1.),
                     "bins": FS.float_discretized(num_bins=4), "id": "integer_categorical",
                     "city": FS.string_categorical(num_oov_indices=2), "word": FS.string_hashed(7),
                     "edges": FS.float_discretized(num_bins=None, bin_boundaries=[1., 3.]),
                     "code": FS.integer_hashed(5, output_mode="one_hot" if mode == "concat" else "int"),
                     "few": FS.string_categorical(max_tokens=3)},
                    crosses=[FS.cross(("word", "city"), 16),
                             FS.cross(("code", "id"), 9, output_mode="one_hot" if mode == "concat" else "int")],
                    output_mode=mode)
      for mode in ("concat", "dict"):
          s = space(mode)
          # Keras refuses to adapt a layer of boundaries, and does not count its bins
          s.preprocessors["edges"].num_bins = 3
          s._list_adaptable_preprocessors = (lambda s=s: [k for k in
              FS._list_adaptable_preprocessors(s) if k != "edges"])
          s.adapt(tf.data.Dataset.from_tensor_slices(data).batch(8))
          y = s({k: v[:9] for k, v in data.items()})
          if mode == "dict":
              result["names"] = list(y)
              result["dict"] = [np.array(y[k]) for k in y]
          else:
              result["concat"] = np.array(y)
              result["model"] = keras.Model(s.get_inputs(), s.get_encoded_features()).predict(
                  {k: tf.constant(v[:9]) if v.dtype == object else v[:9] for k, v in data.items() }, verbose=0)
      """;
  private static final List<String> COLUMNS =
      List.of("f", "norm", "scaled", "bins", "edges", "id", "city", "word", "code", "few");

  @BeforeEach
  void forget() {
    Keras.clearSession();
  }

  private static FeatureSpace space(String mode) {
    String whole = mode.equals("concat") ? "one_hot" : "int";
    Map<String, Object> features = new LinkedHashMap<>();
    features.put("f", "float");
    features.put("norm", "float_normalized");
    features.put("scaled", FeatureSpace.floatRescaled(0.5, 1));
    features.put("bins", FeatureSpace.floatDiscretized(4));
    features.put("id", "integer_categorical");
    features.put("city", FeatureSpace.stringCategorical(null, 2));
    features.put("word", FeatureSpace.stringHashed(7));
    features.put("edges", FeatureSpace.floatDiscretized(1.0, 3.0));
    features.put("code", FeatureSpace.integerHashed(5).outputMode(whole));
    features.put("few", FeatureSpace.stringCategorical(3, 1));
    return new FeatureSpace(features)
        .crosses(
            FeatureSpace.cross(List.of("word", "city"), 16),
            new Cross(List.of("code", "id"), 9, whole))
        .outputMode(mode);
  }

  private static void assertClose(HostTensor expected, NdArray<?> actual, String what) {
    HostTensor y = HostTensor.of(actual);
    assertEquals(expected.shape(), y.shape(), what);
    assertEquals(expected.dtype(), y.dtype(), what);
    if (expected.dtype().isFloating()) {
      assertArrayEquals(expected.floats(), y.floats(), 1e-6f, what);
    } else {
      assertEquals(expected, y, what);
    }
  }

  @Test
  void encodesAsKeras(Python python, @TempDir Path dir) {
    PythonResult keras = python.keras3().exec(ENCODE, Map.of());
    Map<String, NdArray<?>> data = new LinkedHashMap<>();
    for (int i = 0; i < COLUMNS.size(); i++) {
      data.put(COLUMNS.get(i), keras.arrays("data").get(i).toNdArray());
    }
    Dataset batches = Dataset.of(data).batch(8);
    Batch first = Dataset.of(data).batch(9).iterator().next();
    try (FeatureSpace space = space("dict")) {
      space.adapt(batches);
      Map<String, NdArray<?>> y = space.encode(first.named());
      assertEquals(keras.list("names"), List.copyOf(y.keySet()));
      for (int i = 0; i < y.size(); i++) {
        String name = List.copyOf(y.keySet()).get(i);
        assertClose(keras.arrays("dict").get(i), List.copyOf(y.values()).get(i), name);
      }
    }
    Keras.clearSession();
    try (FeatureSpace space = space("concat")) {
      space.adapt(data);
      assertClose(keras.array("concat"), space.call(first.named()), "concat");
      Batch mapped = Dataset.of(data, new float[40]).batch(9).map(space).iterator().next();
      assertClose(keras.array("concat"), mapped.x().get(0), "map");
      KerasTensor encoded = space.getEncodedFeatures();
      KerasTensor y = new Dense(1).apply(encoded);
      List<KerasTensor> inputs = List.copyOf(space.getInputs().values());
      try (Model model = Model.of(inputs, List.of(y, encoded))) {
        model.save(dir.resolve("m.keras").toString());
        PythonResult read =
            python
                .keras3()
                .exec(
                    """
                    n = 9
                    m = keras.models.load_model(path)
                    result["y"] = m.predict([tf.constant(v) if v.dtype == object else v for v in x], verbose=0)[1]
                    """,
                    Map.of(
                        "path",
                        dir.resolve("m.keras"),
                        "x",
                        inputs.stream()
                            .map(t -> HostTensor.of(first.x(t.node().operation().name())))
                            .toList()));
        assertClose(read.array("y"), model.predictAll(named(first)).get(1), "saved");
      }
    }
  }

  private static final String ANEW =
      """
      FS = keras.utils.FeatureSpace
      s = FS({"norm": "float_normalized", "bins": FS.float_discretized(num_bins=3),
              "city": "string_categorical", "id": FS.integer_categorical(output_mode="int")},
             output_mode="dict")
      data = lambda n, k, letters: {"norm": np.arange(6, dtype="float32") * k, "bins": np.arange(6, dtype="float32") + k,
          "city": np.array(list(letters), dtype=object), "id": np.arange(n - 6, n)}
      for n, d in enumerate((data(6, 2, "aabbcc"), data(8, -3, "ddeeea"))):
          s.adapt(d)
          y = s(d)
          result["data%d" % n] = list(d.values())
          result["y%d" % n] = [np.array(y[k]) for k in y]
      """;

  /** Returns the columns that Python has learned from. */
  private static Map<String, NdArray<?>> columns(PythonResult keras, String name) {
    Map<String, NdArray<?>> data = new LinkedHashMap<>();
    for (String column : List.of("norm", "bins", "city", "id")) {
      data.put(column, keras.arrays(name).get(data.size()).toNdArray());
    }
    return data;
  }

  @Test
  void learnsAnewAsKeras(Python python) {
    PythonResult keras = python.keras3().exec(ANEW, Map.of());
    Map<String, Object> features = new LinkedHashMap<>();
    features.put("norm", "float_normalized");
    features.put("bins", FeatureSpace.floatDiscretized(3));
    features.put("city", "string_categorical");
    features.put("id", FeatureSpace.integerCategorical().outputMode("int"));
    try (FeatureSpace space = new FeatureSpace(features).outputMode("dict")) {
      for (int n = 0; n < 2; n++) {
        Map<String, NdArray<?>> data = columns(keras, "data" + n);
        space.adapt(data);
        List<NdArray<?>> y = List.copyOf(space.encode(data).values());
        for (int i = 0; i < y.size(); i++) {
          assertClose(keras.arrays("y" + n).get(i), y.get(i), "y" + n + " " + i);
        }
      }
      Map<String, Object> wider = new LinkedHashMap<>(columns(keras, "data0"));
      wider.put("city", new String[] {"a", "b", "c", "d", "e", "f"});
      assertRefused(
          IllegalStateException.class,
          "FeatureSpace: adapted anew, feature 'city' must keep its 4 classes. Received: 7. Make"
              + " another FeatureSpace for these data.",
          () -> space.adapt(wider));
      assertRefused(
          IllegalStateException.class,
          "FeatureSpace: call adapt(data) before using the space, which has features that learn.",
          () -> space.encode(wider));
    }
  }

  private static Map<String, NdArray<?>> named(Batch batch) {
    return batch.named();
  }

  private static void assertRefused(
      Class<? extends RuntimeException> type, String expected, Runnable body) {
    assertEquals(expected, String.valueOf(assertThrows(type, body::run).getMessage()));
  }

  @Test
  void refusesWhatItCannotEncode() {
    FeatureSpace fresh = new FeatureSpace(Map.of("a", "float_normalized"));
    assertRefused(
        IllegalStateException.class,
        "FeatureSpace: call adapt(data) before using the space, which has features that learn.",
        () -> fresh.call(Map.of("a", new float[2])));
    assertRefused(
        IllegalArgumentException.class,
        "FeatureSpace: feature 'a' is of no known kind. Received: floats.",
        () -> new FeatureSpace(Map.of("a", "floats")).getInputs());
    assertRefused(
        IllegalArgumentException.class,
        "FeatureSpace: `crosses` must be of the features [a]. Received: [a, b].",
        () ->
            new FeatureSpace(Map.of("a", "float"))
                .crosses(FeatureSpace.cross(List.of("a", "b"), 3)));
    FeatureSpace whole =
        new FeatureSpace(Map.of("a", FeatureSpace.stringHashed(3).outputMode("int")));
    assertRefused(
        IllegalArgumentException.class,
        "FeatureSpace: feature 'a' is of int64 and cannot be joined with others. Encode it, or use"
            + " output_mode='dict'.",
        whole::getEncodedFeatures);
    try (FeatureSpace one = new FeatureSpace(Map.of("a", "float"))) {
      assertRefused(
          IllegalArgumentException.class,
          "FeatureSpace: expected a column for each of [a]. Received: [b].",
          () -> one.call(Map.of("b", new float[2])));
    }
  }
}
