package keras.trainers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import keras.Keras;
import keras.layers.BatchNormalization;
import keras.layers.Dense;
import keras.layers.Dropout;
import keras.models.Sequential;
import keras.optimizers.Adam;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Memory stays flat over long runs, once its first plateau is reached.
 *
 * <p>Not part of the build: {@code mvn -Psoak -pl keras-api test}. The profile touches the whole
 * heap at the start, so that what grows is native.
 */
class MemorySoak {
  private static final int SAMPLES = 20;

  /** Resident memory, and native objects that the JVM holds. */
  private record Sample(long done, double megabytes, long objects) {}

  @BeforeEach
  void seed() {
    Keras.setRandomSeed(7);
  }

  private static Sequential model() {
    Sequential model =
        new Sequential(
            new Dense(64, "relu").inputShape(20),
            new BatchNormalization(),
            new Dropout(0.2),
            new Dense(3, "softmax"));
    model.compile(new Adam(1e-3), "sparse_categorical_crossentropy", "accuracy");
    return model;
  }

  @Test
  void staysFlatOver100000Predicts() throws IOException {
    float[][] x = new float[1][20];
    try (Sequential model = model()) {
      soak("predict", 100_000, 16, () -> model.predict(x));
    }
  }

  @Test
  void staysFlatOver100000TrainingSteps() throws IOException {
    float[][] x = new float[1000][20];
    int[][] y = new int[1000][1];
    try (Sequential model = model()) {
      // 100 steps a call; a leak of one small tensor a step would show as 20 MB and more
      soak("100 training steps", 1000, 16, () -> model.fit(x, y, f -> f.batchSize(10).verbose(0)));
    }
  }

  @Test
  void staysFlatOver500ModelsBuiltTrainedAndClosed() throws IOException {
    float[][] x = new float[64][20];
    int[][] y = new int[64][1];
    // a graph that stayed would take some 500 KB a cycle
    soak(
        "build, train, close",
        500,
        32,
        () -> {
          try (Sequential model = model()) {
            model.fit(x, y, f -> f.verbose(0));
          }
        });
  }

  /** Runs many times; the last half may not rise above the second quarter by more than a margin. */
  private static void soak(String what, int times, double margin, Runnable body)
      throws IOException {
    List<Sample> samples = new ArrayList<>();
    System.out.printf(Locale.ROOT, "%n%s%n%10s %10s %10s%n", what, "runs", "RSS MB", "objects");
    for (int i = 1; i <= times; i++) {
      body.run();
      if (i % (times / SAMPLES) == 0) {
        System.gc();
        Sample now = new Sample(i, residentMegabytes(), Pointer.totalCount());
        samples.add(now);
        System.out.printf(
            Locale.ROOT, "%10d %10.1f %10d%n", now.done(), now.megabytes(), now.objects());
      }
    }
    double plateau = highest(samples.subList(SAMPLES / 4, SAMPLES / 2));
    double later = highest(samples.subList(SAMPLES / 2, SAMPLES));
    assertTrue(
        later <= plateau + margin,
        () ->
            "%s: %.1f MB at most in the second quarter, %.1f MB later."
                .formatted(what, plateau, later));
    long before = samples.get(SAMPLES / 4).objects();
    long after = samples.get(SAMPLES - 1).objects();
    assertTrue(
        after <= before + 100,
        () ->
            "%s: %d native objects after a quarter, %d at the end.".formatted(what, before, after));
  }

  private static double highest(List<Sample> samples) {
    return samples.stream().mapToDouble(Sample::megabytes).max().orElseThrow();
  }

  private static double residentMegabytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
      }
    }
    throw new IOException("/proc/self/status has no VmRSS.");
  }
}
