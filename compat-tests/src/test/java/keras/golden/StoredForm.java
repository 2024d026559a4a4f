package keras.golden;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.io.json.Json;
import keras.models.Model;
import keras.python.Framework;
import keras.saving.LoadOptions;
import org.jspecify.annotations.Nullable;

/** The forms in which the cases are kept, one row each. */
enum StoredForm {
  H5_TF_KERAS("model.h5", Framework.TF_KERAS, Content.MODEL, "`.h5`"),
  H5_KERAS3("model_v3.h5", Framework.KERAS3, Content.MODEL, "`.h5`"),
  KERAS_TF_KERAS("model_tk.keras", Framework.TF_KERAS, Content.MODEL, "`.keras`"),
  KERAS_KERAS3("model.keras", Framework.KERAS3, Content.MODEL, "`.keras`"),
  SAVED_MODEL("saved_model", Framework.TF_KERAS, Content.MODEL, "SavedModel"),
  PROGRAM_TF_KERAS("saved_model", Framework.TF_KERAS, Content.PROGRAM, "SavedModel, to be called"),
  PROGRAM_KERAS3("export", Framework.KERAS3, Content.PROGRAM, "SavedModel, to be called"),
  LEGACY_WEIGHTS("weights.h5", Framework.TF_KERAS, Content.WEIGHTS, "weights `.h5`"),
  WEIGHTS_TF_KERAS("model_tk.weights.h5", Framework.TF_KERAS, Content.WEIGHTS, "`.weights.h5`"),
  WEIGHTS_KERAS3("model.weights.h5", Framework.KERAS3, Content.WEIGHTS, "`.weights.h5`"),
  CHECKPOINT("ckpt/ckpt.index", Framework.TF_KERAS, Content.WEIGHTS, "TensorFlow checkpoint"),
  JSON_TF_KERAS("config.json", Framework.TF_KERAS, Content.CONFIG, "JSON"),
  JSON_KERAS3("config_v3.json", Framework.KERAS3, Content.CONFIG, "JSON");

  /** What a form holds. */
  enum Content {
    MODEL,
    WEIGHTS,
    CONFIG,
    PROGRAM
  }

  private final String file;
  private final Framework writer;
  private final Content content;
  private final String format;

  StoredForm(String file, Framework writer, Content content, String format) {
    this.file = file;
    this.writer = writer;
    this.content = content;
    this.format = format;
  }

  /** Returns the file's name in a case's folder; a checkpoint's is that of its index. */
  String file() {
    return file;
  }

  /** Returns the Keras that wrote it. */
  Framework writer() {
    return writer;
  }

  Content content() {
    return content;
  }

  /** Returns the format's name for a table, in Markdown. */
  String format() {
    return format;
  }

  /** Returns the cases that are kept in this form; weights alone need a config beside them. */
  List<GoldenCase> kept() {
    return GoldenCase.every().stream()
        .filter(c -> c.isModel() && c.has(file))
        .filter(c -> content != Content.WEIGHTS || c.has(config().file))
        .toList();
  }

  /** Returns those whose classes all exist; a program needs none. */
  List<GoldenCase> readable() {
    return kept().stream()
        .filter(c -> content == Content.PROGRAM || CaseClasses.allExist(c))
        .toList();
  }

  private StoredForm config() {
    return writer == Framework.KERAS3 ? JSON_KERAS3 : JSON_TF_KERAS;
  }

  /**
   * Reads a case. Weights alone go into the model that the config makes, not compiled, and a config
   * gets the weights of the whole model.
   */
  Model read(GoldenCase golden, LoadOptions options) {
    if (content == Content.MODEL) {
      return Keras.loadModel(golden.file(file).toString(), options);
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>(golden.json(config().file).map());
    json.remove("compile_config");
    Model model = Keras.modelFromJson(Json.write(json));
    String whole = writer == Framework.KERAS3 ? KERAS_KERAS3.file : H5_TF_KERAS.file;
    String weights = content == Content.WEIGHTS ? file.replace(".index", "") : whole;
    model.loadWeights(golden.file(weights).toString(), options);
    return model;
  }
}
