package keras.callbacks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import keras.data.WholeFile;
import keras.models.Model;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the state of training in a folder, and takes it from there where a run was broken off, so
 * that the next one goes on from the last epoch that was kept.
 *
 * <pre>{@code
 * model.fit(x, y, f -> f.epochs(30).callbacks(new BackupAndRestore("backup")));
 * }</pre>
 *
 * <p>The folder holds {@code latest.weights.h5}, the weights with the optimizer's state, and {@code
 * training_metadata.json}; both Kerases' runs can be taken up. As in Keras an epoch that was broken
 * off begins anew: with {@code saveFreq("epoch")} from the weights of its beginning, which gives
 * the history of an unbroken run where samples are not shuffled; with a number of batches from
 * those that were kept last.
 *
 * <p>Differs from Keras: a later {@code fit} of the same model starts at its own initial epoch.
 * Keras starts it where the backup did.
 *
 * <p>Keras: {@code keras/src/callbacks/backup_and_restore.py}.
 */
public final class BackupAndRestore extends Callback {
  private static final Pattern EPOCH = Pattern.compile("\"epoch\"\\s*:\\s*(\\d+)\\s*[,}]");

  private final Path backupDir;
  private final Path weights;
  private final Path metadata;
  private @Nullable Integer saveFreq; // null: every epoch
  private boolean doubleCheckpoint;
  private boolean deleteCheckpoint = true;

  private int batchesSeenSinceLastSaving;
  private int lastBatchSeen;
  private int currentEpoch;
  private int restoredEpoch;

  /**
   * Makes the callback.
   *
   * @param backupDir of this training alone; it is made where it is not there
   */
  public BackupAndRestore(String backupDir) {
    if (backupDir.isEmpty()) {
      throw new IllegalArgumentException(
          "BackupAndRestore: `backup_dir` must be a folder. Received: an empty path.");
    }
    this.backupDir = Path.of(backupDir);
    weights = this.backupDir.resolve("latest.weights.h5");
    metadata = this.backupDir.resolve("training_metadata.json");
  }

  /** Makes the callback. */
  public BackupAndRestore(Path backupDir) {
    this(backupDir.toString());
  }

  /** Sets after how many batches the state is kept, over the ends of epochs. */
  public BackupAndRestore saveFreq(int batches) {
    if (batches < 1) {
      throw new IllegalArgumentException(
          "BackupAndRestore: `save_freq` must be 'epoch' or at least 1. Received: save_freq=%d."
              .formatted(batches));
    }
    saveFreq = batches;
    return this;
  }

  /** Sets that the state is kept after each epoch: {@code "epoch"}. */
  public BackupAndRestore saveFreq(String epoch) {
    if (!epoch.equals("epoch")) {
      throw new IllegalArgumentException(
          ("Invalid value for argument `save_freq`. Received: save_freq=%s. Expected either 'epoch'"
                  + " or an integer value.")
              .formatted(epoch));
    }
    saveFreq = null;
    return this;
  }

  /** Sets whether the state before is kept as well, and taken where the latest cannot be read. */
  public BackupAndRestore doubleCheckpoint(boolean doubleCheckpoint) {
    this.doubleCheckpoint = doubleCheckpoint;
    return this;
  }

  /** Sets whether the folder is deleted at the end of training. */
  public BackupAndRestore deleteCheckpoint(boolean deleteCheckpoint) {
    this.deleteCheckpoint = deleteCheckpoint;
    return this;
  }

  /** Returns the epoch that the folder said to go on from, 0 where it said nothing. */
  int restoredEpoch() {
    return restoredEpoch;
  }

  /**
   * Takes the state from the folder, where there is one.
   *
   * @throws ModelFormatException if it cannot be read, nor the one before
   */
  @Override
  public void onTrainBegin(Logs logs) {
    restoredEpoch = 0;
    try {
      load();
    } catch (ModelFormatException | UncheckedIOException e) {
      if (!Files.exists(previous(weights))) {
        throw e;
      }
      copy(previous(weights), weights);
      if (Files.exists(previous(metadata))) {
        copy(previous(metadata), metadata);
      } else {
        delete(metadata);
      }
      load();
    }
  }

  private void load() {
    Model model = model();
    if (model.graph() == null && !model.isBuilt()) {
      throw new IllegalStateException(
          ("BackupAndRestore: the model must be built before fit. %s has no weights yet. Call it on"
                  + " a batch of data, or give it an Input.")
              .formatted(model));
    }
    if (Files.exists(weights)) {
      model.optimizer().build(model.trainableWeights());
      model.loadWeights(weights.toString());
    }
    if (Files.exists(metadata)) {
      String text;
      try {
        text = Files.readString(metadata);
      } catch (IOException e) {
        throw failed("read", metadata, e);
      }
      Matcher epoch = EPOCH.matcher(text);
      if (!epoch.find()) {
        throw new ModelFormatException(
            metadata.toString(), "", "Expected {\"epoch\": a number, …}. Received: " + text);
      }
      restoredEpoch = Integer.parseInt(epoch.group(1));
      currentEpoch = restoredEpoch;
    }
  }

  @Override
  public void onEpochBegin(int epoch, Logs logs) {
    currentEpoch = epoch;
  }

  @Override
  public void onEpochEnd(int epoch, Logs logs) {
    currentEpoch = epoch + 1;
    lastBatchSeen = 0;
    if (saveFreq == null) {
      save();
    }
  }

  @Override
  public void onTrainBatchEnd(int batch, Logs logs) {
    Integer every = saveFreq;
    if (every == null) {
      return;
    }
    batchesSeenSinceLastSaving += batch <= lastBatchSeen ? batch + 1 : batch - lastBatchSeen;
    lastBatchSeen = batch;
    if (batchesSeenSinceLastSaving >= every) {
      batchesSeenSinceLastSaving = 0;
      save();
    }
  }

  /** Deletes the folder, unless it is to stay. */
  @Override
  public void onTrainEnd(Logs logs) {
    if (!deleteCheckpoint || !Files.exists(backupDir)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> files = Files.walk(backupDir)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    } catch (IOException e) {
      throw failed("read", backupDir, e);
    }
    all.forEach(BackupAndRestore::delete);
  }

  private void save() {
    try {
      Files.createDirectories(backupDir);
    } catch (IOException e) {
      throw failed("made", backupDir, e);
    }
    if (doubleCheckpoint) {
      for (Path file : List.of(weights, metadata)) {
        if (Files.exists(file)) {
          copy(file, previous(file));
        }
      }
    }
    model().saveWeights(weights.toString());
    String text = "{\"epoch\": %d, \"batch\": %d}".formatted(currentEpoch, lastBatchSeen);
    WholeFile.write(metadata, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Path previous(Path file) {
    return file.resolveSibling(file.getFileName() + ".bkp");
  }

  private static void copy(Path from, Path to) {
    WholeFile.write(to, out -> Files.copy(from, out));
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failed("deleted", file, e);
    }
  }

  private static UncheckedIOException failed(String done, Path file, IOException e) {
    return new UncheckedIOException(
        "BackupAndRestore: %s cannot be %s: %s.".formatted(file, done, e.getMessage()), e);
  }
}
