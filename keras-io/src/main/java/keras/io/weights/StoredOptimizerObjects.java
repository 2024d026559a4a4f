package keras.io.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.engine.Variable;
import keras.io.tensorbundle.CheckpointBundle;
import keras.io.tensorbundle.StoredObject;
import keras.optimizers.Optimizer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the optimizer's variables in a checkpoint: those of Keras 3's and of tf_keras' optimizers
 * of today, a list, and those of TensorFlow 2.10 and before, which hang on the variables they
 * belong to.
 *
 * <p>Keras: {@code tf_keras/src/optimizers/optimizer.py}, {@code
 * tf_keras/src/optimizers/legacy/optimizer_v2.py}.
 */
final class StoredOptimizerObjects {
  private final CheckpointBundle bundle;
  private final StoredObject stored;
  private final Map<CheckpointTree.Node, StoredObject> matched;

  StoredOptimizerObjects(
      CheckpointBundle bundle,
      StoredObject stored,
      Map<CheckpointTree.Node, StoredObject> matched) {
    this.bundle = bundle;
    this.stored = stored;
    this.matched = matched;
  }

  /**
   * Returns the keys of the tensors by the variables of an optimizer that is built; none where they
   * do not fit.
   */
  Map<Variable, String> find(Optimizer outer) {
    Optimizer optimizer = AttributeNames.stated(outer);
    StoredObject list = stored.child("_variables");
    Map<Variable, String> found = list == null ? ofOld(optimizer) : ofToday(optimizer, list);
    Variable rate = rate(optimizer);
    StoredObject storedRate = stored.child(list == null ? "learning_rate" : "_learning_rate");
    if (!found.isEmpty() && rate != null && storedRate != null) {
      String key = fitting(rate, storedRate);
      if (key != null) {
        found.put(rate, key);
      }
    }
    takeUnlisted(optimizer, found);
    takeLossScale(outer, found);
    return found;
  }

  /** What tf_keras does not list hangs on the optimizer itself. */
  private void takeUnlisted(Optimizer optimizer, Map<Variable, String> found) {
    for (Variable v : found.isEmpty() ? List.<Variable>of() : optimizer.ownVariables()) {
      if (AttributeNames.isLost(optimizer, v.name())) {
        String name = AttributeNames.of(Framework.TF_KERAS, optimizer, v.name());
        String key = fitting(v, stored.child(name));
        if (key != null) {
          found.put(v, key);
        }
      }
    }
  }

  /** The scale, and the number of steps since it changed, hang on an object of their own. */
  private void takeLossScale(Optimizer outer, Map<Variable, String> found) {
    StoredObject scale = stored.child("loss_scale");
    if (AttributeNames.stated(outer) != outer && scale != null && !found.isEmpty()) {
      for (Variable v : outer.ownVariables()) {
        String attribute = AttributeNames.of(Framework.TF_KERAS, outer, v.name());
        String key = fitting(v, scale.child(attribute));
        if (key != null) {
          found.put(v, key);
        }
      }
    }
  }

  private static @Nullable Variable rate(Optimizer optimizer) {
    return optimizer.variables().stream()
        .filter(v -> v.name().equals("learning_rate"))
        .findFirst()
        .orElse(null);
  }

  private Map<Variable, String> ofToday(Optimizer optimizer, StoredObject list) {
    for (Framework framework : List.of(Framework.TF_KERAS, Framework.KERAS_3)) {
      OptimizerLayout layout = OptimizerLayout.of(optimizer, optimizer.trainable(), framework);
      Map<Variable, String> found = ofList(layout.slots(), list);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return new LinkedHashMap<>();
  }

  private Map<Variable, String> ofList(List<StoredVariable> slots, StoredObject list) {
    Map<Variable, String> found = new LinkedHashMap<>();
    if (list.child(String.valueOf(slots.size())) != null) {
      return found;
    }
    for (int i = 0; i < slots.size(); i++) {
      StoredObject item = list.child(String.valueOf(i));
      String key = item == null ? null : item.key();
      Variable variable = slots.get(i).variable();
      if (key == null
          || !bundle.names().contains(key)
          || !bundle.shape(key).equals(slots.get(i).shape())) {
        return new LinkedHashMap<>();
      }
      if (variable != null) {
        found.put(variable, key);
      }
    }
    return found;
  }

  private Map<Variable, String> ofOld(Optimizer optimizer) {
    Map<Variable, String> found = new LinkedHashMap<>();
    Variable iteration = optimizer.variables().get(0);
    String count = fitting(iteration, stored.child("iter"));
    if (count == null) {
      return found;
    }
    found.put(iteration, count);
    for (Variable v : optimizer.variables()) {
      for (Map.Entry<CheckpointTree.Node, StoredObject> entry : matched.entrySet()) {
        Variable trained = entry.getKey().variable();
        String prefix =
            trained == null ? "" : optimizer.name() + "/" + trained.path().replace('/', '_') + "_";
        if (trained == null || !v.path().startsWith(prefix)) {
          continue;
        }
        String old = AttributeNames.before2Point11(optimizer, v.path().substring(prefix.length()));
        StoredObject slot = old == null ? null : stored.slot(entry.getValue(), old);
        String key = fitting(v, slot);
        if (key != null) {
          found.put(v, key);
        }
      }
    }
    long expected = optimizer.variables().stream().filter(v -> v != rate(optimizer)).count();
    return found.size() == expected ? found : new LinkedHashMap<>();
  }

  /** Returns the key of an object's tensor where it is one of the variable's shape, or null. */
  private @Nullable String fitting(Variable variable, @Nullable StoredObject object) {
    String key = object == null ? null : object.key();
    return key != null && bundle.names().contains(key) && bundle.shape(key).equals(variable.shape())
        ? key
        : null;
  }
}
