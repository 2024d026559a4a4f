package keras.io.h5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import keras.Keras;
import keras.callbacks.Logs;
import keras.callbacks.ModelCheckpoint;
import keras.engine.HostTensor;
import keras.io.storage.Disks;
import keras.layers.Dense;
import keras.models.Model;
import keras.models.Sequential;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.StdArrays;

/** A saved model is whole, old or new, whatever happens while it is saved. */
class SavedWholeTest {
  private static final FloatNdArray X = StdArrays.ndCopyOf(new float[][] {{1, 2}, {3, 4}, {5, 6}});
  private static final FloatNdArray Y = StdArrays.ndCopyOf(new float[][] {{1}, {0}, {1}});

  private final Path dir;

  SavedWholeTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  static Model model() {
    return new Sequential(new Dense(3, "relu").inputShape(2).name("a"), new Dense(1).name("b"))
        .name("m")
        .compile("adam", "mse");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void keepsStepsOfOneExecution(Dialect dialect) {
    String file = dir.resolve("steps.h5").toString();
    try (Model model = model()) {
      model.compile(c -> c.optimizer("sgd").loss("mse").stepsPerExecution(3));
      model.save(file, SaveOptions.defaults().dialect(dialect));
    }
    try (Model again = Keras.loadModel(file)) {
      assertEquals(3, Objects.requireNonNull(again.compileConfig()).get("steps_per_execution"));
    }
  }

  @Test
  void givesTheSameBytesForTheSameModel() throws IOException {
    try (Model model = model()) {
      model.fit(X, Y, f -> f.verbose(0));
      model.save(dir.resolve("one.h5").toString());
      model.save(dir.resolve("two.h5").toString());
    }
    assertArrayEquals(
        Files.readAllBytes(dir.resolve("one.h5")), Files.readAllBytes(dir.resolve("two.h5")));
  }

  @Test
  void leavesTheOldFileWhereTheDiskIsFullAtAnyByte() throws IOException {
    Path file = dir.resolve("model.h5");
    try (Model model = model()) {
      model.save(file.toString());
      byte[] old = Files.readAllBytes(file);
      model.fit(X, Y, f -> f.verbose(0));
      for (int room = 0; room < old.length; room += 97) {
        H5Format full = onDiskWith(room);
        UncheckedIOException e =
            assertThrows(
                UncheckedIOException.class, () -> full.write(model, file, SaveOptions.defaults()));
        assertEquals(
            file + ": could not be written, and is as it was before: No space left on device.",
            e.getMessage());
        assertArrayEquals(old, Files.readAllBytes(file));
        assertEquals(List.of("model.h5"), names());
      }
    }
  }

  @Test
  void keepsThePreviousCheckpointWhereTheNextFails() throws IOException {
    Path file = dir.resolve("best.h5");
    try (Model model = model()) {
      ModelCheckpoint checkpoint =
          new ModelCheckpoint(file.toString()).monitor("loss").saveBestOnly(true);
      model.fit(X, Y, f -> f.epochs(2).verbose(0).callbacks(checkpoint));
      float[] best = predictions(model);
      byte[] saved = Files.readAllBytes(file);
      model.fit(X, Y, f -> f.verbose(0));
      assertThrows(
          UncheckedIOException.class,
          () -> onDiskWith(1000).write(model, file, SaveOptions.defaults()));
      assertArrayEquals(saved, Files.readAllBytes(file));
      try (Model back = Keras.loadModel(file.toString())) {
        assertArrayEquals(best, predictions(back));
      }
    }
  }

  @Test
  void savesOnlyTheBestModel() {
    Path file = dir.resolve("best.h5");
    try (Model model = model()) {
      ModelCheckpoint checkpoint =
          new ModelCheckpoint(file.toString()).monitor("score").mode("max").saveBestOnly(true);
      checkpoint.setModel(model);
      checkpoint.onTrainBegin(Logs.empty());
      checkpoint.onEpochEnd(0, Logs.of(Map.of("score", 2.0)));
      float[] best = predictions(model);
      model.fit(X, Y, f -> f.epochs(3).verbose(0));
      checkpoint.onEpochEnd(1, Logs.of(Map.of("score", 1.0)));
      try (Model back = Keras.loadModel(file.toString())) {
        assertArrayEquals(best, predictions(back));
      }
    }
  }

  @Test
  void goesOnWithTheOptimizersState() {
    Path file = dir.resolve("model.h5");
    for (SaveOptions.Dialect dialect : SaveOptions.Dialect.values()) {
      try (Model model = model()) {
        model.fit(X, Y, f -> f.epochs(2).verbose(0).shuffle(false));
        model.save(file.toString(), SaveOptions.defaults().dialect(dialect));
        List<Double> next = model.fit(X, Y, f -> f.epochs(2).verbose(0).shuffle(false)).get("loss");
        try (Model back = Keras.loadModel(file.toString())) {
          assertEquals(
              next,
              back.fit(X, Y, f -> f.epochs(2).verbose(0).shuffle(false)).get("loss"),
              dialect.name());
        }
      }
    }
  }

  @Test
  void isWholeWhereTheProcessIsKilledWhileItSaves() throws IOException, InterruptedException {
    Path file = dir.resolve("model.h5");
    try (Model model = model()) {
      model.save(file.toString());
      byte[] old = Files.readAllBytes(file);
      Process child = child(file, old.length / 2);
      try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
        assertEquals("half", out.readLine());
        child.destroyForcibly();
        assertTrue(child.waitFor(60, TimeUnit.SECONDS));
      }
      assertArrayEquals(old, Files.readAllBytes(file));
      try (Model back = Keras.loadModel(file.toString())) {
        assertArrayEquals(predictions(model), predictions(back));
      }
    }
  }

  private static Process child(Path file, int room) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            SavedWholeTest.class.getName(),
            file.toString(),
            String.valueOf(room))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Saves a model to a file and stops for good after some bytes; says so first. */
  public static void main(String[] args) {
    H5Format slow =
        new H5Format(
            (path, body) ->
                Disks.writeWithRoom(
                    path,
                    body,
                    Long.parseLong(args[1]),
                    () -> {
                      System.out.println("half");
                      System.out.flush();
                      while (true) {
                        LockSupport.park();
                      }
                    }));
    try (Model model = model()) {
      model.predict(X);
      slow.write(model, Path.of(args[0]), SaveOptions.defaults());
    }
  }

  private static H5Format onDiskWith(int room) {
    return new H5Format(
        (path, body) ->
            Disks.writeWithRoom(
                path,
                body,
                room,
                () -> {
                  throw new IOException("No space left on device");
                }));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(p -> p.getFileName().toString()).toList();
    }
  }

  private static float[] predictions(Model model) {
    return HostTensor.of(model.predict(X)).floats();
  }
}
