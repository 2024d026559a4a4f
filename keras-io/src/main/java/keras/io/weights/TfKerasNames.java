package keras.io.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.engine.Saveable;
import keras.engine.Variable;
import keras.layers.Layer;
import keras.models.Model;

/**
 * The names that tf_keras gives to variables: the layers on the way to them, from the last model
 * on, then what {@link AttributeNames} calls the variable, and TensorFlow's {@code :0}.
 */
final class TfKerasNames {
  private final Map<Variable, String> names = new LinkedHashMap<>();

  private TfKerasNames() {}

  static List<String> of(Layer layer, List<Variable> variables) {
    return of(layer, variables, ":0");
  }

  /** Returns the names with another ending than TensorFlow's. */
  static List<String> of(Layer layer, List<Variable> variables, String suffix) {
    TfKerasNames all = new TfKerasNames();
    all.layer(layer, "", layer.name());
    List<String> out = new ArrayList<>();
    variables.forEach(v -> out.add(all.names.getOrDefault(v, v.path())));
    return UniqueNames.of(out, suffix);
  }

  /** A model is a scope for its own variables alone. */
  private void layer(Layer layer, String scope, String name) {
    boolean isModel = layer instanceof Model;
    String own = (isModel ? "" : scope) + name + "/";
    variables(layer, own);
    if (layer instanceof Model model) {
      model.layers().forEach(inner -> layer(inner, "", inner.name()));
    }
    inside(layer, isModel ? "" : own);
  }

  private void variables(Layer layer, String scope) {
    for (Variable v : layer.ownVariables()) {
      names.putIfAbsent(v, scope + AttributeNames.variable(layer, v.name()));
    }
  }

  private void inside(Saveable of, String scope) {
    of.children()
        .forEach(
            (attribute, child) -> {
              if (!(child instanceof Layer layer)) {
                inside(child, scope);
              } else if (AttributeNames.isWithoutScope(of, attribute)) {
                variables(layer, scope);
                inside(layer, scope);
              } else {
                layer(layer, scope, AttributeNames.scope(of, attribute, layer.name()));
              }
            });
  }
}
