package keras.io.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.engine.Variable;
import keras.models.Model;
import keras.optimizers.Optimizer;

/**
 * The names that tf_keras 2.11 and later give to an optimizer's variables: {@code iteration:0},
 * {@code Adam/m/dense/kernel:0}.
 *
 * <p>Keras: {@code tf_keras/src/optimizers/optimizer.py}.
 */
public final class TfKerasSlots {
  private final Optimizer optimizer;
  private final Map<Variable, String> variables = new LinkedHashMap<>();

  private TfKerasSlots(Model model) {
    optimizer = AttributeNames.stated(model.optimizer());
    for (LegacyLayout.Entry layer : LegacyLayout.of(model).layers()) {
      List<String> names = layer.tfKerasNames();
      for (int i = 0; i < names.size(); i++) {
        variables.putIfAbsent(layer.variables().get(i), names.get(i).replaceFirst(":0$", ""));
      }
    }
  }

  /**
   * Returns a name for each slot.
   *
   * @param slots in tf_keras' order
   * @param optimizer the optimizer's name in tf_keras
   */
  public static List<String> of(Model model, List<StoredVariable> slots, String optimizer) {
    TfKerasSlots names = new TfKerasSlots(model);
    List<Variable> trained = model.trainableWeights();
    List<String> out = new ArrayList<>();
    int zeros = 0;
    for (StoredVariable slot : slots) {
      Variable v = slot.variable();
      if (v == null) {
        out.add(optimizer + "/m/" + names.name(trained.get(zeros++)));
      } else {
        out.add(out.isEmpty() ? "iteration" : optimizer + "/" + names.slot(v, trained));
      }
    }
    return UniqueNames.of(out, ":0");
  }

  /** Keras 3 joins a variable's path and the slot by underscores. */
  private String slot(Variable slot, List<Variable> trained) {
    for (Variable v : trained) {
      String prefix = v.path().replace('/', '_') + "_";
      if (slot.name().startsWith(prefix) && v.shape().equals(slot.shape())) {
        String own = slot.name().substring(prefix.length());
        String called = AttributeNames.variable(optimizer, own);
        if (!called.equals(own) || !isLonger(slot, prefix, trained)) {
          return called + "/" + name(v);
        }
      }
    }
    return slot.name();
  }

  /** Whether the path of another variable goes on where this one ends. */
  private static boolean isLonger(Variable slot, String prefix, List<Variable> trained) {
    return trained.stream()
        .map(v -> v.path().replace('/', '_') + "_")
        .anyMatch(p -> p.length() > prefix.length() && slot.name().startsWith(p));
  }

  private String name(Variable v) {
    return variables.getOrDefault(v, v.path());
  }
}
