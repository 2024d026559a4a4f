package keras.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import keras.engine.Variable;
import keras.layers.Layer;
import keras.models.Model;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two models: configs and weights, layer by layer. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = "Compares the configs and the weights of two model files, layer by layer.")
final class DiffCommand implements Callable<Integer> {
  @Mixin private ModelSource models;
  @Mixin private Report report;

  @Parameters(index = "0", paramLabel = "A", description = "A model file.")
  private Path a;

  @Parameters(index = "1", paramLabel = "B", description = "Another one.")
  private Path b;

  @Option(names = "--atol", description = "Weights this near count as equal (${DEFAULT-VALUE}).")
  private double tolerance;

  private final List<String> lines = new ArrayList<>();
  private final List<Object> differences = new ArrayList<>();

  @Override
  public Integer call() {
    try (Model left = models.loadUncompiled(a);
        Model right = models.loadUncompiled(b)) {
      Map<String, Layer> lefts = byName(left);
      Map<String, Layer> rights = byName(right);
      Set<String> names = new LinkedHashSet<>(lefts.keySet());
      names.addAll(rights.keySet());
      for (String name : names) {
        Layer x = lefts.get(name);
        Layer y = rights.get(name);
        if (x == null || y == null) {
          differs(name, "layer", x == null ? "only in B" : "only in A");
        } else {
          compareConfigs(name, x, y);
          compareWeights(name, x, y);
        }
      }
    }
    if (lines.isEmpty()) {
      lines.add("No differences.");
    }
    report.answer(Map.of("equal", differences.isEmpty(), "differences", differences), lines);
    return differences.isEmpty() ? 0 : 1;
  }

  private static Map<String, Layer> byName(Model model) {
    Map<String, Layer> layers = new LinkedHashMap<>();
    model.layers().forEach(layer -> layers.put(layer.name(), layer));
    return layers;
  }

  private void compareConfigs(String name, Layer x, Layer y) {
    if (x.getClass() != y.getClass()) {
      differs(
          name,
          "class",
          "%s, %s".formatted(x.getClass().getSimpleName(), y.getClass().getSimpleName()));
      return;
    }
    Map<String, @Nullable Object> left = x.config();
    Map<String, @Nullable Object> right = y.config();
    Set<String> keys = new LinkedHashSet<>(left.keySet());
    keys.addAll(right.keySet());
    for (String key : keys) {
      if (!Objects.equals(left.get(key), right.get(key))) {
        differs(name, key, "%s, %s".formatted(left.get(key), right.get(key)));
      }
    }
  }

  private void compareWeights(String name, Layer x, Layer y) {
    List<Variable> left = x.weights();
    List<Variable> right = y.weights();
    if (left.size() != right.size()) {
      differs(name, "weights", "%d, %d".formatted(left.size(), right.size()));
      return;
    }
    List<NdArray<?>> lefts = x.getWeights();
    List<NdArray<?>> rights = y.getWeights();
    for (int i = 0; i < left.size(); i++) {
      NdArray<?> one = lefts.get(i);
      NdArray<?> other = rights.get(i);
      String path = left.get(i).path();
      if (!one.shape().equals(other.shape())) {
        differs(name, path, "%s, %s".formatted(Numbers.sizes(one), Numbers.sizes(other)));
      } else if (!Numbers.close(one, other, tolerance, 0)) {
        double largest = Numbers.largestDifference(one, other);
        lines.add("%s: %s: up to %s apart".formatted(name, path, largest));
        differences.add(Map.of("layer", name, "what", path, "largest_difference", largest));
      }
    }
  }

  private void differs(String layer, String what, String how) {
    lines.add("%s: %s: %s".formatted(layer, what, how));
    differences.add(Map.of("layer", layer, "what", what, "how", how));
  }
}
