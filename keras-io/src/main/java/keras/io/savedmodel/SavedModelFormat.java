package keras.io.savedmodel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import keras.io.configs.ConfigSource;
import keras.io.configs.ModelConfigs;
import keras.io.migration.Writer;
import keras.io.tensorbundle.CheckpointBundle;
import keras.io.weights.CheckpointState;
import keras.models.Model;
import keras.saving.LoadOptions;
import keras.saving.LoadReport;
import keras.saving.ModelFormat;
import keras.saving.SaveOptions;
import org.jspecify.annotations.Nullable;

/**
 * SavedModels of tf_keras, the folders that {@code model.save(path, save_format="tf")} writes: the
 * Keras model is built from the config in {@code keras_metadata.pb} and gets the values of {@code
 * variables}, with its compile state and its optimizer's.
 *
 * <p>The TensorFlow program beside them, {@code saved_model.pb}, is neither read nor run. Folders
 * without Keras' metadata, such as those of Keras 3's {@code export}, hold that program alone and
 * are refused.
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

  @Override
  public boolean writes(Path path) {
    return false;
  }

  @Override
  public Model read(Path path, LoadOptions options) {
    Path file = metadata(path);
    Map<String, @Nullable Object> root = KerasMetadata.root(file);
    ConfigSource source = new ConfigSource(file.toString(), "root");
    Writer writer = Writer.of(root.get("keras_version") instanceof String version ? version : "2");
    Map<String, @Nullable Object> architecture = new LinkedHashMap<>();
    architecture.put("class_name", root.get("class_name"));
    architecture.put("config", root.get("config"));
    LoadReport report = new LoadReport(path.toString());
    Model model = ModelConfigs.build(architecture, writer, source, options.customObjects());
    boolean read = false;
    try {
      if (options.compile() && root.get("training_config") instanceof Map<?, ?> training) {
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        training.forEach((key, value) -> config.put(String.valueOf(key), value));
        ModelConfigs.compile(model, config, writer, options.customObjects(), report);
      }
      CheckpointState.read(model, variables(path), options, report);
      options.report().accept(report);
      read = true;
      return model;
    } finally {
      if (!read) {
        model.close();
      }
    }
  }

  private static Path metadata(Path path) {
    Path file = path.resolve(METADATA);
    if (!Files.isRegularFile(file)) {
      throw new UnsupportedOperationException(
          ("%s: it holds a TensorFlow program without a Keras model, as Keras 3's export writes it."
                  + " Save the model itself in Python, as .keras or .h5, or with tf_keras'"
                  + " save(path, save_format=\"tf\").")
              .formatted(path));
    }
    return file;
  }

  private static CheckpointBundle variables(Path path) {
    return CheckpointBundle.open(path.resolve("variables").resolve("variables"));
  }

  @Override
  public void write(Model model, Path path, SaveOptions options) {
    throw new UnsupportedOperationException(
        "model.save: SavedModels cannot be written yet. Use a name that ends in .keras or .h5.");
  }

  @Override
  public void readWeights(Model model, Path path, LoadOptions options) {
    LoadReport report = new LoadReport(path.toString());
    CheckpointState.read(model, variables(path), options, report);
    options.report().accept(report);
  }

  @Override
  public void writeWeights(Model model, Path path, SaveOptions options) {
    write(model, path, options);
  }
}
