package keras.io.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.engine.Variable;
import keras.optimizers.Optimizer;

/**
 * An optimizer's variables in the order of the optimizers before TensorFlow 2.11: the iteration
 * count, then for each kind of slot those of all trained variables, such as all first and then all
 * second moments.
 *
 * <p>Keras: {@code tf_keras/src/optimizers/legacy/optimizer_v2.py}.
 */
public final class OldOptimizerLayout {
  private static final String RATE = "learning_rate";

  private OldOptimizerLayout() {}

  /** Returns the variables of an optimizer that is built for {@code trained}. */
  public static List<Variable> of(Optimizer optimizer, List<Variable> trained) {
    List<Variable> all = AttributeNames.stated(optimizer).variables();
    Map<String, List<Variable>> byKind = new LinkedHashMap<>();
    for (Variable v : all.subList(1, all.size())) {
      if (!v.name().equals(RATE)) {
        byKind.computeIfAbsent(kind(v, trained), k -> new ArrayList<>()).add(v);
      }
    }
    List<Variable> out = new ArrayList<>(List.of(all.get(0)));
    byKind.values().forEach(out::addAll);
    return List.copyOf(out);
  }

  /** Returns what follows the trained variable's path in the slot's name: {@code momentum}. */
  private static String kind(Variable slot, List<Variable> trained) {
    String best = "";
    for (Variable v : trained) {
      String prefix = v.path().replace('/', '_') + "_";
      if (slot.name().startsWith(prefix) && prefix.length() > best.length()) {
        best = prefix;
      }
    }
    return slot.name().substring(best.length());
  }
}
