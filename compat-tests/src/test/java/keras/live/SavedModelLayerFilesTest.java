package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import keras.Keras;
import keras.engine.Arguments;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.engine.Structure;
import keras.layers.Dense;
import keras.layers.InputLayer;
import keras.layers.TFSMLayer;
import keras.losses.MeanSquaredError;
import keras.models.Model;
import keras.models.Sequential;
import keras.optimizers.SGD;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.LoadOptions;
import keras.saving.ModelFormatException;
import keras.saving.SaveOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints of all makers and forms, and files of models with such a layer, both ways. */
@ExtendWith(PythonExtension.class)
class SavedModelLayerFilesTest {
  private static final String MADE =
      """
      L = keras.layers
      keras.utils.set_random_seed(7)
      r = np.random.RandomState(3)
      f = lambda *shape: r.uniform(-1, 1, shape).astype("float32")
      S = lambda *a: keras.Sequential(list(a))
      at = lambda name: os.path.join(folder, name)
      sgd = lambda: keras.optimizers.SGD(.1)
      x, t, u = f(6, 3), f(6, 2), f(6, 2)
      result.update(x=x, t=t, u=u)
      # endpoints for inference and for training
      base = S(keras.Input((3,)), L.Dense(4, "relu"), L.BatchNormalization(), L.Dropout(.5, seed=5),
               L.Dense(2))
      archive = keras.export.ExportArchive()
      archive.track(base)
      spec = [tf.TensorSpec((None, 3), tf.float32)]
      archive.add_endpoint("infer", lambda x: base(x, training=False), spec)
      archive.add_endpoint("train", lambda x: base(x, training=True), spec)
      archive.write_out(at("archive"), verbose=False)
      layer = L.TFSMLayer(at("archive"), call_endpoint="infer", call_training_endpoint="train")
      model = S(keras.Input((3,)), layer)
      model.compile(sgd(), "mse")
      result["archive"] = {
          "loss": model.fit(x, t, batch_size=3, epochs=2, verbose=0, shuffle=False).history["loss"],
          "weights": [v.numpy() for v in layer.weights if "seed" not in v.path],
          "y": model.predict(x, verbose=0)}
      # tensors by name and by place
      a, b = keras.Input((3,), name="a"), keras.Input((2,), name="b")
      d = L.Dense(2)
      keras.Model({"a": a, "b": b}, {"sum": d(a) + b, "product": d(a) * b}).export(
          at("named"), verbose=False)
      keras.Model([a, b], [d(a) + b, d(a) - b]).export(at("placed"), verbose=False)
      named, placed = L.TFSMLayer(at("named")), L.TFSMLayer(at("placed"))
      result["named"] = {k: v.numpy() for k, v in named({"a": x, "b": u}).items()}
      result["placed"] = [v.numpy() for v in placed([x, u])]
      # a module, with a branch, a loop, state and a table in a file
      open(at("words.txt"), "w").write("red\\ngreen\\nblue\\n")
      class Module(tf.Module):
          def __init__(self):
              super().__init__()
              self.w = tf.Variable(f(3, 2), name="w")
              self.calls = tf.Variable(0, dtype=tf.int64, trainable=False, name="calls")
              self.table = tf.lookup.StaticHashTable(tf.lookup.TextFileInitializer(
                  at("words.txt"), tf.string, tf.lookup.TextFileIndex.WHOLE_LINE,
                  tf.int64, tf.lookup.TextFileIndex.LINE_NUMBER), -1)
          @tf.function(input_signature=[tf.TensorSpec((None, 3), tf.float32, name="x")])
          def mix(self, x):
              self.calls.assign_add(1)
              y = tf.cond(tf.reduce_sum(x) > 0, lambda: x @ self.w, lambda: x @ (2 * self.w))
              _, y = tf.while_loop(lambda i, y: i < 3, lambda i, y: (i + 1, tf.tanh(y) + y), (0, y))
              return y
          @tf.function(input_signature=[tf.TensorSpec((None,), tf.string)])
          def find(self, words):
              return self.table.lookup(words)
      module = Module()
      tf.saved_model.save(module, at("module"), signatures=module.mix)
      layer = L.TFSMLayer(at("module"), call_endpoint="mix")
      model = S(keras.Input((3,)), layer)
      model.compile(sgd(), "mse")
      result["module"] = {
          "y": model.predict(x, verbose=0), "negative": model.predict(-np.abs(x), verbose=0),
          "loss": model.fit(x, t, batch_size=3, epochs=2, verbose=0, shuffle=False).history["loss"],
          "weights": [v.numpy() for v in layer.weights][:1]}
      signed = L.TFSMLayer(at("module"), call_endpoint="serving_default")(x)
      result["signed"] = {k: v.numpy() for k, v in signed.items()}
      result["found"] = L.TFSMLayer(at("module"), call_endpoint="find")(
          tf.constant(["blue", "red", "x"])).numpy()
      # files of a model with a layer whose weights changed since, and which is frozen
      S(keras.Input((3,)), L.Dense(4, "tanh")).export(at("plain"), verbose=False)
      layer = L.TFSMLayer(at("plain"), name="base", trainable=False)
      model = S(keras.Input((3,)), layer, L.Dense(2, name="head"))
      for v in layer.weights:
          v.assign(v + .25)
      model.compile(sgd(), "mse")
      for name in ["their.keras", "their.h5", "their.weights.h5"]:
          (model.save_weights if "weights" in name else model.save)(at(name))
      result["files"] = {
          "y": model.predict(x, verbose=0),
          "loss": model.fit(x, t, batch_size=3, epochs=2, verbose=0, shuffle=False).history["loss"],
          "weights": [v.numpy() for v in model.weights]}
      """;

  private static final String JUDGED =
      """
      L = keras.layers
      loaded = keras.models.load_model(os.path.join(folder, "our.keras"), safe_mode=False)
      build = lambda: keras.Sequential([keras.Input((3,)),
          L.TFSMLayer(os.path.join(folder, "plain"), name="base"), L.Dense(2, name="head")])
      weights = build()
      weights.load_weights(os.path.join(folder, "our.weights.h5"))
      whole = build()
      whole.load_weights(os.path.join(folder, "our.h5"))
      result["y"] = [m.predict(x, verbose=0) for m in (loaded, weights, whole)]
      result["config"] = json.dumps(loaded.layers[0].get_config())
      """;

  private static void near(HostTensor expected, HostTensor actual, String what) {
    assertArrayEquals(expected.floats(), actual.floats(), 2e-6f, what);
  }

  /** The same after steps of training, which divide by deviations of batches of three. */
  private static void trained(HostTensor expected, HostTensor actual, String what) {
    assertArrayEquals(expected.floats(), actual.floats(), 1e-5f, what);
  }

  private static void trains(
      PythonResult expected, PythonResult data, Model model, Supplier<List<HostTensor>> weights) {
    model.compile(new SGD(0.1), new MeanSquaredError());
    var history =
        model.fit(
            data.array("x").toNdArray(),
            data.array("t").toNdArray(),
            f -> f.batchSize(3).epochs(2).verbose(0).shuffle(false));
    double[] loss =
        Objects.requireNonNull(history.history().get("loss")).stream()
            .mapToDouble(Number::doubleValue)
            .toArray();
    double[] losses = expected.numbers("loss");
    assertArrayEquals(losses, loss, 1e-6 * Math.max(1, losses[0]));
    List<HostTensor> theirs = expected.arrays("weights");
    List<HostTensor> ours = weights.get();
    for (int i = 0; i < theirs.size(); i++) {
      trained(theirs.get(i), ours.get(i), "weight " + i);
    }
  }

  private static List<HostTensor> values(TFSMLayer layer) {
    return layer.weights().stream()
        .filter(v -> !v.path().contains("seed"))
        .map(v -> v.value())
        .toList();
  }

  private static HostTensor predicted(Model model, HostTensor x) {
    return HostTensor.of(model.predict(x.toNdArray()));
  }

  @Test
  void takesEveryEndpointAndFileAsKerasDoes(@TempDir Path dir, Python python) {
    PythonResult made = python.keras3().exec(MADE, Map.of("folder", dir));
    HostTensor x = made.array("x");
    TFSMLayer both =
        new TFSMLayer(dir.resolve("archive")).callEndpoint("infer").callTrainingEndpoint("train");
    try (Sequential model = new Sequential(new InputLayer(3), both)) {
      PythonResult expected = new PythonResult(made.map("archive"));
      trains(expected, made, model, () -> values(both));
      trained(expected.array("y"), predicted(model, x), "after training");
    }
    structures(dir, made);
    TFSMLayer mix = new TFSMLayer(dir.resolve("module")).callEndpoint("mix");
    try (Sequential model = new Sequential(new InputLayer(3), mix)) {
      PythonResult expected = new PythonResult(made.map("module"));
      near(expected.array("y"), predicted(model, x), "module");
      float[][] negative = new float[6][3];
      for (int i = 0; i < 18; i++) {
        negative[i / 3][i % 3] = -Math.abs(x.floats()[i]);
      }
      near(expected.array("negative"), HostTensor.of(model.predict(negative)), "other branch");
      trains(expected, made, model, () -> values(mix));
      assertEquals("w:0 calls:0", mix.weights().get(0).name() + " " + mix.weights().get(1).name());
      assertEquals(6f, mix.weights().get(1).value().floats()[0], "calls");
    }
    files(dir, made, python);
  }

  private static void structures(Path dir, PythonResult made) {
    KerasTensor a = Keras.input("a", 3);
    KerasTensor b = Keras.input("b", 2);
    Structure<KerasTensor> named =
        new TFSMLayer(dir.resolve("named"))
            .apply(Arguments.of(KerasTensor.class, "inputs", Map.of("a", a, "b", b)));
    Structure<KerasTensor> placed =
        new TFSMLayer(dir.resolve("placed"))
            .apply(Arguments.of(KerasTensor.class, "inputs", List.of(a, b)));
    Structure<KerasTensor> signed =
        new TFSMLayer(dir.resolve("module"))
            .callEndpoint("serving_default")
            .apply(Arguments.of(KerasTensor.class, "inputs", a));
    List<KerasTensor> outputs = new ArrayList<>();
    outputs.add(named.get("sum").only());
    outputs.add(named.get("product").only());
    outputs.addAll(placed.flat());
    outputs.add(signed.get("output_0").only());
    try (Model model = Model.of(List.of(a, b), outputs)) {
      List<HostTensor> y =
          model
              .predictAll(List.of(made.array("x").toNdArray(), made.array("u").toNdArray()))
              .stream()
              .map(HostTensor::of)
              .toList();
      near(new PythonResult(made.map("named")).array("sum"), y.get(0), "sum");
      near(new PythonResult(made.map("named")).array("product"), y.get(1), "product");
      near(made.arrays("placed").get(0), y.get(2), "first");
      near(made.arrays("placed").get(1), y.get(3), "second");
      near(new PythonResult(made.map("signed")).array("output_0"), y.get(4), "signature");
    }
    TFSMLayer find = new TFSMLayer(dir.resolve("module")).callEndpoint("find");
    InputLayer words = new InputLayer().dtype("string");
    try (Model model = Model.of(words.output(), find.apply(words.output()))) {
      HostTensor found = HostTensor.of(model.predictAll(new String[] {"blue", "red", "x"}).get(0));
      assertEquals(made.array("found"), found);
    }
  }

  private static void files(Path dir, PythonResult made, Python python) {
    PythonResult expected = new PythonResult(made.map("files"));
    HostTensor x = made.array("x");
    Supplier<TFSMLayer> base = () -> new TFSMLayer(dir.resolve("plain")).trainable(false);
    LoadOptions given = LoadOptions.defaults().custom("base", base);
    for (String name : List.of("their.keras", "their.h5")) {
      String path = dir.resolve(name).toString();
      Exception refused = assertThrows(ModelFormatException.class, () -> Keras.loadModel(path));
      assertTrue(
          String.valueOf(refused.getMessage())
              .contains("`LoadOptions.custom(name, () -> new TFSMLayer(path))`"),
          refused.getMessage());
      try (Model model = Keras.loadModel(path, given)) {
        near(expected.array("y"), predicted(model, x), name);
        trains(expected, made, model, () -> model.weights().stream().map(v -> v.value()).toList());
      }
    }
    try (Sequential model =
        new Sequential(
            new InputLayer(3),
            new TFSMLayer(dir.resolve("plain")).name("base"),
            new Dense(2).name("head"))) {
      model.loadWeights(dir.resolve("their.weights.h5").toString());
      near(expected.array("y"), predicted(model, x), "their.weights.h5");
      SaveOptions plain = SaveOptions.defaults();
      model.save(dir.resolve("our.keras").toString(), plain);
      model.save(dir.resolve("our.h5").toString(), plain);
      model.saveWeights(dir.resolve("our.weights.h5").toString());
      model.export(dir.resolve("again").toString());
      TFSMLayer again = new TFSMLayer(dir.resolve("again"));
      try (Sequential twice = new Sequential(new InputLayer(3), again)) {
        near(expected.array("y"), predicted(twice, x), "exported from Java");
        assertEquals(4, again.trainableWeights().size());
      }
    }
    PythonResult judged = python.keras3().exec(JUDGED, Map.of("folder", dir, "x", x));
    judged.arrays("y").forEach(y -> near(expected.array("y"), y, "in Python"));
    assertTrue(
        judged
            .text("config")
            .contains("\"call_endpoint\": \"serve\", \"call_training_endpoint\": null"),
        judged.text("config"));
  }
}
