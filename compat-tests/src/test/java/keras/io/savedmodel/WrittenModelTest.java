package keras.io.savedmodel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import keras.Keras;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.layers.BatchNormalization;
import keras.layers.Concatenate;
import keras.layers.Dense;
import keras.layers.Dropout;
import keras.models.Model;
import keras.models.Sequential;
import keras.optimizers.Adam;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.ExportOptions;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;

/** Whole SavedModels: what goes in, what tf_keras makes of it, and the way back. */
@ExtendWith(PythonExtension.class)
class WrittenModelTest {
  private static final FloatNdArray X =
      StdArrays.ndCopyOf(new float[][] {{1, 2, 3}, {-1, 0, 1}, {0.5f, -0.5f, 2}, {3, 1, 0}});
  private static final FloatNdArray Y =
      StdArrays.ndCopyOf(new float[][] {{1, 0}, {0, 1}, {1, 1}, {0.5f, 0}});

  private final String path;

  WrittenModelTest(@TempDir Path dir) {
    this.path = dir.resolve("model").toString();
  }

  private static Model trained() {
    Keras.setRandomSeed(3);
    KerasTensor in = Keras.input("x", 3);
    KerasTensor hidden = new Dense(4, "relu").name("hidden").apply(in);
    KerasTensor normed = new BatchNormalization().name("normed").apply(hidden);
    KerasTensor dropped = new Dropout(0.0).name("dropped").apply(normed);
    KerasTensor both = new Concatenate().name("both").apply(in, dropped);
    Model model = Model.of(in, new Dense(2).name("out").apply(both));
    model.compile(new Adam(0.01), "mse", "mae");
    model.fit(X, Y, f -> f.epochs(2).shuffle(false).verbose(0));
    return model;
  }

  private static float[] floats(HostTensor tensor) {
    return tensor.floats();
  }

  private static float[] predicted(Model model) {
    return HostTensor.of(model.predict(X)).floats();
  }

  @Test
  void comesBackFromTfKerasAsItWent(Python python) {
    try (Model model = trained()) {
      float[] expected = predicted(model);
      model.save(path);
      PythonResult result =
          python
              .tfKeras()
              .exec(
                  """
                  import tensorflow as tf
                  model = keras.models.load_model(path)
                  lines = []
                  model.summary(print_fn=lines.append)
                  result["summary"] = chr(10).join(lines)
                  result["y"] = np.asarray(model(x, training=False))
                  result["types"] = [type(model).__name__, type(model.optimizer).__name__,
                                     str(round(float(model.optimizer.learning_rate), 6))]
                  result["weights"] = [w.name for w in model.weights]
                  again = keras.models.load_model(own)
                  assert again.get_config() == model.get_config()
                  f = tf.saved_model.load(path).signatures["serving_default"]
                  result["served"] = f(x=tf.constant(x, tf.float32))["out"]
                  assert len(tf.saved_model.load(path).optimizer._variables) == 13
                  model.save(path + "-again", save_format="tf")
                  """,
                  Map.of("path", path, "x", X, "own", saveH5(model)));
      assertArrayEquals(expected, floats(result.array("y")), 1e-6f);
      assertArrayEquals(expected, floats(result.array("served")), 1e-6f);
      assertEquals(List.of("Functional", "Adam", "0.01"), result.list("types"));
      assertTrue(result.text("summary").contains("hidden (Dense)"));
      assertEquals(
          List.of(
              "hidden/kernel:0",
              "hidden/bias:0",
              "normed/gamma:0",
              "normed/beta:0",
              "normed/moving_mean:0",
              "normed/moving_variance:0",
              "out/kernel:0",
              "out/bias:0"),
          result.list("weights"));
      try (Model back = Keras.loadModel(path + "-again")) {
        assertArrayEquals(expected, predicted(back), 1e-6f);
        assertEquals(
            model.evaluate(X, Y, e -> e.verbose(0)).asMap(),
            back.evaluate(X, Y, e -> e.verbose(0)).asMap());
      }
    }
  }

  private String saveH5(Model model) {
    model.save(path + ".h5", SaveOptions.defaults().dialect(Dialect.TF_KERAS));
    return path + ".h5";
  }

  @Test
  void trainsOnInJavaAsIfNeverStopped() {
    try (Model model = trained()) {
      model.save(path);
      try (Model back = Keras.loadModel(path)) {
        assertEquals(
            model.fit(X, Y, f -> f.epochs(2).shuffle(false).verbose(0)).get("loss"),
            back.fit(X, Y, f -> f.epochs(2).shuffle(false).verbose(0)).get("loss"));
      }
    }
  }

  @Test
  void writesEqualBytesForEqualModels() throws IOException {
    try (Model model = trained()) {
      model.save(path);
      model.save(path + "2");
      model.export(path + "3", ExportOptions.defaults().verbose(false));
      model.export(path + "4", ExportOptions.defaults().verbose(false));
    }
    assertEquals(
        List.of(
            "assets",
            "keras_metadata.pb",
            "saved_model.pb",
            "variables",
            "variables/variables.data-00000-of-00001",
            "variables/variables.index"),
        files(path));
    for (String[] two : new String[][] {{path, path + "2"}, {path + "3", path + "4"}}) {
      assertEquals(files(two[0]), files(two[1]));
      for (String file : files(two[0])) {
        Path one = Path.of(two[0], file);
        if (Files.isRegularFile(one)) {
          assertEquals(-1, Files.mismatch(one, Path.of(two[1], file)), file);
        }
      }
    }
  }

  private static List<String> files(String folder) throws IOException {
    Path root = Path.of(folder);
    try (Stream<Path> all = Files.walk(root)) {
      return all.skip(1).map(f -> root.relativize(f).toString()).sorted().toList();
    }
  }

  /** Both Kerases fail where an input is called {@code in}. */
  @Test
  void namesInputsAsPythonCan(Python python) {
    KerasTensor a = Keras.input("in", 3);
    KerasTensor b = Keras.input("2nd-one", 3);
    try (Model model = Model.of(List.of(a, b), List.of(new Concatenate().apply(a, b)))) {
      model.save(path);
      model.export(path + "-served", ExportOptions.defaults().verbose(false));
      PythonResult result =
          python
              .tfKeras()
              .exec(
                  """
                  import tensorflow as tf
                  x = tf.constant(x, tf.float32)
                  keras.models.load_model(path)
                  for p in (path, path + "-served"):
                      f = tf.saved_model.load(p).signatures["serving_default"]
                      result["y"] = list(f(arg_in=x, arg_2nd_one=x).values())[0]
                  """,
                  Map.of("path", path, "x", X));
      assertEquals(Shape.of(4, 6), result.array("y").shape());
    }
  }

  /** As TensorFlow Serving and TensorFlow Java do, by the graph, its saver and its signatures. */
  @Test
  void servesThoseWhoKnowNothingOfObjects(Python python) {
    try (Model model = trained()) {
      float[] expected = predicted(model);
      model.save(path);
      model.export(path + "-served", ExportOptions.defaults().verbose(false));
      PythonResult result =
          python
              .keras3()
              .exec(
                  """
                  import tensorflow as tf
                  v1 = tf.compat.v1
                  def run(path, signature):
                      with v1.Session(graph=tf.Graph()) as session:
                          m = v1.saved_model.load(session, ["serve"], path)
                          s = m.signature_def[signature]
                          y = [o.name for o in s.outputs.values()]
                          v = session.run(y, {s.inputs["x"].name: x})[0]
                          saver = m.saver_def
                          session.run(saver.save_tensor_name,
                                      {saver.filename_tensor_name: path + "/again"})
                      names = [n for n, _ in tf.train.list_variables(path + "/again")]
                      assert "_CHECKPOINTABLE_OBJECT_GRAPH" in names and len(names) == 9, names
                      return v
                  result["saved"] = run(path, "serving_default")
                  result["served"] = run(path + "-served", "serve")
                  """,
                  Map.of("path", path, "x", X));
      assertArrayEquals(expected, floats(result.array("saved")), 1e-6f);
      assertArrayEquals(expected, floats(result.array("served")), 1e-6f);
    }
  }

  @Test
  void keepsMixedPrecision(Python python) {
    Dense first = new Dense(4, "relu");
    first.inputShape(3).dtype("mixed_bfloat16");
    Dense last = new Dense(2);
    last.dtype("float32");
    try (Model model = new Sequential(first, last)) {
      float[] expected = predicted(model);
      model.save(path);
      PythonResult result =
          python
              .tfKeras()
              .exec(
                  """
                  import tensorflow as tf
                  model = keras.models.load_model(path)
                  result["policies"] = [l.dtype_policy.name for l in model.layers]
                  result["y"] = np.asarray(model(x))
                  f = tf.saved_model.load(path).signatures["serving_default"]
                  spec = list(f.structured_input_signature[1].values())[0]
                  result["served"] = list(f(tf.cast(x, spec.dtype)).values())[0]
                  """,
                  Map.of("path", path, "x", X));
      assertEquals(List.of("mixed_bfloat16", "float32"), result.list("policies"));
      assertArrayEquals(expected, floats(result.array("y")), 1e-2f);
      assertArrayEquals(expected, floats(result.array("served")), 1e-2f);
    }
  }

  /** Operations between layers, in a model and in a model inside of it. */
  @Test
  void keepsTheOperationsOfTfKeras(Python python) {
    String file = path + ".h5";
    PythonResult written =
        python
            .tfKeras()
            .exec(
                """
                import tensorflow as tf
                L = keras.layers
                a = keras.Input((4,))
                inner = keras.Model(a, tf.nn.relu(L.Dense(4)(a) * 2.0) + a)
                i, b = keras.Input((5, 4)), keras.Input((5, 4))
                y = tf.concat([tf.transpose(tf.transpose(i, [0, 2, 1]), [0, 2, 1]), i * b, b - 1.0], axis=-1)
                y = L.Concatenate()([y[:, 0, :4], inner(y[:, 1, :4]), inner(tf.reduce_mean(i, axis=1))])
                model = keras.Model([i, b], y)
                model.save(path)
                x = np.linspace(-1, 1, 40).astype("float32").reshape(2, 5, 4)
                result["y"] = model([x, 3 * x])
                result["classes"] = [type(l).__name__ for l in model.layers]
                """,
                Map.of("path", file));
    try (Model model = Keras.loadModel(file)) {
      model.save(path);
    }
    PythonResult read =
        python
            .tfKeras()
            .exec(
                """
                model = keras.models.load_model(path)
                x = np.linspace(-1, 1, 40).astype("float32").reshape(2, 5, 4)
                result["y"] = model([x, 3 * x])
                result["classes"] = [type(l).__name__ for l in model.layers]
                """,
                Map.of("path", path));
    assertArrayEquals(floats(written.array("y")), floats(read.array("y")), 1e-6f);
    assertEquals(written.list("classes"), read.list("classes"));
  }

  @Test
  void replacesASavedModelAndNothingElse() throws IOException {
    try (Model model = trained()) {
      model.save(path);
      model.export(path, ExportOptions.defaults().verbose(false));
      assertThrows(UnsupportedOperationException.class, () -> Keras.loadModel(path));
      model.save(path);
      Files.writeString(Path.of(path, "notes.txt"), "mine");
      assertEquals(
          path
              + ": could not be written, and is as it was before: it is a folder that holds"
              + " something else, `notes.txt`.",
          assertThrows(UncheckedIOException.class, () -> model.save(path)).getMessage());
    }
  }

  @Test
  void saysWhatItDoesNotWrite() {
    try (Model model = trained()) {
      assertEquals(
          "model.save: Keras 3 loads no SavedModel as a model. Received: "
              + path
              + " for Dialect.KERAS_3. Use a name that ends in .keras, or model.export(path) for"
              + " serving.",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> model.save(path, SaveOptions.defaults().dialect(Dialect.KERAS_3)))
              .getMessage());
      assertEquals(
          "model.export: `format=onnx` is not written here. Use tf_saved_model, or save the model"
              + " as .keras and export it in Python.",
          assertThrows(
                  UnsupportedOperationException.class,
                  () -> model.export(path, ExportOptions.defaults().format("onnx")))
              .getMessage());
      assertEquals(
          "model.export: unknown `format=h5`. Keras has tf_saved_model, onnx, openvino, litert,"
              + " torch.",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> model.export(path, ExportOptions.defaults().format("h5")))
              .getMessage());
    }
  }
}
