package keras.io.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import keras.config.CustomObjects;
import keras.io.configs.Inspections;
import keras.io.storage.AtomicFile;
import keras.io.storage.Disk;
import keras.io.tensorbundle.CheckpointBundle;
import keras.io.weights.CheckpointState;
import keras.io.weights.FileLayout;
import keras.io.weights.TrackedObjects;
import keras.models.Model;
import keras.saving.Inspection;
import keras.saving.LoadOptions;
import keras.saving.LoadReport;
import keras.saving.ModelFormat;
import keras.saving.SaveOptions;

/**
 * Weights, and the optimizer's state, in a TensorFlow checkpoint: the files {@code PREFIX.index}
 * and {@code PREFIX.data-00000-of-00001}. The path is the prefix, or the folder in which
 * TensorFlow's {@code CheckpointManager} keeps several, of which the latest is read.
 *
 * <pre>{@code
 * model.saveWeights("ckpt/weights"); // model.load_weights("ckpt/weights") in tf_keras
 * model.loadWeights("ckpt/weights");
 * }</pre>
 *
 * <p>Names without an ending, or with {@code .ckpt}, are checkpoints, as in tf_keras.
 *
 * <p>Keras: {@code tf_keras/src/engine/training.py}, {@code save_weights}.
 */
public final class CheckpointFormat implements ModelFormat {
  private final Disk disk;

  /** Made by the service loader. */
  public CheckpointFormat() {
    this(AtomicFile::write);
  }

  /** Writes to a disk of the caller's. */
  public CheckpointFormat(Disk disk) {
    this.disk = disk;
  }

  @Override
  public boolean reads(Path path) {
    return isPrefix(path) || LatestCheckpoint.isIn(path);
  }

  private static boolean isPrefix(Path path) {
    return path.getFileName() != null && Files.isRegularFile(CheckpointBundle.index(path));
  }

  private static CheckpointBundle open(Path path) {
    return CheckpointBundle.open(isPrefix(path) ? path : LatestCheckpoint.of(path));
  }

  @Override
  public boolean writes(Path path) {
    return false;
  }

  @Override
  public boolean writesWeights(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.endsWith(".ckpt") || !name.contains(".");
  }

  @Override
  public Model read(Path path, LoadOptions options) {
    throw FileLayout.notAModel(path.toString());
  }

  @Override
  public void write(Model model, Path path, SaveOptions options) {
    throw new IllegalArgumentException(
        "model.save: a checkpoint holds weights, not a model. Use model.saveWeights(path).");
  }

  @Override
  public void readWeights(Model model, Path path, LoadOptions options) {
    LoadReport report = new LoadReport(path.toString());
    CheckpointState.read(model, open(path), options, report);
    options.report().accept(report);
  }

  @Override
  public Inspection inspect(Path path, CustomObjects custom) {
    CheckpointBundle bundle = open(path);
    bundle.requireWhole();
    return Inspections.ofWeights("TensorFlow checkpoint", "", CheckpointState.list(bundle));
  }

  @Override
  public void writeWeights(Model model, Path path, SaveOptions options) {
    TrackedObjects.of(model, options.includeOptimizer()).checkpoint().write(path, disk);
  }
}
