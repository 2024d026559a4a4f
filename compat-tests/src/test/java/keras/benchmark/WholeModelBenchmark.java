package keras.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import keras.Keras;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.layers.BatchNormalization;
import keras.layers.Dense;
import keras.layers.ReLU;
import keras.models.Model;
import keras.ops.DType;
import keras.python.Python;
import keras.python.PythonExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/**
 * Whole models in Java and in Python by turns, as one table of how many times as fast Java is:
 * {@code fit} of LeNet, of a small ResNet, of a block of MobileNetV2 and of one of a transformer,
 * batches of 32 with Adam and accuracy; their one-sample {@code predict} beside {@code
 * model.predict} and beside a {@code tf.function}; building 300 layers and loading MobileNetV2.
 * Both languages load the files that golden/benchmarks.py makes.
 *
 * <p>By samples of the processor, taken on a busy machine with the start of the process among them,
 * most of a session's time is in kernels: some nine tenths in a step of {@code fit} of the block of
 * MobileNetV2, some three quarters in a one-sample {@code predict} of either block.
 *
 * <pre>
 * mvn -q -B -ntp -pl compat-tests -am -Dtest=WholeModelBenchmark \
 *     -Dsurefire.failIfNoSpecifiedTests=false test
 * </pre>
 *
 * <p>Takes some ten minutes on a machine that does nothing else. {@code -Dbenchmark.rounds=1
 * -Dbenchmark.steps=10 -Dbenchmark.calls=100} only shows that it runs; {@code
 * -Dbenchmark.models=LeNet} names models, by a regular expression.
 *
 * <p>{@code -Dbenchmark.onnx=FOLDER} compares with ONNX Runtime for Java, too. The folder has
 * onnxruntime.jar (of Maven Central, {@code com.microsoft.onnxruntime:onnxruntime}, 139 MB) and the
 * models that golden/benchmarks.py writes there; its head says how.
 */
@ExtendWith(PythonExtension.class)
class WholeModelBenchmark {
  private static final int BATCH = 32;
  private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 5);
  private static final int STEPS = Integer.getInteger("benchmark.steps", 200);
  private static final int CALLS = Integer.getInteger("benchmark.calls", 2_000);
  private static final int LAYERS = 300;
  private static final String MODELS = System.getProperty("benchmark.models", ".*");
  private static final String ONNX = System.getProperty("benchmark.onnx", "");

  private final StringJoiner table = new StringJoiner("\n");

  @Test
  void timesWholeModelsBesidePython(Python python, @TempDir Path folder) {
    var made =
        python
            .keras3()
            .exec(
                "import benchmarks\nresult['names'] = benchmarks.make(keras, folder)",
                Map.of("folder", folder));
    table.add("| what | Java | Python | times as fast |").add("|---|---|---|---|");
    for (Object name : made.list("names")) {
      if (name.toString().matches(MODELS)) {
        model(python, name.toString(), folder.resolve(name + ".keras"));
      }
    }
    Alternation building =
        Alternation.of(
            ROUNDS + 1, // the first one of Java's is not warm
            WholeModelBenchmark::layers,
            () -> python(python, "layers(keras, number)", Map.of("number", LAYERS)));
    add("building %d layers".formatted(LAYERS), building.java(0), building.python(0));
    add("their first step of training", building.java(1), building.python(1));
    Path file = folder.resolve("MobileNetV2.keras");
    Alternation loading =
        Alternation.of(
            ROUNDS + 1,
            () -> load(file),
            () -> python(python, "load(keras, file)", Map.of("file", file)));
    add("loading MobileNetV2 with weights", loading.java(0), loading.python(0));
    System.out.println(table);
  }

  private void model(Python python, String name, Path file) {
    List<double[]> onnx = new ArrayList<>();
    Alternation times =
        Alternation.of(
            ROUNDS,
            () -> times(file),
            () -> {
              if (!ONNX.isEmpty()) {
                onnx.add(onnx(name));
              }
              return python(
                  python,
                  "times(keras, tf, file, steps, calls)",
                  Map.of("file", file, "steps", STEPS, "calls", CALLS));
            });
    add("a step of fit of " + name, times.java(0), times.python(0));
    add("predict of " + name + ", model.predict", times.java(1), times.python(1));
    add("the same, a tf.function", times.java(1), times.python(2));
    if (!onnx.isEmpty()) {
      requireSame(name, file, onnx.get(0));
      double median = Median.of(onnx.stream().mapToDouble(t -> t[0]).toArray());
      add("the same, ONNX Runtime in Java", times.java(1), median / 1e6);
    }
  }

  private void add(String what, double java, double other) {
    table.add(
        "| %s | %.4g ms | %.4g ms | %.2f |".formatted(what, java * 1e3, other * 1e3, other / java));
  }

  private static double[] python(Python python, String call, Map<String, ?> values) {
    String code = "import benchmarks\nresult['seconds'] = benchmarks." + call;
    return python.keras3().exec(code, values).numbers("seconds");
  }

  private static double[] times(Path file) {
    Keras.setRandomSeed(0);
    try (Model model = Keras.loadModel(file)) {
      int samples = BATCH * STEPS;
      NdArray<?> x = sample(model, samples);
      NdArray<?> y = RandomImages.of(samples).y();
      EpochClock clock = new EpochClock();
      model.fit(x, y, f -> f.epochs(2).batchSize(BATCH).verbose(0).callbacks(clock));
      double predict = PredictClock.seconds(model, sample(model, 1), 10 * CALLS);
      return new double[] {clock.seconds() / STEPS, predict};
    }
  }

  private static NdArray<?> sample(Model model, int number) {
    KerasTensor input = model.inputs().get(0);
    Shape shape = input.shape().takeLast(input.shape().numDimensions() - 1).prepend(number);
    if (input.dtype() != DType.INT32) {
      return RandomImages.of(shape.asArray()).x();
    }
    int[] words = new Random(0).ints(shape.size(), 0, 1000).toArray();
    return NdArrays.wrap(shape, DataBuffers.of(words));
  }

  private static double[] layers() {
    long start = System.nanoTime();
    KerasTensor inputs = Keras.input(32);
    KerasTensor x = inputs;
    for (int i = 0; i < LAYERS / 3; i++) {
      x = new ReLU().apply(new BatchNormalization().apply(new Dense(32).apply(x)));
    }
    try (Model model = Model.of(inputs, x)) {
      model.compile("sgd", "mse");
      double built = (System.nanoTime() - start) / 1e9;
      NdArray<?> ones = RandomImages.of(BATCH, 32).x();
      model.trainOnBatch(ones, ones);
      return new double[] {built, (System.nanoTime() - start) / 1e9 - built};
    }
  }

  private static double[] load(Path file) {
    long start = System.nanoTime();
    Model model = Keras.loadModel(file);
    double seconds = (System.nanoTime() - start) / 1e9;
    model.close();
    return new double[] {seconds};
  }

  /** Returns microseconds of a call, and what comes out of a sample that is all the same. */
  private static double[] onnx(String name) {
    Path folder = Path.of(ONNX);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            folder.resolve("onnxruntime.jar").toString(),
            Path.of("golden", "OnnxClock.java").toString(),
            folder.resolve(name + ".onnx").toString(),
            String.valueOf(10 * CALLS));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        double[] numbers = out.lines().mapToDouble(Double::parseDouble).toArray();
        assertEquals(0, process.waitFor(), name);
        return numbers;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while ONNX Runtime ran.", e);
    }
  }

  /** Fails unless both compute the same from weights that are the same before training. */
  private static void requireSame(String name, Path file, double[] onnx) {
    try (Model model = Keras.loadModel(file)) {
      KerasTensor input = model.inputs().get(0);
      Shape shape = input.shape().takeLast(input.shape().numDimensions() - 1).prepend(1);
      boolean words = input.dtype() == DType.INT32;
      float[] halves = new float[(int) shape.size()];
      int[] ones = new int[halves.length];
      Arrays.fill(halves, 0.5f);
      Arrays.fill(ones, 1);
      NdArray<?> x =
          words
              ? NdArrays.wrap(shape, DataBuffers.of(ones))
              : NdArrays.wrap(shape, DataBuffers.of(halves));
      float[] y = HostTensor.of(model.predict(x)).floats();
      for (int i = 0; i < y.length; i++) {
        assertEquals(onnx[i + 1], y[i], 1e-4, name);
      }
    }
  }
}
