package keras.io.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import keras.layers.Dense;
import keras.models.Model;
import keras.models.Sequential;
import keras.saving.LoadOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadingBarTest {
  @ParameterizedTest
  @ValueSource(strings = {"m.weights.h5", "m.h5", "m.npz", "m.ckpt"})
  void oneStepIsShownForEachArrayIfAsked(String name, @TempDir Path folder) {
    Path file = folder.resolve(name);
    try (Model model = model()) {
      model.saveWeights(file.toString());
      LoadOptions options = LoadOptions.defaults();
      assertEquals("", printed(() -> model.loadWeights(file, options)));
      String line = printed(() -> model.loadWeights(file, options.verbose(2)));
      assertEquals(1, line.lines().count(), line);
      assertTrue(line.contains("4/4") && line.contains("/array"), line);
      String bar = printed(() -> model.loadWeights(file, options.verbose(1)));
      assertTrue(bar.contains("4/4") && bar.contains("━"), bar);
    }
  }

  @Test
  void otherNumbersAreRefused() {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> LoadOptions.defaults().verbose(3));
    assertEquals("LoadOptions: `verbose` must be 0, 1 or 2. Received: verbose=3.", e.getMessage());
  }

  private static Model model() {
    return new Sequential(new Dense(2).inputShape(3), new Dense(1));
  }

  private static String printed(Runnable load) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      load.run();
    } finally {
      System.setOut(out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
