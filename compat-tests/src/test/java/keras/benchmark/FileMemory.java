package keras.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import keras.Keras;
import keras.layers.Dense;
import keras.models.Model;
import keras.models.Sequential;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;

/**
 * Prints how many MB a process takes at most while it does one thing with a file, and how many it
 * had before: a program of its own, so that nothing else is counted. On Linux alone.
 */
final class FileMemory {
  private static final int WIDTH = 3200;

  private FileMemory() {}

  /** Does what the first word says with the files of the other two. */
  public static void main(String[] arguments) throws IOException {
    Path path = Path.of(arguments[1]);
    Path out = Path.of(arguments[2]);
    warmUp(out);
    if (arguments[0].equals("arrays")) {
      Map<String, float[]> kept = new HashMap<>();
      long before = begin();
      H5Benchmark.read(path, kept::put);
      end(before);
      Objects.requireNonNull(kept);
      return;
    }
    long before = begin();
    try (Model model = Keras.loadModel(path.toString())) {
      if (arguments[0].equals("load")) {
        end(before);
        return;
      }
      long weights = (model.countParams() * Float.BYTES) >> 20;
      if (arguments[0].equals("save in use")) {
        // Its values move from the heap to TensorFlow, where they are before as after.
        model.predict(NdArrays.ofFloats(Shape.of(1, WIDTH)));
        before = begin() - weights;
      }
      model.save(out.toString());
      end(before);
    }
  }

  /** Loads what every process loads once. */
  private static void warmUp(Path out) {
    String small = out.resolveSibling("small." + out.getFileName()).toString();
    try (Model model = new Sequential(new Dense(2).inputShape(3))) {
      model.predict(NdArrays.ofFloats(Shape.of(1, 3)));
      model.save(small);
    }
    Keras.loadModel(small).close();
  }

  private static long begin() throws IOException {
    System.gc();
    Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    return megabytes("VmRSS");
  }

  private static void end(long before) throws IOException {
    System.out.println(before);
    System.out.println(megabytes("VmHWM"));
  }

  private static long megabytes(String key) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(key + ":")) {
        return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
      }
    }
    throw new IllegalStateException("No " + key + " here.");
  }
}
