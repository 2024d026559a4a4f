package keras.callbacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import keras.layers.Dense;
import keras.layers.InputLayer;
import keras.models.Sequential;
import keras.saving.NotedFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ModelCheckpointTest {
  private static final float[][] X = {{1, 2}, {3, 4}, {5, 6}};
  private static final float[][] Y = {{1}, {2}, {3}};

  private final Path folder;
  private final AutoCloseable format;

  ModelCheckpointTest(@TempDir Path folder, @TempDir Path services) throws IOException {
    this.folder = folder;
    this.format = NotedFormat.available(services);
  }

  @AfterEach
  void unregister() throws Exception {
    format.close();
  }

  private void fit(Callback callback, int epochs) {
    try (Sequential model = new Sequential(new InputLayer(2), new Dense(1).name("d"))) {
      model.compile("sgd", "mse", "mae");
      model.fit(X, Y, f -> f.epochs(epochs).batchSize(1).verbose(0).callbacks(callback));
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(f -> folder.relativize(f).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  private static void refuses(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }

  @Test
  void savesTheModelAfterEachEpoch() throws IOException {
    fit(new ModelCheckpoint(folder.resolve("deep/er/m-{epoch:02d}.keras")), 2);
    assertEquals(List.of("deep/er/m-01.keras", "deep/er/m-02.keras"), files());
    assertTrue(
        Files.readString(folder.resolve("deep/er/m-01.keras"))
            .startsWith("model of 3 parameters, "));
  }

  @Test
  void savesTheWeightsEverySoManyBatches() throws IOException {
    fit(
        new ModelCheckpoint(folder.resolve("{epoch}-{batch}.weights.h5"))
            .saveWeightsOnly(true)
            .saveFreq(2),
        2);
    assertEquals(List.of("1-2.weights.h5", "2-1.weights.h5", "2-3.weights.h5"), files());
    assertTrue(
        Files.readString(folder.resolve("1-2.weights.h5")).startsWith("weights of 3 parameters"));
  }

  @Test
  void findsOutByTheModelWhenAMetricIsBetter() throws IOException {
    fit(
        new ModelCheckpoint(folder.resolve("{mae:.4f}.h5"))
            .monitor("mae")
            .saveBestOnly(true)
            .initialValueThreshold(-1),
        1);
    assertEquals(List.of(), files());
    fit(
        new ModelCheckpoint(folder.resolve("best.h5"))
            .monitor("mae")
            .saveBestOnly(true)
            .initialValueThreshold(1e9),
        1);
    assertEquals(List.of("best.h5"), files());
  }

  @Test
  void refusesAMetricThatTheModelDoesNotHave() {
    refuses(
        "ModelCheckpoint callback received monitor=val_accuracy, but Keras isn't able to"
            + " automatically determine whether that metric should be maximized or minimized. Pass"
            + " `mode='max'` in order to monitor based on the highest metric value, or pass"
            + " `mode='min'` in order to use the lowest value.",
        () -> fit(new ModelCheckpoint(folder.resolve("m.h5")).monitor("val_accuracy"), 1));
  }

  @Test
  void refusesAPathThatNoFormatHas() {
    refuses(
        "ModelCheckpoint: the filepath provided must end in `.keras` (Keras model format). Received:"
            + " filepath=model.txt.",
        () -> new ModelCheckpoint("model.txt"));
  }

  @Test
  void refusesWeightsInAModelsFile() {
    refuses(
        "When using `save_weights_only=True` in `ModelCheckpoint`, the filepath provided must end in"
            + " `.weights.h5` (Keras weights format). Received: filepath=model.h5.",
        () -> new ModelCheckpoint("model.h5").saveWeightsOnly(true));
  }

  @Test
  void refusesFrequenciesThatAreNone() {
    refuses(
        "ModelCheckpoint: `save_freq` must be 'epoch' or at least 1. Received: save_freq=0.",
        () -> new ModelCheckpoint("model.h5").saveFreq(0));
    refuses(
        "Unrecognized save_freq: batch. Expected save_freq are 'epoch' or integer values.",
        () -> new ModelCheckpoint("model.h5").saveFreq("batch"));
  }

  @Test
  void refusesNamesThatTheLogsDoNotHave() {
    refuses(
        "Failed to format this callback filepath: \"{val_loss:.2f}.h5\". Reason: 'val_loss'."
            + " Available: epoch, loss, mae.",
        () -> fit(new ModelCheckpoint("{val_loss:.2f}.h5"), 1));
  }

  @Test
  void refusesFormatsThatItDoesNotKnow() {
    refuses(
        "ModelCheckpoint: `filepath` has a placeholder that is not understood: {loss:>8}. Use forms"
            + " like {epoch:02d} and {val_loss:.2f}. Received: filepath={loss:>8}.h5.",
        () -> new ModelCheckpoint("{loss:>8}.h5"));
    refuses(
        "ModelCheckpoint: `filepath` has a placeholder that is not understood: a brace without its"
            + " partner. Use forms like {epoch:02d} and {val_loss:.2f}. Received:"
            + " filepath={epoch.h5.",
        () -> new ModelCheckpoint("{epoch.h5"));
    refuses(
        "Failed to format this callback filepath: \"{loss:02d}.h5\". Reason: 'loss' is not a whole"
            + " number; use {loss:.2f}.",
        () -> fit(new ModelCheckpoint("{loss:02d}.h5"), 1));
  }

  @Test
  void refusesADirectory() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("dir.keras"));
    assertEquals(
        "Please specify a non-directory filepath for ModelCheckpoint. Filepath used is an existing"
            + " directory: "
            + directory,
        assertThrows(UncheckedIOException.class, () -> fit(new ModelCheckpoint(directory), 1))
            .getMessage());
    assertFalse(Files.isRegularFile(directory));
  }
}
