package keras.callbacks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import keras.utils.Console;
import keras.utils.PythonFormat;
import org.jspecify.annotations.Nullable;

/**
 * Saves the model, or its weights, every epoch or every so many batches.
 *
 * <pre>{@code
 * new ModelCheckpoint("best.keras").saveBestOnly(true)
 * new ModelCheckpoint("{epoch:02d}-{val_loss:.2f}.weights.h5").saveWeightsOnly(true)
 * }</pre>
 *
 * <p>The path may hold {@code {epoch}}, {@code {batch}} and the names of the logs, with Python's
 * formats. Directories that it names are made.
 *
 * <p>Keras: {@code keras/src/callbacks/model_checkpoint.py}.
 */
public final class ModelCheckpoint extends MonitorCallback<ModelCheckpoint> {
  private final String filepath;
  private final FilePattern pattern;
  private int verbose;
  private boolean saveBestOnly;
  private boolean saveWeightsOnly;
  private @Nullable Integer saveFreq; // null: every epoch

  private int currentEpoch;
  private int batchesSeenSinceLastSaving;
  private @Nullable Integer lastBatchSeen;

  /**
   * Makes the callback.
   *
   * @param filepath ends with {@code .keras} or {@code .h5}
   */
  public ModelCheckpoint(String filepath) {
    if (!filepath.endsWith(".keras") && !filepath.endsWith(".h5")) {
      throw new IllegalArgumentException(
          ("ModelCheckpoint: the filepath provided must end in `.keras` (Keras model format). "
                  + "Received: filepath=%s.")
              .formatted(filepath));
    }
    this.filepath = filepath;
    this.pattern = new FilePattern(filepath);
  }

  /** Makes the callback. */
  public ModelCheckpoint(Path filepath) {
    this(filepath.toString());
  }

  /** Sets whether it prints what it does: 0 or 1. */
  public ModelCheckpoint verbose(int verbose) {
    this.verbose = verbose;
    return this;
  }

  /** Sets whether only models better than all before are saved. */
  public ModelCheckpoint saveBestOnly(boolean saveBestOnly) {
    this.saveBestOnly = saveBestOnly;
    return this;
  }

  /** Sets whether only the weights are saved; the path must then end with {@code .weights.h5}. */
  public ModelCheckpoint saveWeightsOnly(boolean saveWeightsOnly) {
    if (saveWeightsOnly && !filepath.endsWith(".weights.h5")) {
      throw new IllegalArgumentException(
          ("When using `save_weights_only=True` in `ModelCheckpoint`, the filepath provided must "
                  + "end in `.weights.h5` (Keras weights format). Received: filepath=%s.")
              .formatted(filepath));
    }
    this.saveWeightsOnly = saveWeightsOnly;
    return this;
  }

  /** Sets after how many batches it saves, over the ends of epochs. */
  public ModelCheckpoint saveFreq(int batches) {
    if (batches < 1) {
      throw new IllegalArgumentException(
          "ModelCheckpoint: `save_freq` must be 'epoch' or at least 1. Received: save_freq=%d."
              .formatted(batches));
    }
    saveFreq = batches;
    return this;
  }

  /** Sets that it saves after each epoch: {@code "epoch"}. */
  public ModelCheckpoint saveFreq(String epoch) {
    if (!epoch.equals("epoch")) {
      throw new IllegalArgumentException(
          "Unrecognized save_freq: %s. Expected save_freq are 'epoch' or integer values."
              .formatted(epoch));
    }
    saveFreq = null;
    return this;
  }

  /** Sets the value that the first model to be saved must beat, with {@link #saveBestOnly}. */
  public ModelCheckpoint initialValueThreshold(double initialValueThreshold) {
    best = initialValueThreshold;
    return this;
  }

  @Override
  public void onTrainBatchEnd(int batch, Logs logs) {
    if (shouldSaveOnBatch(batch)) {
      save(currentEpoch, batch, logs);
    }
  }

  @Override
  public void onEpochBegin(int epoch, Logs logs) {
    currentEpoch = epoch;
  }

  @Override
  public void onEpochEnd(int epoch, Logs logs) {
    requireDirection();
    if (saveFreq == null) {
      save(epoch, null, logs);
    }
  }

  private boolean shouldSaveOnBatch(int batch) {
    Integer every = saveFreq;
    if (every == null) {
      return false;
    }
    Integer last = lastBatchSeen;
    batchesSeenSinceLastSaving += last == null || batch <= last ? batch + 1 : batch - last;
    lastBatchSeen = batch;
    if (batchesSeenSinceLastSaving >= every) {
      batchesSeenSinceLastSaving = 0;
      return true;
    }
    return false;
  }

  private void save(int epoch, @Nullable Integer batch, Logs logs) {
    Map<String, Number> values = new LinkedHashMap<>();
    values.put("epoch", epoch + 1);
    if (batch != null) {
      values.put("batch", batch + 1);
    }
    values.putAll(logs.asMap());
    String path = pattern.fill(values);
    if (!shouldSave(epoch, logs, path)) {
      return;
    }
    makeDirectories(path);
    if (saveWeightsOnly) {
      model().saveWeights(path);
    } else {
      model().save(path);
    }
    print("\nEpoch %d: finished saving model to %s".formatted(epoch + 1, path));
  }

  private boolean shouldSave(int epoch, Logs logs, String path) {
    if (!saveBestOnly) {
      print("\nEpoch %d: saving model to %s".formatted(epoch + 1, path));
      return true;
    }
    Double current = logs.find(monitor());
    if (current == null) {
      Console.printLine("Can save best model only with %s available.".formatted(monitor()));
      return true;
    }
    String before = best == null ? "None" : PythonFormat.fixed(best, 5);
    if (isImprovement(current, best)) {
      print(
          "\nEpoch %d: %s improved from %s to %s, saving model to %s"
              .formatted(epoch + 1, monitor(), before, PythonFormat.fixed(current, 5), path));
      best = current;
      return true;
    }
    print("\nEpoch %d: %s did not improve from %s".formatted(epoch + 1, monitor(), before));
    return false;
  }

  private void print(String text) {
    if (verbose > 0) {
      Console.printLine(text);
    }
  }

  private static void makeDirectories(String path) {
    Path file = Path.of(path);
    try {
      if (Files.isDirectory(file)) {
        throw new IOException(
            ("Please specify a non-directory filepath for ModelCheckpoint. Filepath used is an "
                    + "existing directory: %s")
                .formatted(path));
      }
      Path directory = file.getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}
