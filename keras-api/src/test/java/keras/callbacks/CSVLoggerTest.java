package keras.callbacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import keras.layers.Dense;
import keras.layers.InputLayer;
import keras.models.Sequential;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CSVLoggerTest {
  private static final float[][] X = {{1, 2}, {3, 4}, {5, 6}};
  private static final float[][] Y = {{1}, {2}, {3}};

  private static Sequential model() {
    Sequential model = new Sequential(new InputLayer(2), new Dense(1).kernelInitializer("zeros"));
    model.compile("sgd", "mse");
    return model;
  }

  @Test
  void keepsTheHeaderOfAFileThatItGoesOnWith(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("log.csv");
    try (Sequential model = model()) {
      model.fit(X, Y, f -> f.epochs(2).verbose(0).callbacks(new CSVLogger(file)));
      CSVLogger more = new CSVLogger(file).append(true);
      model.fit(X, Y, f -> f.epochs(3).initialEpoch(2).verbose(0).callbacks(more));
    }
    assertEquals(
        "epoch 0 1 2",
        String.join(" ", Files.readAllLines(file).stream().map(l -> l.split(",", 2)[0]).toList()));
  }

  @Test
  void saysThatTheDiskIsFullAndLeavesTheModelUsable() {
    Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")));
    try (Sequential model = model()) {
      String message =
          String.valueOf(
              assertThrows(
                      UncheckedIOException.class,
                      () ->
                          model.fit(
                              X,
                              Y,
                              f -> f.epochs(2).verbose(0).callbacks(new CSVLogger("/dev/full"))))
                  .getMessage());
      assertTrue(message.startsWith("CSVLogger: /dev/full cannot be written: No space"), message);
      assertEquals(1, model.optimizer().iterations());
      model.fit(X, Y, f -> f.verbose(0));
      assertEquals(2, model.optimizer().iterations());
    }
  }

  @Test
  void refusesASeparatorOfTwoCharacters() {
    assertEquals(
        "CSVLogger: `separator` must be one character. Received: separator=::.",
        assertThrows(IllegalArgumentException.class, () -> new CSVLogger("log.csv").separator("::"))
            .getMessage());
  }
}
