package keras.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import keras.models.Model;
import keras.python.Framework;
import keras.saving.ExportOptions;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;

/** The forms in which Java writes models, one row each. */
enum WrittenForm {
  H5_PORTABLE("`.h5`, portable", "m.h5", Dialect.PORTABLE, true, true),
  H5_KERAS3("`.h5` for Keras 3", "m.h5", Dialect.KERAS_3, true, false),
  H5_TF_KERAS("`.h5` for tf_keras", "m.h5", Dialect.TF_KERAS, false, true),
  KERAS_PORTABLE("`.keras`, portable", "m.keras", Dialect.PORTABLE, true, true),
  KERAS_KERAS3("`.keras` for Keras 3", "m.keras", Dialect.KERAS_3, true, false),
  KERAS_TF_KERAS("`.keras` for tf_keras", "m.keras", Dialect.TF_KERAS, false, true),
  SAVED_MODEL("SavedModel", "saved_model", Dialect.TF_KERAS, false, true),
  EXPORT("SavedModel, exported", "served", Dialect.KERAS_3, true, false),
  LEGACY_WEIGHTS("weights `.h5`", "w.h5", Dialect.PORTABLE, true, true),
  WEIGHTS_PORTABLE("`.weights.h5`, portable", "m.weights.h5", Dialect.PORTABLE, true, true),
  WEIGHTS_KERAS3("`.weights.h5` for Keras 3", "m.weights.h5", Dialect.KERAS_3, true, false),
  WEIGHTS_TF_KERAS("`.weights.h5` for tf_keras", "m.weights.h5", Dialect.TF_KERAS, false, true),
  SHARDS("`.weights.json` and shards", "m.weights.json", Dialect.PORTABLE, true, false),
  CHECKPOINT("TensorFlow checkpoint", "ckpt", Dialect.PORTABLE, false, true),
  JSON_PORTABLE("JSON, portable", "m.json", Dialect.PORTABLE, true, true),
  JSON_KERAS3("JSON of Keras 3", "m.json", Dialect.KERAS_3, true, false),
  JSON_TF_KERAS("JSON of tf_keras", "m.json", Dialect.TF_KERAS, false, true);

  private final String title;
  private final String file;
  private final Dialect dialect;
  private final boolean forKeras3;
  private final boolean forTfKeras;

  WrittenForm(String title, String file, Dialect dialect, boolean forKeras3, boolean forTfKeras) {
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

  /** Returns the name of the file, which says the format; reloads.json goes by it. */
  String file() {
    return file;
  }

  /** Returns what written.py makes of it: a model, a layer that serves it, weights, a config. */
  String kind() {
    return switch (this) {
      case JSON_PORTABLE, JSON_KERAS3, JSON_TF_KERAS -> "config";
      case EXPORT -> "served";
      default -> isModel() ? "model" : "weights";
    };
  }

  /** Whether it holds a whole model, and not weights or a config alone. */
  boolean isModel() {
    return this == SAVED_MODEL || file.equals("m.h5") || file.equals("m.keras");
  }

  /** Returns the Kerases it is for. */
  List<Framework> readers() {
    return Stream.of(Framework.values()).filter(this::isFor).toList();
  }

  /** Whether a Keras is to read it. */
  boolean isFor(Framework reader) {
    return reader == Framework.KERAS3 ? forKeras3 : forTfKeras;
  }

  /** Whether both Kerases are to read it; tf_keras then calls metrics as Keras 3 would. */
  boolean isPortable() {
    return dialect == Dialect.PORTABLE;
  }

  /** Whether a Keras trains what it loads from it. */
  boolean trains() {
    return isModel() || (kind().equals("weights") && this != LEGACY_WEIGHTS);
  }

  /**
   * Whether a Keras is made to save in this form. Keras 3 has no legacy weights; SavedModels take
   * tf_keras too long.
   */
  boolean isSavedBy(Framework reader) {
    return this != SAVED_MODEL
        && this != EXPORT
        && (this != LEGACY_WEIGHTS || reader == Framework.TF_KERAS);
  }

  /**
   * Whether a Keras takes the optimizer's state too. Keras 3 could not train with it from {@code
   * .h5}, and tf_keras takes none from a SavedModel, not from its own either; from other portable
   * files tf_keras takes it only where its variables are those of Keras 3, and else trains on with
   * a fresh optimizer.
   */
  boolean carriesOptimizer(Framework reader) {
    if (!trains() || this == SAVED_MODEL) {
      return false;
    }
    boolean portable = dialect == Dialect.PORTABLE && this != CHECKPOINT;
    return file.equals("m.h5") ? this == H5_TF_KERAS : !portable || reader == Framework.KERAS3;
  }

  /** Writes a model into a folder and returns the path that Python is given. */
  Path write(Model model, Path dir) {
    return write(model, dir, shardSize(model));
  }

  /** The same with the size of the largest file of weights in many files, in GiB. */
  Path write(Model model, Path dir, double shardSize) {
    Path path = dir.resolve(file);
    SaveOptions options = SaveOptions.defaults().dialect(dialect);
    if (this == EXPORT) {
      model.export(path.toString(), ExportOptions.defaults().verbose(false));
    } else if (isModel()) {
      model.save(path.toString(), options);
    } else if (kind().equals("weights")) {
      boolean sharded = this == SHARDS;
      model.saveWeights(path.toString(), sharded ? options.maxShardSize(shardSize) : options);
    } else {
      try {
        Files.writeString(path, model.toJson(options));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return path;
  }

  /** Returns a size by which weights come into many files: that of the largest, in GiB. */
  static double shardSize(Model model) {
    long largest =
        model.weights().stream()
            .mapToLong(v -> v.shape().size() * v.dtype().bytes())
            .max()
            .orElse(8);
    return Math.max(8, largest) / (double) (1L << 30);
  }
}
