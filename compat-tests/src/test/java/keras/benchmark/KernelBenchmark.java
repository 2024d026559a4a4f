package keras.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import keras.Keras;
import keras.engine.FunctionProbe;
import keras.models.Model;
import keras.python.Python;
import keras.python.PythonExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/**
 * Which kernels a step of {@code fit} runs in Java and in Python, how long each type takes, and
 * what a step takes above them: the tables of docs/profile.md. A kernel counts with the least time
 * that it took in some runs, so that other work of the machine counts little.
 *
 * <pre>
 * mvn -q -B -ntp -pl compat-tests -am -Dtest=KernelBenchmark \
 *     -Dsurefire.failIfNoSpecifiedTests=false test
 * </pre>
 *
 * <p>{@code -Dbenchmark.kernels=ResNet:32,classifier:128} names models of golden/benchmarks.py that
 * take images, each with a batch size; {@code -Dbenchmark.steps=30} takes fewer steps.
 */
@ExtendWith(PythonExtension.class)
class KernelBenchmark {
  private static final int STEPS = Integer.getInteger("benchmark.steps", 100);
  private static final int SHOWN = 14;
  private static final String WORK =
      System.getProperty(
          "benchmark.kernels",
          "ResNet:32,MobileNetV2 block:32,classifier:32,classifier:128,classifier:512");

  /** Kernels of a type in a step: how many, and what they take, in seconds. */
  private record Kernels(int count, double seconds) {
    Kernels plus(Kernels other) {
      return new Kernels(count + other.count, seconds + other.seconds);
    }
  }

  /** The kernels of a step, and what a step of {@code fit} takes without a trace. */
  private record Profile(Map<String, Kernels> kernels, double fit, double bare) {
    Kernels of(String type) {
      return kernels.getOrDefault(type, new Kernels(0, 0));
    }
  }

  @Test
  void showsKernelsBesidePython(Python python, @TempDir Path folder) {
    for (String work : WORK.split(",", -1)) {
      String name = work.substring(0, work.indexOf(':'));
      int batch = Integer.parseInt(work.substring(work.indexOf(':') + 1));
      Path file = folder.resolve(name + ".keras");
      python
          .keras3()
          .exec(
              "import benchmarks\nbenchmarks.build(keras, name).save(file)\nresult['made'] = [1.0]",
              Map.of("name", name, "file", file));
      Profile ours = java(file, batch);
      System.out.println(table(name, batch, ours, python(python, file, batch)));
    }
  }

  private static Profile java(Path file, int batch) {
    Keras.setRandomSeed(0);
    try (Model model = Keras.loadModel(file)) {
      Shape sample = model.inputs().get(0).shape().tail();
      RandomImages images = RandomImages.of(sample.prepend((long) batch * STEPS).asArray());
      RandomImages one = RandomImages.of(sample.prepend(batch).asArray());
      EpochClock clock = new EpochClock();
      FunctionProbe train =
          FunctionProbe.of(
              "train",
              () ->
                  model.fit(
                      images.x(),
                      images.y(),
                      f -> f.epochs(2).batchSize(batch).verbose(0).callbacks(clock)));
      try (Tensor x = TFloat32.tensorOf(one.x());
          Tensor y = TUint8.tensorOf(one.y())) {
        List<Tensor> feeds = List.of(x, y);
        LoopTimes bare = new LoopTimes(1);
        Map<String, Double> least = new HashMap<>();
        Map<String, String> types = new HashMap<>();
        for (int i = 0; i < STEPS; i++) {
          bare.add("bare", () -> train.run(feeds));
          for (NodeExecStats node : train.trace(feeds)) {
            double seconds = (node.getOpEndRelNanos() - node.getOpStartRelNanos()) / 1e9;
            least.merge(node.getNodeName(), seconds, Math::min);
            types.put(node.getNodeName(), type(node));
          }
        }
        Map<String, Kernels> kernels = new TreeMap<>();
        least.forEach(
            (node, s) -> kernels.merge(types.get(node), new Kernels(1, s), Kernels::plus));
        return new Profile(kernels, clock.seconds() / STEPS, bare.median("bare"));
      }
    }
  }

  /** Reads {@code "name = Type(inputs)"}. */
  private static String type(NodeExecStats node) {
    String label = node.getTimelineLabel();
    int from = label.indexOf(" = ");
    int to = label.indexOf('(', from);
    return common(from < 0 || to < 0 ? node.getNodeName() : label.substring(from + 3, to));
  }

  private static Profile python(Python python, Path file, int batch) {
    var result =
        python
            .keras3()
            .exec(
                """
                import benchmarks
                seconds, types, counts, sums = benchmarks.kernels(keras, tf, file, batch, steps)
                result["step"] = [seconds]
                result["types"] = types
                result["counts"] = [float(n) for n in counts]
                result["sums"] = sums
                """,
                Map.of("file", file, "batch", batch, "steps", STEPS));
    List<?> types = result.list("types");
    double[] counts = result.numbers("counts");
    double[] sums = result.numbers("sums");
    Map<String, Kernels> kernels = new TreeMap<>();
    for (int i = 0; i < counts.length; i++) {
      Kernels some = new Kernels((int) counts[i], sums[i]);
      kernels.merge(common(types.get(i).toString()), some, Kernels::plus);
    }
    return new Profile(kernels, result.numbers("step")[0], Double.NaN);
  }

  /** Calls alike what both name differently. */
  private static String common(String type) {
    String plain = type.replaceFirst("^_Mkl(Native)?", "");
    return switch (plain) {
      case "AddV2" -> "Add";
      case "Tile" -> "BroadcastTo";
      case "AssignAddVariableOp", "AssignSubVariableOp" -> "AssignVariableOp";
      default -> plain;
    };
  }

  private static String table(String name, int batch, Profile java, Profile python) {
    StringJoiner lines = new StringJoiner("\n");
    lines.add("%n%s, batch %d%n".formatted(name, batch));
    lines.add("| kernel | in Java | ms | share of the step | in Python | ms |");
    lines.add("|---|---|---|---|---|---|");
    List<String> types = new ArrayList<>(java.kernels.keySet());
    types.sort(Comparator.comparingDouble(t -> -java.of(t).seconds()));
    Kernels none = new Kernels(0, 0);
    Kernels shown = none;
    Kernels theirs = none;
    for (String type : types.subList(0, Math.min(SHOWN, types.size()))) {
      Kernels ours = java.of(type);
      Kernels other = python.of(type);
      lines.add(row(type, ours, other, java.bare));
      shown = shown.plus(ours);
      theirs = theirs.plus(other);
    }
    Kernels all = java.kernels.values().stream().reduce(none, Kernels::plus);
    Kernels others = python.kernels.values().stream().reduce(none, Kernels::plus);
    lines.add(row("others", minus(all, shown), minus(others, theirs), java.bare));
    lines.add(row("**all kernels**", all, others, java.bare));
    lines.add(total("a bare `Session.run`", java.bare, java, Double.NaN));
    lines.add(total("a step of `fit`", java.fit, java, python.fit));
    return lines.toString();
  }

  private static Kernels minus(Kernels all, Kernels some) {
    return new Kernels(all.count - some.count, all.seconds - some.seconds);
  }

  private static String row(String type, Kernels ours, Kernels theirs, double step) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.3f | %.0f %% | %d | %.3f |",
        type,
        ours.count,
        ours.seconds * 1e3,
        100 * ours.seconds / step,
        theirs.count,
        theirs.seconds * 1e3);
  }

  private static String total(String what, double seconds, Profile java, double python) {
    return String.format(
        Locale.ROOT,
        "| %s | | %.3f | %.0f %% | | %s |",
        what,
        seconds * 1e3,
        100 * seconds / java.bare,
        Double.isNaN(python) ? "" : String.format(Locale.ROOT, "%.3f", python * 1e3));
  }
}
