package keras.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import keras.data.SampleArray;
import org.tensorflow.ndarray.NdArray;

/**
 * What has weights: a layer or a model. Weights are always in one order, in which {@code
 * getWeights} returns their values.
 *
 * <p>Keras: {@code keras/src/layers/layer.py}.
 */
public interface Weighted extends Saveable {
  /** Returns all weights: those of its own, then those of what stands inside. */
  List<Variable> weights();

  /** Whether this as a whole trains; what stands inside may be frozen all the same. */
  boolean trainable();

  /** Returns the weights that train, as their variables say; none where all of it is frozen. */
  default List<Variable> trainableWeights() {
    return trainable() ? weights().stream().filter(Variable::trainable).toList() : List.of();
  }

  /** Returns the weights that do not train. */
  default List<Variable> nonTrainableWeights() {
    Set<Variable> rest = new LinkedHashSet<>(weights());
    trainableWeights().forEach(rest::remove);
    return List.copyOf(rest);
  }

  /** Returns copies of the weights' values, in order. */
  default List<NdArray<?>> getWeights() {
    List<NdArray<?>> out = new ArrayList<>();
    Values.read(weights()).forEach(h -> out.add(h.toNdArray()));
    return List.copyOf(out);
  }

  /**
   * Sets the weights' values; all are checked before one is set.
   *
   * @param values one a weight: an NdArray, or an array as {@code float[][]}
   */
  default void setWeights(List<?> values) {
    List<Variable> all = weights();
    if (all.size() != values.size()) {
      throw new IllegalArgumentException(
          "%s.setWeights: expected %d arrays, one a weight. Received: %d."
              .formatted(this, all.size(), values.size()));
    }
    List<HostTensor> host = new ArrayList<>();
    String caller = this + ".setWeights";
    for (Object value : values) {
      boolean nd = value instanceof NdArray<?>;
      host.add(HostTensor.of(nd ? (NdArray<?>) value : SampleArray.of(caller, value).toNdArray()));
    }
    Values.write(all, host);
  }

  /** Returns the number of weights' elements. */
  default long countParams() {
    return weights().stream().mapToLong(v -> v.shape().size()).sum();
  }
}
