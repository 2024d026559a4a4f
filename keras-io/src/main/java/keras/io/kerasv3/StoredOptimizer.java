package keras.io.kerasv3;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.engine.Variable;
import keras.io.hdf5.Hdf5Dataset;
import keras.io.weights.Framework;
import keras.io.weights.OptimizerLayout;
import keras.io.weights.StoredValues;
import keras.io.weights.StoredVariable;
import keras.io.weights.V3Layout;
import keras.optimizers.Optimizer;
import keras.saving.LoadReport;

/** Finds which of a file's variables belong to which of an optimizer's. */
final class StoredOptimizer {
  private StoredOptimizer() {}

  /**
   * Returns the datasets by an optimizer's variables; none, with a note in the report, where they
   * do not fit.
   *
   * @param vars the path of the group that holds them
   */
  static Map<Variable, Hdf5Dataset> find(
      Optimizer optimizer, String vars, VariableStore store, LoadReport report) {
    Map<String, Hdf5Dataset> stored = store.variables(vars);
    if (optimizer.isBuilt()) {
      List<Framework> order =
          store.isOfKeras3()
              ? List.of(Framework.KERAS_3, Framework.TF_KERAS)
              : List.of(Framework.TF_KERAS, Framework.KERAS_3);
      for (Framework framework : order) {
        List<StoredVariable> slots =
            OptimizerLayout.of(optimizer, optimizer.trainable(), framework).slots();
        if (fits(slots, stored)) {
          return pairs(slots, stored);
        }
      }
    }
    if (!isOfNewOptimizer(stored)) {
      report.addNote(
          optimizer.isBuilt()
              ? "%s has %d variables and starts anew, for the file has %d: %s."
                  .formatted(
                      optimizer,
                      optimizer.variables().size(),
                      stored.size(),
                      Shown.datasets(stored))
              : "%s has taken no step yet, so the file's %d variables of an optimizer were left out. %s"
                  .formatted(optimizer, stored.size(), mend(vars)));
    }
    return Map.of();
  }

  private static String mend(String vars) {
    return vars.equals(V3Layout.OPTIMIZER)
        ? "Fit the model first, or load the whole model."
        : "Build it where it is made: optimizer.build(layer.trainableWeights()).";
  }

  /**
   * Whether nothing is lost: an optimizer that took no step has a count of 0 and perhaps a rate.
   */
  private static boolean isOfNewOptimizer(Map<String, Hdf5Dataset> stored) {
    return stored.size() <= 2 && stored.values().stream().allMatch(d -> d.shape().isEmpty());
  }

  private static boolean fits(List<StoredVariable> slots, Map<String, Hdf5Dataset> stored) {
    boolean fits = slots.size() == stored.size();
    for (int i = 0; i < slots.size() && fits; i++) {
      Hdf5Dataset dataset = stored.get(String.valueOf(i));
      fits = dataset != null && StoredValues.shape(dataset).equals(slots.get(i).shape());
    }
    return fits;
  }

  private static Map<Variable, Hdf5Dataset> pairs(
      List<StoredVariable> slots, Map<String, Hdf5Dataset> stored) {
    Map<Variable, Hdf5Dataset> out = new LinkedHashMap<>();
    for (int i = 0; i < slots.size(); i++) {
      Variable variable = slots.get(i).variable();
      Hdf5Dataset dataset = stored.get(String.valueOf(i));
      if (variable != null && dataset != null) {
        out.put(variable, dataset);
      }
    }
    return out;
  }
}
