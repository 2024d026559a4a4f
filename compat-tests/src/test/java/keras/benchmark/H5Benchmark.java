package keras.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import keras.Keras;
import keras.io.hdf5.Hdf5Dataset;
import keras.io.hdf5.Hdf5File;
import keras.io.hdf5.Hdf5Group;
import keras.io.hdf5.Hdf5Object;
import keras.io.hdf5.Hdf5Writer;
import keras.models.Model;
import keras.python.Python;
import keras.python.PythonExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Time and memory of reading and writing files of 400 MB and of 800 layers, in Java and in Python
 * by turns, on the same files, which are in the system's cache: arrays by themselves beside h5py,
 * and whole models beside Keras 3.
 *
 * <pre>
 * mvn -q -B -ntp -pl compat-tests -am -Dtest=H5Benchmark \
 *     -Dsurefire.failIfNoSpecifiedTests=false test
 * </pre>
 *
 * <p>Prints, for each task, the medians and how many times as fast as Python Java is; then the most
 * memory that a process of its own takes, in times of the weights. Takes a few minutes on a machine
 * that does nothing else. {@code -Dbenchmark.rounds=1} takes one round.
 */
@ExtendWith(PythonExtension.class)
class H5Benchmark {
  private static final double WEIGHTS = 10.0 * 3200 * 3200 * Float.BYTES;
  private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 5);

  /** Makes a file of ten arrays of 40 MB, and one of 800 small layers. */
  private static final String MAKE =
      """
      def model(layers, width, **kwargs):
          x = start = keras.Input((width,))
          for _ in range(layers):
              x = keras.layers.Dense(width, **kwargs)(x)
          return keras.Model(start, x)
      large_model = model(10, 3200, use_bias=False)
      large_model.save(large)
      large_model.save(large_keras)
      deep_model = model(800, 4, activation="relu")
      deep_model.save(deep)
      deep_model.save(deep_keras)
      """;

  /** What every snippet of Python begins with. */
  private static final String CLOCK =
      """
      import gc, time
      def arrays(path, use):
          with h5py.File(path) as f:
              f.visititems(lambda name, o: use(name, o[()]) if isinstance(o, h5py.Dataset) else None)
      def timed(action):
          gc.collect()
          start = time.perf_counter()
          action()
          result["seconds"] = time.perf_counter() - start
      """;

  private static final String WRITE =
      """
      kept = {}
      arrays(path, kept.__setitem__)
      def write():
          with h5py.File(out, "w") as f:
              for name, value in kept.items():
                  f.create_dataset(name, data=value)
      timed(write)
      """;

  private static final String LOAD = "timed(lambda: keras.models.load_model(path))";

  private static final String LOAD_WEIGHTS =
      """
      model = keras.models.load_model(path)
      timed(lambda: model.load_weights(path))
      """;

  private static final String SAVE =
      """
      model = keras.models.load_model(path)
      timed(lambda: model.save(out))
      """;

  private final Path dir;

  H5Benchmark(@TempDir Path dir) {
    this.dir = dir;
  }

  /** Something both sides do, timed. */
  private record Task(String name, String python, Path path, Path out, Timed java) {}

  /** Returns the seconds it took. */
  @FunctionalInterface
  private interface Timed {
    double run(Path path, Path out);
  }

  @Test
  void timesFilesBesidePython(Python python) {
    Map<String, Path> files = make(python);
    Path large = Objects.requireNonNull(files.get("large"));
    Path deep = Objects.requireNonNull(files.get("deep"));
    Path largeKeras = Objects.requireNonNull(files.get("large_keras"));
    Path deepKeras = Objects.requireNonNull(files.get("deep_keras"));
    Path h5 = dir.resolve("out.h5");
    Path archive = dir.resolve("out.keras");
    String arrays = "timed(lambda: arrays(path, lambda name, value: None))";
    List<Task> tasks =
        List.of(
            new Task("400 MB, arrays read", arrays, large, h5, H5Benchmark::readArrays),
            new Task("400 MB, arrays written", WRITE, large, h5, H5Benchmark::writeArrays),
            new Task("400 MB, .h5 loaded", LOAD, large, h5, H5Benchmark::load),
            new Task("400 MB, .h5 weights loaded", LOAD_WEIGHTS, large, h5, H5Benchmark::weights),
            new Task("400 MB, .h5 saved", SAVE, large, h5, H5Benchmark::save),
            new Task("400 MB, .keras loaded", LOAD, largeKeras, archive, H5Benchmark::load),
            new Task("400 MB, .keras saved", SAVE, largeKeras, archive, H5Benchmark::save),
            new Task("800 layers, arrays read", arrays, deep, h5, H5Benchmark::readArrays),
            new Task("800 layers, arrays written", WRITE, deep, h5, H5Benchmark::writeArrays),
            new Task("800 layers, .h5 loaded", LOAD, deep, h5, H5Benchmark::load),
            new Task(
                "800 layers, .h5 weights loaded", LOAD_WEIGHTS, deep, h5, H5Benchmark::weights),
            new Task("800 layers, .h5 saved", SAVE, deep, h5, H5Benchmark::save),
            new Task("800 layers, .keras loaded", LOAD, deepKeras, archive, H5Benchmark::load),
            new Task("800 layers, .keras saved", SAVE, deepKeras, archive, H5Benchmark::save));
    String only = System.getProperty("benchmark.only", "");
    Map<Task, double[][]> times = new LinkedHashMap<>();
    tasks.stream()
        .filter(t -> t.name().contains(only))
        .forEach(t -> times.put(t, new double[2][ROUNDS]));
    for (int round = 0; round < ROUNDS; round++) {
      for (Task task : times.keySet()) {
        times.get(task)[0][round] = task.java().run(task.path(), task.out());
        times.get(task)[1][round] =
            python
                .keras3()
                .exec(CLOCK + task.python(), Map.of("path", task.path(), "out", task.out()))
                .number("seconds");
        System.out.printf(
            "round %d: %s: Java %.3f s, Python %.3f s%n",
            round + 1, task.name(), times.get(task)[0][round], times.get(task)[1][round]);
      }
    }
    times.forEach(
        (task, seconds) -> {
          double java = Median.of(seconds[0]);
          double other = Median.of(seconds[1]);
          System.out.printf(
              "%-32s Java %7.3f s, Python %7.3f s: %5.2f times%n",
              task.name(), java, other, other / java);
        });
  }

  @Test
  void measuresMemory(Python python) throws IOException {
    assumeTrue(
        Files.exists(Path.of("/proc/self/clear_refs")), "Memory is measured on Linux alone.");
    Map<String, Path> files = make(python);
    for (String file : List.of("large", "large_keras")) {
      Path path = Objects.requireNonNull(files.get(file));
      for (String action : List.of("arrays", "load", "save", "save in use")) {
        if (file.equals("large") || !action.equals("arrays")) {
          long[] megabytes = megabytes(action, path);
          System.out.printf(
              "%-12s %-12s from %4d to at most %4d MB: %.2f times the weights%n",
              path.getFileName(),
              action,
              megabytes[0],
              megabytes[1],
              (megabytes[1] - megabytes[0]) * 1024.0 * 1024 / WEIGHTS);
        }
      }
    }
  }

  private long[] megabytes(String action, Path path) throws IOException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // What the heap does not need goes back to the system before the count begins.
                "-Xms8m",
                "-XX:MinHeapFreeRatio=5",
                "-XX:MaxHeapFreeRatio=10",
                "-cp",
                System.getProperty("java.class.path"),
                FileMemory.class.getName(),
                action,
                path.toString(),
                dir.resolve("out-" + path.getFileName()).toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    long[] numbers = printed.lines().mapToLong(Long::parseLong).toArray();
    assertEquals(2, numbers.length, printed);
    return numbers;
  }

  private Map<String, Path> make(Python python) {
    Map<String, Path> files =
        Map.of(
            "large", dir.resolve("large.h5"),
            "deep", dir.resolve("deep.h5"),
            "large_keras", dir.resolve("large.keras"),
            "deep_keras", dir.resolve("deep.keras"));
    python.keras3().exec(MAKE, files);
    return files;
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static double readArrays(Path path, Path out) {
    long start = System.nanoTime();
    read(path, (name, data) -> {});
    return since(start);
  }

  static void read(Path path, BiConsumer<String, float[]> use) {
    try (Hdf5File file = Hdf5File.open(path)) {
      read(file.root(), use);
    }
  }

  private static void read(Hdf5Group group, BiConsumer<String, float[]> use) {
    for (String name : group.names()) {
      Hdf5Object object = group.object(name);
      if (object instanceof Hdf5Group inner) {
        read(inner, use);
      } else if (object instanceof Hdf5Dataset data) {
        use.accept(data.path(), data.floats());
      }
    }
  }

  private static double writeArrays(Path path, Path out) {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    read(path, arrays::put);
    long start = System.nanoTime();
    Hdf5Writer file = new Hdf5Writer();
    arrays.forEach(
        (name, data) ->
            file.root().floats(name.substring(1), "float32", new long[] {data.length}, () -> data));
    try (FileChannel channel =
        FileChannel.open(
            out,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      file.write(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return since(start);
  }

  private static double load(Path path, Path out) {
    Keras.clearSession();
    long start = System.nanoTime();
    Model model = Keras.loadModel(path.toString());
    double seconds = since(start);
    model.close();
    return seconds;
  }

  private static double weights(Path path, Path out) {
    Keras.clearSession();
    try (Model model = Keras.loadModel(path.toString())) {
      long start = System.nanoTime();
      model.loadWeights(path.toString());
      return since(start);
    }
  }

  private static double save(Path path, Path out) {
    Keras.clearSession();
    try (Model model = Keras.loadModel(path.toString())) {
      long start = System.nanoTime();
      model.save(out.toString());
      return since(start);
    }
  }
}
