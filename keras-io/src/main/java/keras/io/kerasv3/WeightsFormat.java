package keras.io.kerasv3;

import java.nio.file.Path;
import keras.config.CustomObjects;
import keras.io.configs.Inspections;
import keras.io.hdf5.Hdf5File;
import keras.io.storage.AtomicFile;
import keras.io.storage.Disk;
import keras.io.weights.FileLayout;
import keras.io.weights.StoredWeights;
import keras.models.Model;
import keras.saving.Inspection;
import keras.saving.LoadOptions;
import keras.saving.LoadReport;
import keras.saving.ModelFormat;
import keras.saving.SaveOptions;
import keras.saving.Source;
import keras.utils.Console;

/**
 * Weights in the layout of Keras 3: {@code .weights.h5}, also for tf_keras, and {@code
 * .weights.json} with its shards.
 *
 * <p>Keras: {@code keras/src/saving/saving_lib.py}.
 */
public final class WeightsFormat implements ModelFormat.FromMemory {
  private static final String SINGLE = ".weights.h5";
  private static final String SHARDED = ".weights.json";

  private final Disk disk;

  /** Made by the service loader. */
  public WeightsFormat() {
    this(AtomicFile::write);
  }

  /** Writes to a disk of the caller's. */
  public WeightsFormat(Disk disk) {
    this.disk = disk;
  }

  @Override
  public boolean reads(Path path) {
    return path.toString().endsWith(SINGLE) || path.toString().endsWith(SHARDED);
  }

  @Override
  public boolean reads(Source.InMemory file) {
    return FileLayout.isOfKeras3(file);
  }

  @Override
  public boolean writes(Path path) {
    return reads(path);
  }

  @Override
  public Model read(Path path, LoadOptions options) {
    throw FileLayout.notAModel(path.toString());
  }

  @Override
  public Model read(Source.InMemory file, LoadOptions options) {
    throw FileLayout.notAModel(file.name());
  }

  @Override
  public void write(Model model, Path path, SaveOptions options) {
    throw new IllegalArgumentException(
        "model.save: names that end in %s are for weights. Received: %s. Use a name that ends in .keras or .h5, or model.saveWeights(path)."
            .formatted(path.toString().endsWith(SHARDED) ? SHARDED : SINGLE, path));
  }

  @Override
  public Inspection inspect(Path path, CustomObjects custom) {
    if (path.toString().endsWith(SHARDED)) {
      throw new UnsupportedOperationException(
          "inspect: %s names other files; inspect those.".formatted(path));
    }
    return inspect(Hdf5File.open(path));
  }

  @Override
  public Inspection inspect(Source.InMemory file, CustomObjects custom) {
    return inspect(Hdf5File.open(file.name(), file.bytes()));
  }

  private static Inspection inspect(Hdf5File opened) {
    try (Hdf5File file = opened) {
      StoredWeights stored = StoredWeights.of(file.root());
      return Inspections.ofWeights(
          "weights in Keras 3's layout", "", stored.weights(), stored.findings());
    }
  }

  @Override
  public void readWeights(Model model, Path path, LoadOptions options) {
    readWeights(
        model,
        path.toString().endsWith(SHARDED)
            ? ShardedStore.open(path)
            : new SingleStore(Hdf5File.open(path)),
        options);
  }

  @Override
  public void readWeights(Model model, Source.InMemory file, LoadOptions options) {
    readWeights(model, new SingleStore(Hdf5File.open(file.name(), file.bytes())), options);
  }

  private static void readWeights(Model model, VariableStore opened, LoadOptions options) {
    try (VariableStore store = opened) {
      LoadReport report = new LoadReport(store.name());
      StateReader.read(model, store, options, report);
      options.report().accept(report);
    }
  }

  @Override
  public void writeWeights(Model model, Path path, SaveOptions options) {
    if (options.maxShardSize() != null) {
      ShardedWriter.write(model, json(path), options, disk);
      return;
    }
    if (path.toString().endsWith(SHARDED)) {
      throw new IllegalArgumentException(
          "model.saveWeights: names that end in %s are for weights in several files, which SaveOptions.maxShardSize asks for. Received: %s. Use a name that ends in %s."
              .formatted(SHARDED, path, SINGLE));
    }
    StateWriter.describe(model, path.toString(), options, file -> disk.write(path, file::write));
  }

  /** Returns the name of the map of shards, which Keras 3 too takes from that of one file. */
  private static Path json(Path path) {
    String name = String.valueOf(path.getFileName());
    if (name.endsWith(SHARDED)) {
      return path;
    }
    Path renamed = path.resolveSibling(name.replace(SINGLE, SHARDED));
    Console.printLine(
        "%s: weights in several files have a name that ends in .json: %s."
            .formatted(path, renamed));
    return renamed;
  }
}
