package keras.saving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import keras.Keras;
import keras.layers.Dense;
import keras.layers.InputLayer;
import keras.models.Model;
import keras.models.Sequential;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ModelFormatsTest {
  private final Sequential model =
      new Sequential(new InputLayer(2), new Dense(1).name("d")).name("m");

  @AfterEach
  void close() {
    model.close();
  }

  private static void refuses(
      Class<? extends RuntimeException> type, String message, Executable action) {
    RuntimeException e = assertThrows(RuntimeException.class, action);
    assertEquals(message, e.getMessage());
    assertEquals(type, e.getClass());
  }

  @Nested
  class WithoutAnyFormat {
    private final Path folder;
    private final AutoCloseable none;

    WithoutAnyFormat(@TempDir Path folder) throws IOException {
      this.folder = folder;
      this.none = NotedFormat.none(folder);
    }

    @AfterEach
    void unregister() throws Exception {
      none.close();
    }

    @Test
    void saysWhatWritesFiles() {
      refuses(
          IllegalArgumentException.class,
          "No writer for 'm.h5'. Add the keras-io artifact, which reads and writes .keras and .h5"
              + " files.",
          () -> model.save("m.h5"));
      refuses(
          IllegalArgumentException.class,
          "No writer for 'm.weights.h5'. Add the keras-io artifact, which reads and writes .keras"
              + " and .h5 files.",
          () -> model.saveWeights("m.weights.h5"));
    }

    @Test
    void saysWhatReadsFiles() throws IOException {
      Path file = Files.writeString(folder.resolve("m.keras"), "");
      refuses(
          IllegalArgumentException.class,
          "No reader for '%s'. Add the keras-io artifact, which reads and writes .keras and .h5 files."
              .formatted(file),
          () -> Keras.loadModel(file.toString()));
    }

    @Test
    void saysThatThereIsNoSuchFile() {
      String message =
          "No file 'nope.h5'. Check the path; it is relative to %s."
              .formatted(Path.of("").toAbsolutePath());
      refuses(IllegalArgumentException.class, message, () -> Keras.loadModel("nope.h5"));
      refuses(IllegalArgumentException.class, message, () -> model.loadWeights("nope.h5"));
    }

    @Test
    void saysWhatReadsAndWritesJson() {
      String message = "No reader for JSON. Add the keras-io artifact, which reads and writes it.";
      refuses(IllegalStateException.class, message, model::toJson);
      refuses(IllegalStateException.class, message, () -> Keras.modelFromJson("{}"));
    }
  }

  @Nested
  class WithAFormat {
    private final Path folder;
    private final AutoCloseable format;

    WithAFormat(@TempDir Path folder, @TempDir Path services) throws IOException {
      this.folder = folder;
      this.format = NotedFormat.available(services);
    }

    @AfterEach
    void unregister() throws Exception {
      format.close();
    }

    @Test
    void handsTheModelAndTheOptionsOn() throws IOException {
      Path file = folder.resolve("m.keras");
      model.save(file.toString(), SaveOptions.defaults().includeOptimizer(false));
      assertEquals(
          "model of 3 parameters, " + SaveOptions.defaults().includeOptimizer(false),
          Files.readString(file));
      model.saveWeights(folder.resolve("m.weights.h5").toString());
      assertTrue(Files.readString(folder.resolve("m.weights.h5")).startsWith("weights of 3"));
    }

    @Test
    void refusesNamesThatNoFormatHas() {
      refuses(
          IllegalArgumentException.class,
          "No writer for 'm.txt': none of the formats on the class path knows it. Use a name that"
              + " ends in .keras or .h5, or one without an ending for a SavedModel.",
          () -> model.save("m.txt"));
    }

    @Test
    void refusesGoldenValuesWhereTheFormatKeepsNone() {
      refuses(
          UnsupportedOperationException.class,
          "model.save: m.keras keeps no golden values. Use a name that ends in .keras, or leave"
              + " `verifyWith` out.",
          () -> model.save("m.keras", SaveOptions.defaults().verifyWith(new float[1][2])));
    }

    @Test
    void refusesAModelWithoutWeights() {
      Model unbuilt = new Sequential(new Dense(1)).name("u");
      String message =
          "Sequential 'u' is not built: its weights do not exist yet. Build it or fit it first.";
      refuses(IllegalStateException.class, message, () -> unbuilt.save("u.keras"));
      refuses(IllegalStateException.class, message, () -> unbuilt.saveWeights("u.weights.h5"));
      refuses(IllegalStateException.class, message, () -> unbuilt.loadWeights("u.weights.h5"));
    }
  }

  @BeforeEach
  void startAnew() {
    Keras.clearSession();
  }
}
