package keras.io.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.engine.Variable;
import keras.layers.Layer;
import keras.models.Model;

/**
 * The names that tf_keras gives to variables: they start at the layer, however deep in models it
 * stands, and end with TensorFlow's {@code :0}.
 */
final class TfKerasNames {
  private TfKerasNames() {}

  static List<String> of(Layer layer, List<Variable> variables) {
    return of(layer, variables, ":0");
  }

  /** Returns the names with another ending than TensorFlow's. */
  static List<String> of(Layer layer, List<Variable> variables, String suffix) {
    Map<Variable, String> names = new LinkedHashMap<>();
    name(layer, names);
    List<String> out = new ArrayList<>();
    variables.forEach(v -> out.add(names.getOrDefault(v, v.path())));
    return UniqueNames.of(out, suffix);
  }

  private static void name(Layer layer, Map<Variable, String> names) {
    if (layer instanceof Model model) {
      model.layers().forEach(l -> name(l, names));
      model.ownVariables().forEach(v -> names.putIfAbsent(v, model.name() + "/" + v.name()));
    } else {
      layer.weights().forEach(v -> names.putIfAbsent(v, below(layer.name(), v)));
    }
  }

  /** Drops what stands before the layer in a path: {@code mlp/dense/kernel} is dense/kernel. */
  private static String below(String layer, Variable v) {
    List<String> parts = List.of(v.path().split("/", -1));
    int at = parts.subList(0, parts.size() - 1).indexOf(layer);
    return at < 0 ? layer + "/" + v.name() : String.join("/", parts.subList(at, parts.size()));
  }
}
