package keras.golden;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import keras.Keras;
import keras.models.Model;
import keras.python.Framework;
import keras.saving.ExportOptions;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.jspecify.annotations.Nullable;

/** The forms in which Java writes models, one row each. */
enum WrittenForm {
  KERAS_PORTABLE("`.keras`, portable", "portable.keras", Dialect.PORTABLE, true, true),
  KERAS_KERAS3("`.keras` for Keras 3", "keras3.keras", Dialect.KERAS_3, true, false),
  KERAS_TF_KERAS("`.keras` for tf_keras", "tf.keras", Dialect.TF_KERAS, false, true),
  SAVED_MODEL("SavedModel", "saved_model", Dialect.TF_KERAS, false, true),
  EXPORT("SavedModel, exported", "served", null, true, false),
  WEIGHTS("`.weights.h5`", "model.weights.h5", null, true, true),
  CHECKPOINT("TensorFlow checkpoint", "checkpoint", null, false, true);

  private final String title;
  private final String file;
  private final @Nullable Dialect dialect;
  private final boolean forKeras3;
  private final boolean forTfKeras;

  WrittenForm(
      String title, String file, @Nullable Dialect dialect, boolean forKeras3, boolean forTfKeras) {
    this.title = title;
    this.file = file;
    this.dialect = dialect;
    this.forKeras3 = forKeras3;
    this.forTfKeras = forTfKeras;
  }

  /** Returns the name for a table, in Markdown. */
  String title() {
    return title;
  }

  /** Whether it holds a whole model, and not weights alone. */
  boolean isModel() {
    return dialect != null;
  }

  /** Whether it serves a model, which Python makes a layer of. */
  boolean isServed() {
    return this == EXPORT;
  }

  /** Returns the Kerases it is for. */
  List<Framework> readers() {
    return Stream.of(Framework.values())
        .filter(f -> f == Framework.KERAS3 ? forKeras3 : forTfKeras)
        .toList();
  }

  /**
   * Whether a Keras must take the optimizer's state too. From portable files tf_keras does so only
   * where its variables are those of Keras 3, and else trains on with a fresh optimizer; from
   * SavedModels it never does, not from its own either.
   */
  boolean carriesOptimizer(Framework reader) {
    return this != SAVED_MODEL && (this != KERAS_PORTABLE || reader == Framework.KERAS3);
  }

  /** Writes a model into a folder and returns the path that Python is given. */
  Path write(Model model, Path dir) {
    Path path = dir.resolve(file);
    if (isServed()) {
      model.export(path.toString(), ExportOptions.defaults().verbose(false));
    } else if (dialect == null) {
      model.saveWeights(path.toString());
    } else {
      model.save(path.toString(), SaveOptions.defaults().dialect(dialect));
    }
    return path;
  }

  /** Reads what was written back as a model of Java's own. */
  Model read(Path path) {
    return Keras.loadModel(path.toString());
  }
}
