package keras.io.h5;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.engine.HostTensor;
import keras.engine.Variable;
import keras.io.hdf5.Hdf5Dataset;
import keras.io.hdf5.Hdf5Group;
import keras.io.weights.Framework;
import keras.io.weights.OldOptimizerLayout;
import keras.io.weights.OptimizerLayout;
import keras.io.weights.StoredValues;
import keras.io.weights.StoredVariable;
import keras.models.Model;
import keras.optimizers.Optimizer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * The optimizer's state in a legacy file. Three generations order it differently: Keras 3, tf_keras
 * since 2.11, and all before; the one whose shapes are those of the file is meant, the writer's
 * first.
 */
final class StoredOptimizer {
  /**
   * Where this library keeps the state in files that Keras 3 may read, which could not train with
   * it in Keras' own place.
   */
  static final String OWN_GROUP = "keras_java/optimizer_weights";

  private StoredOptimizer() {}

  /**
   * Returns the values of the optimizer's variables; null where the file's do not fit.
   *
   * @param group {@code /optimizer_weights}
   */
  static @Nullable Map<Variable, HostTensor> read(Hdf5Group group, Model model) {
    List<String> names = group.strings("weight_names");
    List<Hdf5Dataset> stored = new ArrayList<>();
    names.forEach(name -> stored.add(group.requireDataset(name)));
    for (List<StoredVariable> slots : candidates(model, stored, isOfKeras3(names))) {
      if (fits(slots, stored)) {
        Map<Variable, HostTensor> out = new LinkedHashMap<>();
        for (int i = 0; i < slots.size(); i++) {
          Variable variable = slots.get(i).variable();
          if (variable != null) {
            out.put(variable, StoredValues.read(stored.get(i)).cast(variable.dtype()));
          }
        }
        return out;
      }
    }
    return null;
  }

  /** TensorFlow's variables end with the number of an output. */
  private static boolean isOfKeras3(List<String> names) {
    return !names.isEmpty() && !names.get(0).endsWith(":0");
  }

  private static List<List<StoredVariable>> candidates(
      Model model, List<Hdf5Dataset> stored, boolean keras3) {
    Optimizer optimizer = model.optimizer();
    List<Variable> trained = model.trainableWeights();
    List<StoredVariable> ofKeras3 =
        OptimizerLayout.of(optimizer, trained, Framework.KERAS_3).slots();
    List<StoredVariable> ofTfKeras =
        OptimizerLayout.of(optimizer, trained, Framework.TF_KERAS).slots();
    List<StoredVariable> old = new ArrayList<>();
    OldOptimizerLayout.of(optimizer, trained).forEach(v -> old.add(StoredVariable.of(v)));
    List<List<StoredVariable>> all = new ArrayList<>();
    if (keras3) {
      all.add(ofKeras3);
    }
    // Both orders have the same shapes if there is one trained variable, or all are alike.
    boolean interleaved = !stored.isEmpty() && stored.get(0).path().endsWith("/iteration:0");
    all.add(interleaved ? ofTfKeras : old);
    all.add(beforeTraining(ofKeras3, stored.size()));
    all.add(withoutCount(old));
    all.add(withUnused(old, stored));
    all.add(interleaved ? old : ofTfKeras);
    return all;
  }

  /** Before its first step an optimizer has its count, and in Keras 3 its learning rate. */
  private static List<StoredVariable> beforeTraining(List<StoredVariable> slots, int stored) {
    return slots.subList(0, Math.min(stored, Math.min(2, slots.size())));
  }

  /** The first optimizers of Keras kept no count of iterations. */
  private static List<StoredVariable> withoutCount(List<StoredVariable> slots) {
    return slots.subList(1, slots.size());
  }

  /** Keras 2's own Adam keeps one zero for each maximum that only amsgrad needs. */
  private static List<StoredVariable> withUnused(
      List<StoredVariable> slots, List<Hdf5Dataset> stored) {
    List<StoredVariable> all = new ArrayList<>(slots);
    for (int i = slots.size(); i < stored.size(); i++) {
      Shape shape = StoredValues.shape(stored.get(i));
      if (shape.size() == 1) {
        all.add(StoredVariable.zeros(shape, keras.ops.DType.FLOAT32));
      }
    }
    return all;
  }

  private static boolean fits(List<StoredVariable> slots, List<Hdf5Dataset> stored) {
    boolean fits = slots.size() == stored.size();
    for (int i = 0; i < slots.size() && fits; i++) {
      fits = StoredValues.shape(stored.get(i)).equals(slots.get(i).shape());
    }
    return fits;
  }
}
