package keras.io.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.engine.Variable;
import keras.models.Model;
import keras.optimizers.Optimizer;
import org.jspecify.annotations.Nullable;

/**
 * The names that tf_keras 2.11 and later give to an optimizer's variables: {@code iteration:0},
 * {@code Adam/m/dense/kernel:0}.
 *
 * <p>Keras: {@code tf_keras/src/optimizers/optimizer.py}.
 */
public final class TfKerasSlots {
  /** Adafactor's means of rows and columns, which Keras 3 calls by the name of their variable. */
  private static final List<String> MEANS = List.of("r", "c");

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
    List<Integer> means = new ArrayList<>();
    for (StoredVariable slot : slots) {
      Variable v = slot.variable();
      String own = v == null ? null : names.slot(v, trained);
      if (v == null) {
        out.add(optimizer + "/m/" + names.name(trained.get(zeros++)));
      } else if (out.isEmpty()) {
        out.add("iteration");
      } else if (own == null) {
        means.add(out.size());
        out.add(optimizer + "/" + v.name());
      } else {
        out.add(optimizer + "/" + own);
        String variable = own.substring(own.indexOf('/') + 1);
        for (int i = 0; i < means.size() && means.size() == MEANS.size(); i++) {
          out.set(means.get(i), optimizer + "/" + MEANS.get(i) + "/" + variable);
        }
        means.clear();
      }
    }
    return UniqueNames.of(out, ":0");
  }

  /**
   * Keras 3 joins a variable's path and the slot by underscores; null for one that it calls
   * otherwise.
   */
  private @Nullable String slot(Variable slot, List<Variable> trained) {
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
    return null;
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
