package keras.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import keras.layers.Dense;
import keras.models.Sequential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/** Trains on files that are larger than the heap, in a process of its own. */
class StreamedFilesTest {
  private static final int FILES = 24;
  private static final int SAMPLES = 1280;
  private static final int WIDTH = 784;
  private static final String HEAP = "64m";

  @Test
  void trainsOnFilesThatAreLargerThanTheHeap(@TempDir Path folder) throws Exception {
    float[] values = new float[SAMPLES * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i % 97) / 97f;
    }
    FloatNdArray x = NdArrays.wrap(Shape.of(SAMPLES, WIDTH), DataBuffers.of(values));
    for (int i = 0; i < FILES; i++) {
      Npy.write(folder.resolve("x" + i + ".npy"), x);
    }
    assertTrue(4L * values.length * FILES > 90 << 20, "more than the heap of 64 MiB");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                Training.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(5, TimeUnit.MINUTES), "the process ends");
    assertEquals(0, process.exitValue(), output);
    assertTrue(output.contains("samples " + FILES * SAMPLES), output);
  }

  /** What the other process does: a pass over the files, beside as many steps on one array. */
  static final class Training {
    private Training() {}

    public static void main(String[] args) {
      Path folder = Path.of(args[0]);
      Dataset files =
          () ->
              IntStream.range(0, FILES)
                  .mapToObj(i -> batch(folder.resolve("x" + i + ".npy")))
                  .iterator();
      try (Sequential model =
          new Sequential(new Dense(300, "relu").inputShape(WIDTH), new Dense(1))) {
        model.compile("sgd", "mse");
        Batch one = batch(folder.resolve("x0.npy"));
        Dataset inMemory = Dataset.of(one.x().get(0), one.y().get(0)).batch(32).repeat(FILES);
        double memory = seconds(model, inMemory.take(40L * FILES));
        double streamed = seconds(model, files.batch(32).prefetch(4));
        System.out.printf(
            Locale.ROOT,
            "samples %d; in memory %.2f s, streamed %.2f s%n",
            FILES * SAMPLES,
            memory,
            streamed);
      }
    }

    private static Batch batch(Path file) {
      return Batch.of(Npy.read(file), NdArrays.ofFloats(Shape.of(SAMPLES, 1)));
    }

    private static double seconds(Sequential model, Dataset data) {
      long start = System.nanoTime();
      model.fit(data, f -> f.verbose(0));
      return (System.nanoTime() - start) / 1e9;
    }
  }
}
