package keras.written;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import keras.Keras;
import keras.callbacks.Logs;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.layers.Add;
import keras.models.Model;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonKeras;
import keras.python.PythonResult;
import keras.saving.ExportOptions;
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
 * Functional models whose calls have arguments, masks and names, as real Kerases write them: Java
 * predicts and trains as their writer, and both Kerases do so with what Java saves.
 */
@ExtendWith(PythonExtension.class)
class CallsLiveTest {
  /** Makes a model by its name; {@code L} are the layers, {@code x} and {@code y} the data. */
  private static final String MODELS =
      """
      three = keras.__name__ == "keras"
      keras.utils.set_random_seed(7)
      L, I, M = keras.layers, keras.Input, keras.Model
      r = np.random.RandomState(3)
      f = lambda *s: r.normal(size=s).astype("float32")
      ids = lambda: r.randint(0, 4, (6, 5)).astype("int32")
      if three:
          ne, cast, mul = keras.ops.not_equal, keras.ops.cast, keras.ops.multiply
      else:
          ne, cast, mul = tf.not_equal, tf.cast, tf.multiply

      def base():
          i = I((3,), name="base_in")
          return M(i, L.Dense(3, name="bd")(L.BatchNormalization(name="bb")(i)), name="base")

      def plain_dropout():
          i = I((3,)); return M(i, L.Dense(1)(L.Dropout(.3, seed=3)(i))), f(6, 3), f(6, 1)
      def dropout_never():
          i = I((3,)); o = L.Dropout(.5, seed=5)(i, training=False)
          return M(i, L.Dense(1)(o)), f(6, 3), f(6, 1)
      def transfer():
          i = I((3,)); return M(i, L.Dense(1)(base()(i, training=False))), f(6, 3), f(6, 1)
      def twice():
          b = base(); i = I((3,)); j = I((3,))
          o = L.Add()([b(i, training=False), b(j)])
          return M([i, j], L.Dense(1)(o)), [f(6, 3), f(6, 3)], f(6, 1)
      def always():
          i = I((3,)); o = L.BatchNormalization()(i, training=True)
          return M(i, L.Dense(1)(o)), f(6, 3), f(6, 1)
      def given_mask():
          i = I((5,), dtype="int32"); m = I((5,), dtype="bool")
          o = L.BatchNormalization()(L.Embedding(4, 3)(i), mask=m)
          return M([i, m], L.Dense(1)(L.Flatten()(o))), [ids(), r.rand(6, 5) > .4], f(6, 1)
      def computed_mask():
          i = I((5,), dtype="int32")
          o = L.BatchNormalization()(L.Embedding(4, 3)(i), mask=ne(i, 2))
          return M(i, L.Dense(1)(L.Flatten()(o))), ids(), f(6, 1)
      def implied_mask():
          i = I((5,), dtype="int32"); e = L.Embedding(4, 3, mask_zero=True)(i)
          o = L.BatchNormalization()(L.Dropout(0.)(e))
          return M(i, L.Dense(1)(L.Flatten()(o))), ids(), f(6, 1)
      def joined_masks():
          i = I((5,), dtype="int32"); j = I((5,), dtype="int32")
          e = [L.Embedding(4, 3, mask_zero=True)(i), L.Embedding(4, 2, mask_zero=True)(j)]
          o = L.BatchNormalization()(L.Concatenate()(e))
          return M([i, j], L.Dense(1)(L.Flatten()(o))), [ids(), ids()], f(6, 1)
      def half_masked():
          i = I((5,), dtype="int32"); j = I((5, 2))
          o = L.Concatenate()([L.Embedding(4, 3, mask_zero=True)(i), j])
          return M([i, j], L.Dense(1)(L.Flatten()(L.BatchNormalization()(o)))), \\
              [ids(), f(6, 5, 2)], f(6, 1)
      def added_masks():
          i = I((5,), dtype="int32"); j = I((5,), dtype="int32")
          e = [L.Embedding(4, 3, mask_zero=True)(i), L.Embedding(4, 3, mask_zero=True)(j)]
          o = L.BatchNormalization()(L.Add()(e))
          return M([i, j], L.Dense(1)(L.Flatten()(o))), [ids(), ids()], f(6, 1)
      def own_not_equal():
          i = I((3,)); o = mul(L.Dense(3)(i), cast(ne(i, 0), "float32"))
          x = f(6, 3); x[::2, 1] = 0
          return M(i, L.Dense(1)(o)), x, f(6, 1)
      def by_name():
          a, b = I((3,), name="left"), I((2,), name="right")
          o = {"second": L.Dense(1, name="d1")(a), "first": L.Dense(1, name="d2")(
              L.Concatenate()([a, b]))}
          return M({"z": a, "y": b}, o), {"z": f(6, 3), "y": f(6, 2)}, \\
              {"second": f(6, 1), "first": f(6, 1)}
      def inner_by_name():
          inner = by_name()[0]; i = I((3,), name="i"); j = I((2,), name="j")
          o = inner({"z": i, "y": j})
          o = L.Concatenate()([o["second"], o["first"]])
          return M([i, j], L.Dense(1)(o)), [f(6, 3), f(6, 2)], f(6, 1)
      def layer_of_a_map():
          i = I((3,), name="i"); j = I((3,), name="j"); o = L.Identity()({"u": i, "v": j})
          return M([i, j], L.Dense(1)(L.Subtract()([o["v"], o["u"]]))), [f(6, 3), f(6, 3)], f(6, 1)

      def flat(v):
          return keras.tree.flatten(v) if three else tf.nest.flatten(v)
      def load(file):  # Keras 3 does not read a loss by name in its own .h5
          own = three and file.endswith(".h5")
          model = keras.models.load_model(file, compile=not own)
          if own:
              model.compile(keras.optimizers.SGD(.01), losses)
          return model
      losses = {"second": "mse", "first": "mae"} if name == "by_name" else "mse"
      def tell(model, x, y, steps):
          model.run_eagerly = True  # which spares the tracing
          result["p"] = flat(model.predict(x, verbose=0))
          result["losses"] = [
              float(np.ravel(model.train_on_batch(x, y))[0]) for _ in range(steps)]
          result["q"] = flat(model.predict(x, verbose=0))
      """;

  private static final String MAKE =
      MODELS
          + """
          model, x, y = globals()[name]() if name in globals() else locals()[name]()
          for w in model.weights:
              if w.dtype in ("float32", tf.float32) and "seed" not in w.name:
                  w.assign(w + np.abs(r.normal(size=w.shape)).astype("float32") * .3)
          model.compile(keras.optimizers.SGD(.01), losses)
          model.save(file)
          if old and file.endswith(".h5"):
              with h5py.File(file, "r+") as h:
                  c = json.loads(h.attrs["model_config"])
                  c["class_name"] = "Model"
                  h.attrs["model_config"] = json.dumps(c)
                  h.attrs["keras_version"] = "2.2.4-tf"
                  h["model_weights"].attrs["keras_version"] = "2.2.4-tf"
          result["x"] = x if isinstance(x, (list, dict)) else [x]
          result["y"] = y if isinstance(y, (list, dict)) else [y]
          tell(load(file), x, y, 3)
          """;

  private static final String GO_ON =
      MODELS
          + """
          one = lambda v: v[0] if isinstance(v, list) and len(v) == 1 else v
          model = load(file)
          tell(model, one(x), one(y), steps)
          if steps:
              model.save(again)
          """;

  /**
   * Cases, and whether dropout draws random numbers in training, which tf_keras draws its own way.
   */
  private static final Map<String, Boolean> CASES = new LinkedHashMap<>();

  static {
    CASES.put("plain_dropout", true);
    CASES.put("dropout_never", true);
    for (String name :
        List.of(
            "transfer",
            "twice",
            "always",
            "given_mask",
            "computed_mask",
            "implied_mask",
            "joined_masks",
            "half_masked",
            "added_masks",
            "own_not_equal",
            "by_name",
            "inner_by_name",
            "layer_of_a_map")) {
      CASES.put(name, false);
    }
  }

  /** Those that are tried in every form; a form without an ending is a SavedModel. */
  private static final List<String> OF_ALL_FORMS = List.of("transfer", "by_name");

  static Stream<Arguments> cases() {
    List<Arguments> all = new ArrayList<>();
    for (String name : CASES.keySet()) {
      all.add(Arguments.of(name, "keras3 .keras"));
      all.add(Arguments.of(name, "tf_keras .h5"));
      if (OF_ALL_FORMS.contains(name)) {
        all.add(Arguments.of(name, "keras3 .h5"));
        all.add(Arguments.of(name, "tf_keras .keras"));
        all.add(Arguments.of(name, "old .h5"));
      }
      if (OF_ALL_FORMS.contains(name) || name.equals("inner_by_name")) {
        all.add(Arguments.of(name, "tf_keras "));
      }
    }
    return all.stream();
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void computesAsItsWriterAndIsReadByBoth(
      String name, String form, Python python, @TempDir Path folder) {
    boolean keras3 = form.startsWith("keras3");
    String ending = form.substring(form.indexOf(' ') + 1);
    PythonKeras writer = keras3 ? python.keras3() : python.tfKeras();
    boolean random = Boolean.TRUE.equals(CASES.get(name)) && (!keras3 || ending.equals(".h5"));
    boolean fixed = name.equals("dropout_never") && !keras3;
    int steps = random && !fixed ? 0 : 3;
    Path file = folder.resolve("m" + ending);
    PythonResult made =
        writer.exec(MAKE, Map.of("name", name, "file", file, "old", form.startsWith("old")));
    Object x = data(made, "x");
    Object y = data(made, "y");
    Path own = folder.resolve("own" + ending);
    Dialect dialect = keras3 ? Dialect.KERAS_3 : Dialect.TF_KERAS;
    try (Model model = Keras.loadModel(file.toString(), LoadOptions.defaults())) {
      near(made.arrays("p"), model.predictAll(x));
      model.save(own.toString(), SaveOptions.defaults().dialect(dialect));
      List<Double> losses = new ArrayList<>();
      for (int i = 0; i < steps; i++) {
        Logs logs = model.trainOnBatch(x, y);
        losses.add(logs.get("loss"));
      }
      if (steps > 0) {
        nearLosses(made, losses.stream().mapToDouble(d -> d).toArray());
        near(made.arrays("q"), model.predictAll(x));
      }
    }
    again(writer, name, own, made, steps, x, y, folder.resolve("back" + ending));
    if (steps > 0) {
      try (Model back = Keras.loadModel(folder.resolve("back" + ending).toString())) {
        near(made.arrays("q"), back.predictAll(x));
      }
    }
    if (form.equals("keras3 .keras")
        && !name.startsWith("given")
        && !name.equals("plain_dropout")) {
      Path other = folder.resolve("other.h5");
      try (Model model = Keras.loadModel(file.toString())) {
        model.save(other.toString(), SaveOptions.defaults().dialect(Dialect.TF_KERAS));
      }
      again(python.tfKeras(), name, other, made, 0, x, y, folder.resolve("unused.h5"));
    }
  }

  private static void again(
      PythonKeras python,
      String name,
      Path file,
      PythonResult made,
      int steps,
      Object x,
      Object y,
      Path again) {
    PythonResult went =
        python.exec(
            GO_ON,
            Map.of("name", name, "file", file, "x", x, "y", y, "steps", steps, "again", again));
    List<NdArray<?>> p = new ArrayList<>();
    went.arrays("p").forEach(a -> p.add(a.toNdArray()));
    near(made.arrays("p"), p);
    if (steps > 0) {
      nearLosses(made, went.numbers("losses"));
    }
  }

  private static Object data(PythonResult made, String key) {
    if (made.values().get(key) instanceof Map<?, ?> map) {
      Map<String, NdArray<?>> out = new LinkedHashMap<>();
      map.forEach(
          (k, v) -> out.put(String.valueOf(k), keras.golden.ArrayJson.decode(v).toNdArray()));
      return out;
    }
    List<NdArray<?>> out = new ArrayList<>();
    made.arrays(key).forEach(a -> out.add(a.toNdArray()));
    return out;
  }

  private static void nearLosses(PythonResult made, double[] actual) {
    double[] expected = made.numbers("losses");
    double largest = Math.max(1, Arrays.stream(expected).max().orElse(1));
    assertArrayEquals(expected, actual, 2e-5 * largest);
  }

  private static void near(List<HostTensor> expected, List<NdArray<?>> actual) {
    assertEquals(expected.size(), actual.size(), "outputs");
    for (int i = 0; i < expected.size(); i++) {
      float[] all = expected.get(i).floats();
      float largest = 1;
      for (float v : all) {
        largest = Math.max(largest, Math.abs(v));
      }
      assertArrayEquals(all, HostTensor.of(actual.get(i)).floats(), 2e-5f * largest, "output " + i);
    }
  }

  /** As Keras 3 exports them: outputs by their names, and inputs by those of their layers. */
  @Test
  void exportsOutputsByName(Python python, @TempDir Path folder) {
    KerasTensor a = Keras.input("left", 1);
    KerasTensor b = Keras.input("right", 1);
    KerasTensor sum = new Add().apply(a, b);
    Path out = folder.resolve("served");
    try (Model model = Model.of(Map.of("z", a, "y", b), Map.of("sum", sum, "first", a))) {
      model.export(out.toString(), ExportOptions.defaults().verbose(false));
    }
    PythonResult served =
        python
            .keras3()
            .exec(
                """
                f = tf.saved_model.load(path).signatures["serving_default"]
                y = f(left=tf.constant([[1.]]), right=tf.constant([[2.]]))
                result["y"] = [y["first"], y["sum"]]
                """,
                Map.of("path", out));
    assertEquals(1f, served.arrays("y").get(0).floats()[0]);
    assertEquals(3f, served.arrays("y").get(1).floats()[0]);
  }

  /** Monte-Carlo dropout of Keras 2: random in predict. Keras 3 has no random numbers there. */
  @Test
  void dropsOutInPredictWhereItsWriterDoes(Python python, @TempDir Path folder) {
    String make =
        """
        i = keras.Input((200,)); o = keras.layers.Dropout(.5)(i, training=True)
        keras.Model(i, o).save(file)
        x = np.ones((50, 200), "float32")
        m = keras.models.load_model(file)
        result["kept"] = float((m.predict(x, verbose=0) > 0).mean())
        """;
    float[][] x = new float[50][200];
    for (float[] row : x) {
      Arrays.fill(row, 1);
    }
    for (PythonKeras keras : List.of(python.keras3(), python.tfKeras())) {
      boolean two = keras.framework() == Framework.TF_KERAS;
      Path file = folder.resolve(two ? "two.h5" : "three.keras");
      double kept = keras.exec(make, Map.of("file", file)).number("kept");
      assertEquals(two ? 0.5 : 1, kept, 0.05);
      try (Model model = Keras.loadModel(file.toString())) {
        float[] first = HostTensor.of(model.predictAll(x).get(0)).floats();
        float[] second = HostTensor.of(model.predictAll(x).get(0)).floats();
        int there = 0;
        for (float v : first) {
          there += v > 0 ? 1 : 0;
        }
        assertEquals(kept, there / (double) first.length, 0.05);
        if (two) {
          assertFalse(Arrays.equals(first, second));
        }
      }
    }
  }
}
