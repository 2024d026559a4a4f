package keras.io.savedmodel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import keras.config.CustomObjects;
import keras.io.configs.BuildConfigs;
import keras.io.configs.ConfigSource;
import keras.io.configs.Inspections;
import keras.io.configs.ModelConfigs;
import keras.io.migration.Writer;
import keras.io.storage.Folders;
import keras.io.tensorbundle.CheckpointBundle;
import keras.io.weights.CheckpointState;
import keras.models.Model;
import keras.saving.ExportOptions;
import keras.saving.GoldenValues;
import keras.saving.Inspection;
import keras.saving.Inspection.Finding;
import keras.saving.Inspection.StoredWeight;
import keras.saving.LoadOptions;
import keras.saving.LoadReport;
import keras.saving.ModelFormat;
import keras.saving.SaveOptions;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/**
 * SavedModels of tf_keras, the folders that {@code model.save(path, save_format="tf")} writes: the
 * Keras model is built from the config in {@code keras_metadata.pb} and gets the values of {@code
 * variables}, with its compile state and its optimizer's.
 *
 * <p>The TensorFlow program beside them, {@code saved_model.pb}, is not run, and read only where
 * layers learned a vocabulary, which is there, or where TensorFlow 2.0 to 2.4 wrote the config into
 * it; one that is cut is refused, for a folder that was not copied whole. Folders without Keras'
 * metadata, such as those of Keras 3's {@code export}, hold that program alone; {@link SavedModel}
 * runs it.
 *
 * <pre>{@code
 * model.save("mlp"); // tf_keras.models.load_model("mlp"), tf.saved_model.load("mlp")
 * }</pre>
 *
 * <p>Written are both: tf_keras makes the model of it again, with its compile state, and TensorFlow
 * runs its signature {@code serving_default}, whose inputs and outputs have the layers' names.
 * tf_keras does not restore the optimizer's state from SavedModels; this library does.
 *
 * <p>Keras: {@code tf_keras/src/saving/legacy/saved_model/load.py}.
 */
public final class SavedModelFormat implements ModelFormat {
  private static final String PROGRAM = "saved_model.pb";
  private static final String METADATA = "keras_metadata.pb";

  /** Made by the service loader. */
  public SavedModelFormat() {}

  @Override
  public boolean reads(Path path) {
    return Files.isRegularFile(path.resolve(PROGRAM))
        || Files.isRegularFile(path.resolve(METADATA));
  }

  /** Whether the name has no ending, as in Keras 2. */
  @Override
  public boolean writes(Path path) {
    Path name = path.getFileName();
    return name != null && !name.toString().contains(".");
  }

  @Override
  public boolean writesWeights(Path path) {
    return false;
  }

  @Override
  public Model read(Path path, LoadOptions options) {
    Described described = describe(path);
    Writer writer = described.writer();
    LoadReport report = new LoadReport(path.toString());
    Model model =
        ModelConfigs.build(
            described.architecture(),
            writer,
            described.source(),
            options.customObjects(),
            report::addNote);
    boolean read = false;
    try {
      BuildConfigs.build(model, described.build(), described.source());
      Map<String, @Nullable Object> training = described.training();
      if (options.compile() && training != null) {
        ModelConfigs.compile(model, training, writer, options.customObjects(), report);
      }
      CheckpointBundle bundle = variables(path);
      CheckpointState.read(model, bundle, options, report);
      LearnedState.read(model, path, bundle);
      options.report().accept(report);
      read = true;
      return model;
    } finally {
      if (!read) {
        model.close();
      }
    }
  }

  @Override
  public Inspection inspect(Path path, CustomObjects custom) {
    if (!isKeras(path)) {
      SavedModelContents held = SavedModel.inspect(path);
      return new Inspection(
          "SavedModel without a Keras model",
          "",
          null,
          null,
          held.variables(),
          held.refusedOps(),
          ops(held));
    }
    CheckpointBundle bundle = variables(path);
    bundle.requireWhole();
    List<StoredWeight> weights = CheckpointState.list(bundle);
    Described d = describe(path);
    return Inspections.ofModel(
        "SavedModel of tf_keras",
        d.writer(),
        d.architecture(),
        d.training(),
        d.source(),
        custom,
        weights,
        Files.isRegularFile(path.resolve(PROGRAM)) ? ops(SavedModel.inspect(path)) : List.of());
  }

  private static List<Finding> ops(SavedModelContents held) {
    return held.refusedOps().stream().map(op -> new Finding("op", PROGRAM, op)).toList();
  }

  /** What the metadata say. */
  private record Described(
      Writer writer,
      Map<String, @Nullable Object> architecture,
      @Nullable Map<String, @Nullable Object> training,
      Map<String, @Nullable Object> build,
      ConfigSource source) {}

  private static Described describe(Path path) {
    SavedFolder folder = new SavedFolder(path);
    boolean beside = Files.isRegularFile(path.resolve(METADATA));
    String file = beside ? Folders.inside(path, METADATA).toString() : folder.program();
    if (beside) {
      folder.requireWholeProgram();
    }
    Map<String, @Nullable Object> root =
        beside ? KerasMetadata.root(Path.of(file)) : KerasMetadata.ofProgram(folder);
    if (root == null) {
      throw noModel(path);
    }
    Map<String, @Nullable Object> architecture = new LinkedHashMap<>();
    architecture.put("class_name", root.get("class_name"));
    architecture.put("config", root.get("config"));
    Map<String, @Nullable Object> training = null;
    if (root.get("training_config") instanceof Map<?, ?> given) {
      training = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : given.entrySet()) {
        training.put(String.valueOf(entry.getKey()), entry.getValue());
      }
    }
    Map<String, @Nullable Object> build = new LinkedHashMap<>();
    build.put("input_shape", root.get("build_input_shape"));
    String version = root.get("keras_version") instanceof String known ? known : "2";
    return new Described(
        Writer.of(version),
        architecture,
        training,
        build,
        new ConfigSource(file, "root", () -> program(path)));
  }

  /** Says how to do without the classes of a model: tf_keras then runs their functions too. */
  private static String program(Path path) {
    return Files.isRegularFile(path.resolve(PROGRAM))
        ? "Or run the program that the SavedModel holds: %s.".formatted(load(path))
        : "";
  }

  private static boolean isKeras(Path path) {
    return Files.isRegularFile(path.resolve(METADATA))
        || KerasMetadata.ofProgram(new SavedFolder(path)) != null;
  }

  private static UnsupportedOperationException noModel(Path path) {
    return new UnsupportedOperationException(
        String.format(
            "%s: it is no Keras model but a TensorFlow program, as model.export writes it. Run"
                + " it: %s. To train or change the model, save it itself in Python, as .keras or"
                + " .h5.",
            path, load(path)));
  }

  private static String load(Path path) {
    return "SavedModel.load(Path.of(\"%s\")).call(%s)".formatted(path, call(path));
  }

  /** Returns what a call of the program looks like: {@code "serve", Map.of("x", x)}. */
  private static String call(Path path) {
    Map<String, Signature> all = new LinkedHashMap<>();
    SavedModel.inspect(path).signatures().forEach(s -> all.put(s.name(), s));
    Signature shown =
        all.getOrDefault("serving_default", all.values().stream().findFirst().orElse(null));
    return shown == null
        ? "signature, inputs"
        : shown.inputs().keySet().stream()
            .map(name -> "\"%s\", %s".formatted(name, name.replaceAll("[^A-Za-z0-9_]", "_")))
            .collect(Collectors.joining(", ", "\"%s\", Map.of(".formatted(shown.name()), ")"));
  }

  private static CheckpointBundle variables(Path path) {
    for (String name : List.of("variables.index", "variables.data-00000-of-00001")) {
      if (Files.exists(path.resolve("variables").resolve(name))) {
        Folders.inside(path, "variables/" + name);
      }
    }
    return CheckpointBundle.open(path.resolve("variables").resolve("variables"));
  }

  @Override
  public void write(Model model, Path path, SaveOptions options) {
    SavedModelWriter.save(model, path, options);
  }

  @Override
  public boolean keepsGoldenValues() {
    return true;
  }

  @Override
  public Map<String, NdArray<?>> goldenValues(Path path) {
    if (!Files.isRegularFile(path.resolve(SavedModelWriter.GOLDEN))) {
      return Map.of();
    }
    Path file = Folders.inside(path, SavedModelWriter.GOLDEN);
    try {
      return GoldenValues.read(path.toString(), SavedModelWriter.GOLDEN, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read: " + e.getMessage() + ".", e);
    }
  }

  @Override
  public boolean exports(String name) {
    return name.equals("tf_saved_model");
  }

  @Override
  public void export(Model model, Path path, ExportOptions options) {
    ModelExport.write(model, path, options);
  }

  @Override
  public void readWeights(Model model, Path path, LoadOptions options) {
    LoadReport report = new LoadReport(path.toString());
    CheckpointState.read(model, variables(path), options, report);
    options.report().accept(report);
  }

  @Override
  public void writeWeights(Model model, Path path, SaveOptions options) {
    throw new UnsupportedOperationException(
        "model.saveWeights: a SavedModel holds a model. Use model.save(path).");
  }
}
