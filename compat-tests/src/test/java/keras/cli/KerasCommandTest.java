package keras.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.Keras;
import keras.config.CustomObjects;
import keras.data.Npz;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.golden.GoldenCase;
import keras.golden.GoldenTraining;
import keras.io.json.Json;
import keras.layers.Dense;
import keras.layers.Layer;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Expr;
import keras.optimizers.Adam;
import keras.python.Framework;
import keras.saving.ModelFormats;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.NdArray;

class KerasCommandTest extends CommandLineTests {
  private final GoldenCase golden = GoldenCase.of("seed_mlp");
  private final String model = golden.file("model.h5").toString();
  private final Path dir;

  KerasCommandTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @BeforeEach
  void startAnew() {
    keras.Keras.clearSession();
  }

  private Map<?, ?> json() {
    return object(out.toString());
  }

  private static Map<?, ?> object(String text) {
    return (Map<?, ?>) Objects.requireNonNull(Json.parse(text));
  }

  private static double number(Map<?, ?> object, String key) {
    return ((Number) Objects.requireNonNull(object.get(key))).doubleValue();
  }

  private static Map<String, NdArray<?>> named(String prefix, List<? extends NdArray<?>> arrays) {
    Map<String, NdArray<?>> all = new LinkedHashMap<>();
    for (int i = 0; i < arrays.size(); i++) {
      all.put(prefix + i, arrays.get(i));
    }
    return all;
  }

  @Test
  void inspectsAModel() {
    runWell("inspect", model);
    String text = out.toString();
    assertTrue(text.contains("format: whole model as legacy HDF5\nwriter: Keras 2.21.0\n"), text);
    assertTrue(text.contains("  dense_2  Dense             units=10, activation=softmax"), text);
    assertTrue(text.contains("  optimizer: SGD("), text);
    assertTrue(text.contains("  /model_weights/dense/dense/kernel:0        [8, 300]"), text);
    assertTrue(text.contains("\narrays: "), text);
    assertTrue(text.endsWith("unsupported: nothing\n"), text);
  }

  @Test
  void tellsWhatIsNotSupportedWithoutBuildingIt() throws IOException {
    runWell("inspect", "--json", with("conv_lstm", "ConvLSTM2D", "TFSMLayer"));
    assertEquals(
        List.of(
            "TFSMLayer (layer 'conv_lstm2d') is not supported: it runs a SavedModel, a program,"
                + " which no config loads here; give the layer by its name,"
                + " `LoadOptions.custom(name, () -> new TFSMLayer(path))`."),
        json().get("unsupported"));
  }

  /** Returns a copy of a model's archive in which a class has another name. */
  private String with(String model, String name, String other) throws IOException {
    Path file = Files.copy(GoldenCase.of(model).file("model.keras"), dir.resolve("m.keras"));
    try (FileSystem archive = FileSystems.newFileSystem(file)) {
      Path config = archive.getPath("config.json");
      Files.writeString(config, Files.readString(config).replace(name, other));
    }
    return file.toString();
  }

  @Test
  void inspectsEveryFormat() {
    GoldenCase wide = GoldenCase.of("wide_deep");
    for (String file :
        List.of(
            "model.h5",
            "model_v3.h5",
            "model.keras",
            "model_tk.keras",
            "saved_model",
            "ckpt/ckpt",
            "weights.h5",
            "model.weights.h5")) {
      if (wide.has(file) || file.equals("ckpt/ckpt")) {
        runWell("inspect", wide.file(file).toString());
      }
    }
  }

  @Test
  void predictsWhatKerasPredicts() {
    Path in = dir.resolve("in.npz");
    Path result = dir.resolve("out.npz");
    Npz.write(in, named("x", golden.inputs()));
    runWell("predict", model, "--inputs", in.toString(), "--outputs", result.toString());
    golden.checkOutputs(Framework.TF_KERAS, List.copyOf(Npz.read(result).values()));
  }

  @Test
  void verifiesAgainstGoldenOutputsAndNamesTheFirstLayerThatDeparts() {
    Map<String, NdArray<?>> arrays = named("in", golden.inputs());
    arrays.putAll(named("out", golden.outputs(Framework.TF_KERAS)));
    Path file = dir.resolve("golden.npz");
    Npz.write(file, arrays);
    runWell("verify", model, file.toString());
    try (Model loaded = keras.Keras.loadModel(model);
        Model inside = Model.of(loaded.inputs(), outputsOf(loaded, "dense", "dense_1"))) {
      List<NdArray<?>> activations = inside.predictAll(golden.inputs());
      arrays.put("layer:dense", activations.get(0));
      arrays.put(
          "layer:dense_1",
          activations
              .get(0)
              .slice(
                  org.tensorflow.ndarray.index.Indices.all(),
                  org.tensorflow.ndarray.index.Indices.sliceTo(100)));
    }
    Npz.write(file, arrays);
    assertEquals(1, run("verify", "--json", model, file.toString()));
    String last = out.toString().strip().lines().reduce((a, b) -> b).orElseThrow();
    assertEquals("dense_1", object(last).get("first_layer_that_departs"));
  }

  @Test
  void verifiesTheGoldenValuesOfTheFileItself() {
    assertEquals(1, run("verify", model));
    assertTrue(
        err.toString()
            .contains(
                model
                    + ": it holds no golden values. Name an .npz file that has them, or save the"
                    + " model with SaveOptions.defaults().verifyWith(x)."),
        err::toString);
    List<String> paths =
        List.of("golden.keras", "golden.h5", "golden").stream()
            .map(name -> dir.resolve(name).toString())
            .toList();
    try (Model loaded = keras.Keras.loadModel(model)) {
      paths.forEach(p -> loaded.save(p, SaveOptions.defaults().verifyWith(golden.inputs())));
    }
    for (String path : paths) {
      runWell("verify", path);
      assertTrue(out.toString().endsWith("Equal within the tolerance.\n"), out::toString);
      runWell("inspect", path);
      assertTrue(out.toString().contains("\ngolden values: in0 ["), out::toString);
      out.getBuffer().setLength(0);
    }
    runWell("verify", "--signature", "serving_default", paths.get(2));
    assertTrue(out.toString().endsWith("Equal within the tolerance.\n"), out::toString);
  }

  /** A model without a graph, and so without names of inputs. */
  static final class Sum extends Model {
    private final Dense dense = new Dense(2);

    @Override
    protected List<Expr> call(List<Expr> in, CallContext ctx) {
      return List.of(dense.apply(in.get(0).add(in.get(1)), ctx));
    }
  }

  @Test
  void verifiesModelsOfOnesOwn() {
    String path = dir.resolve("sum.keras").toString();
    List<float[][]> x = List.of(new float[][] {{1, 2}}, new float[][] {{3, -1}});
    try (Model own = new Sum()) {
      own.predictAll(x);
      own.save(path, SaveOptions.defaults().verifyWith(x));
    }
    runWell("verify", "--custom", Sum.class.getName(), path);
    assertTrue(out.toString().endsWith("Equal within the tolerance.\n"), out::toString);
  }

  private static List<keras.engine.KerasTensor> outputsOf(Model model, String... layers) {
    return java.util.Arrays.stream(layers)
        .map(model::layer)
        .map(l -> l.nodes().get(0).outputs().flat().get(0))
        .toList();
  }

  @Test
  void evaluatesAndTrainsOnAsCompiled() throws IOException {
    GoldenTraining training = new GoldenTraining(golden, Framework.TF_KERAS);
    Path data = dir.resolve("data.npz");
    Npz.write(data, Npz.read(golden.file("train_data.npz")));
    runWell("evaluate", "--json", model, "--data", data.toString());
    double before = number(json(), "loss");
    Path history = dir.resolve("history.json");
    Path trained = dir.resolve("trained.keras");
    runWell(
        "fit",
        model,
        "--data",
        data.toString(),
        "--epochs",
        "2",
        "--batch-size",
        "16",
        "--no-shuffle",
        "--history",
        history.toString(),
        "--output",
        trained.toString());
    Map<?, ?> losses = object(Files.readString(history));
    assertEquals(2, ((List<?>) Objects.requireNonNull(losses.get("loss"))).size());
    out.getBuffer().setLength(0);
    runWell("evaluate", "--json", trained.toString(), "--data", data.toString());
    assertTrue(number(json(), "loss") < before, training::toString);
  }

  @Test
  void convertsAndFindsNoDifference() {
    Path converted = dir.resolve("converted.keras");
    runWell("convert", model, converted.toString());
    runWell("diff", model, converted.toString());
    assertTrue(out.toString().endsWith("No differences.\n"), out::toString);
  }

  /** Models in models, and weight decay: no one file serves both Kerases. */
  @Test
  void convertsWithinTheDialectOfTheWriterWhereNoneIsForBoth() {
    KerasTensor in = Keras.input(3);
    KerasTensor hidden = Keras.input(3);
    Model inner = Model.of(hidden, new Dense(3).apply(hidden));
    try (Model nested = Model.of(in, new Dense(1).apply(inner.apply(in)));
        Model decaying = new Sequential(new Dense(1).inputShape(3));
        Model plain = new Sequential(new Dense(1).inputShape(3))) {
      decaying.compile(new Adam(0.1).weightDecay(0.01), "mse");
      plain.compile(new Adam(0.1), "mse");
      for (Dialect dialect : List.of(Dialect.TF_KERAS, Dialect.KERAS_3)) {
        SaveOptions written = SaveOptions.defaults().dialect(dialect);
        for (Model model : List.of(nested, decaying)) {
          model.save(dir.resolve("x.h5").toString(), written);
          runWell("convert", dir.resolve("x.h5").toString(), dir.resolve("y.h5").toString());
          String ofKeras3 = model == nested ? "3.15.1" : "2.15.0"; // but for what trains it
          assertEquals(dialect == Dialect.TF_KERAS ? "2.21.0" : ofKeras3, version("y.h5"));
        }
        plain.save(dir.resolve("x.h5").toString(), written);
        runWell("convert", dir.resolve("x.h5").toString(), dir.resolve("y.h5").toString());
        assertEquals("2.15.0", version("y.h5"));
      }
    }
  }

  private String version(String name) {
    return ModelFormats.inspect(dir.resolve(name).toString(), CustomObjects.none()).version();
  }

  @Test
  void convertsToASavedModelAndExportsOne() {
    String saved = dir.resolve("saved").toString();
    runWell("convert", model, saved);
    runWell("diff", model, saved);
    runWell("convert", "--export", model, dir.resolve("served").toString());
    assertTrue(Files.isRegularFile(dir.resolve("served/saved_model.pb")));
    assertEquals(2, run("convert", "--export", "--no-optimizer", model, saved));
    assertTrue(err.toString().contains("Leave --dialect and --no-optimizer out."), err::toString);
  }

  @Test
  void findsDifferences() {
    String other = dir.resolve("other.keras").toString();
    try (Model loaded = keras.Keras.loadModel(model)) {
      Layer dense = loaded.layer("dense");
      dense.setWeights(
          List.of(
              dense.getWeights().get(0),
              keras.data.Np.scale(
                  (org.tensorflow.ndarray.FloatNdArray) dense.getWeights().get(1), 2)));
      loaded.save(other);
    }
    assertEquals(1, run("diff", model, other));
    assertTrue(out.toString().startsWith("dense: "), out::toString);
    assertEquals(1, out.toString().lines().count(), out::toString);
    out.getBuffer().setLength(0);
    assertEquals(1, run("diff", "--json", model, other));
    List<?> differences = (List<?>) Objects.requireNonNull(json().get("differences"));
    Map<?, ?> difference = (Map<?, ?>) differences.get(0);
    assertEquals("dense", difference.get("layer"));
    assertTrue(number(difference, "largest_difference") > 0, difference::toString);
  }

  /** A layer of the user's own. */
  public static final class Twice extends Layer {
    @Override
    protected Expr call(Expr x, CallContext ctx) {
      return x.mul(2);
    }
  }

  @Test
  void loadsClassesOfTheUsersOwn() {
    String file = dir.resolve("own.keras").toString();
    try (Model own = new Sequential(new Twice().inputShape(3), new Dense(1))) {
      own.save(file);
    }
    String copy = dir.resolve("copy.keras").toString();
    assertEquals(1, run("convert", file, copy));
    assertTrue(err.toString().contains("CustomObjects.of(Twice.class)"), err::toString);
    runWell("convert", "--custom", Twice.class.getName(), file, copy);
  }

  /** The file's optimizer is not here; without a word its state would be gone. */
  @Test
  void refusesToLoseWhatAFileIsCompiledWith() throws IOException {
    String file = with("opt_ftrl", "Ftrl", "Rewind");
    String copy = dir.resolve("copy.keras").toString();
    assertEquals(1, run("convert", file, copy));
    assertTrue(
        err.toString()
                .contains(
                    "what it is compiled with would be lost: the model is compiled without its"
                        + " optimizer")
            && err.toString().contains("Give --no-optimizer to leave it out."),
        err::toString);
    assertFalse(Files.exists(Path.of(copy)));
    runWell("convert", "--no-optimizer", file, copy);
  }

  @Test
  void saysWhatIsWrong() {
    assertEquals(1, run("inspect", "nowhere.h5"));
    assertTrue(err.toString().startsWith("keras inspect: No file 'nowhere.h5'."), err::toString);
    err.getBuffer().setLength(0);
    assertEquals(2, run("predict", model));
    assertEquals(
        """
        keras predict: Missing required options: '--inputs=NPZ', '--outputs=NPZ'
        See `keras predict --help`.
        """,
        err.toString());
    assertEquals(2, run("convert", "--custom", "no.such.Layer", model, "x.keras"));
    assertEquals(2, run());
  }

  @Test
  void tellsErrorsAsJsonToMachines() {
    assertEquals(1, run("inspect", "--json", "nowhere.h5"));
    assertTrue(String.valueOf(json().get("error")).startsWith("No file 'nowhere.h5'."));
    out.getBuffer().setLength(0);
    assertEquals(2, run("predict", "--json", model));
    assertTrue(String.valueOf(json().get("error")).startsWith("Missing required options"));
    assertEquals("", err.toString());
  }

  @Test
  void helpTellsEachCommandInAWholeSentence() {
    runWell("--help");
    assertTrue(
        out.toString().contains("inspect   Tells what a file holds, without building anything."),
        out::toString);
  }

  @Test
  void examinesTheMachine() {
    runWell("doctor", "--json");
    assertEquals("2.18.0", json().get("tensorflow"));
    assertTrue(((List<?>) Objects.requireNonNull(json().get("formats"))).contains("H5Format"));
  }
}
