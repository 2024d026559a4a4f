package keras.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import keras.Keras;
import keras.io.checkpoint.CheckpointFormat;
import keras.io.h5.H5Format;
import keras.io.kerasv3.KerasFormat;
import keras.io.kerasv3.WeightsFormat;
import keras.io.storage.Disk;
import keras.layers.BatchNormalization;
import keras.layers.Dense;
import keras.models.Model;
import keras.models.Sequential;
import keras.saving.SaveOptions;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.StdArrays;

/** The formats that are written, and a model to write. */
enum SavedFormat {
  H5("m.h5"),
  KERAS("m.keras"),
  LEGACY_WEIGHTS("w.h5"),
  WEIGHTS("m.weights.h5"),
  SHARDS("m.weights.json"),
  CHECKPOINT("ckpt");

  private final String file;

  SavedFormat(String file) {
    this.file = file;
  }

  Path in(Path folder) {
    return folder.resolve(file);
  }

  /** Writes a model to a folder of some disk. */
  void write(Model model, Path folder, Disk disk) {
    SaveOptions options = SaveOptions.defaults();
    switch (this) {
      case H5 -> new H5Format(disk).write(model, in(folder), options);
      case KERAS -> new KerasFormat(disk).write(model, in(folder), options);
      case LEGACY_WEIGHTS -> new H5Format(disk).writeWeights(model, in(folder), options);
      case WEIGHTS -> new WeightsFormat(disk).writeWeights(model, in(folder), options);
      case SHARDS ->
          new WeightsFormat(disk)
              .writeWeights(model, in(folder), options.maxShardSize(100.0 / (1 << 30)));
      default -> new CheckpointFormat(disk).writeWeights(model, in(folder), options);
    }
  }

  static final FloatNdArray X = StdArrays.ndCopyOf(new float[][] {{1, 2}, {3, 4}, {5, 6}});
  static final FloatNdArray Y = StdArrays.ndCopyOf(new float[][] {{1}, {0}, {1}});

  /** Returns a model that took a step, always the same one. */
  static Model model() {
    Keras.clearSession();
    Keras.setRandomSeed(3);
    Model model =
        new Sequential(new Dense(3, "relu").inputShape(2), new BatchNormalization(), new Dense(1))
            .compile("adam", "mse");
    model.fit(X, Y, f -> f.verbose(0).shuffle(false));
    return model;
  }

  /** Returns a model whose first two layers are wider. */
  static Model wider() {
    Keras.clearSession();
    Model model =
        new Sequential(new Dense(4, "relu").inputShape(2), new BatchNormalization(), new Dense(1));
    model.predict(X); // which builds it
    return model;
  }

  /** Returns all files of a folder by their names. */
  static SortedMap<String, String> files(Path folder) {
    SortedMap<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        all.put(
            file.getFileName().toString(),
            java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }
}
