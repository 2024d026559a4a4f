package keras.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import keras.engine.HostTensor;
import keras.engine.Variable;
import keras.initializers.Initializer;
import keras.ops.DType;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * The weights of a vocabulary's tokens. As in Keras they are no weights of the layer, but files
 * hold them.
 */
final class IdfWeights {
  private @Nullable Variable variable;

  static final String NAME = "idf_weights";

  /**
   * Returns the variable, which has {@code size} numbers; all zeros before there is a vocabulary.
   */
  Variable variable(Layer owner, int size) {
    Variable v = variable;
    if (v == null) {
      v = make(owner.name(), Shape.of(size));
    }
    if (!v.shape().equals(Shape.of(size))) {
      throw new IllegalStateException(
          "%s: expected %d `idf_weights`, one an index. Received: %d."
              .formatted(owner, size, v.shape().size()));
    }
    return v;
  }

  /** Returns the variable, or null before there is a vocabulary. */
  @Nullable Variable known() {
    return variable;
  }

  /** Sets the weights, one for each index. */
  void assign(String layer, HostTensor values) {
    Shape shape = values.shape();
    Variable v = variable;
    if (v == null || !v.shape().equals(shape)) {
      v = make(layer, shape);
    }
    v.assign(values);
  }

  private Variable make(String layer, Shape shape) {
    Variable v = Variable.state(layer + "/" + NAME, shape, DType.FLOAT32, Initializer.get("zeros"));
    variable = v;
    return v;
  }

  /**
   * Returns a weight for each index: where the vocabulary has no special tokens, these weigh as
   * much as the others on average.
   *
   * @param most fills up to so many with zeros; null for none
   */
  static double[] of(
      Vocabulary rules, List<?> vocabulary, double[] weights, @Nullable Integer most) {
    if (vocabulary.size() != weights.length) {
      throw new IllegalArgumentException(
          "%s: `idf_weights` must be as many as the tokens of the vocabulary, %d. Received: %d."
              .formatted(rules.who(), vocabulary.size(), weights.length));
    }
    int front = rules.hasSpecial(vocabulary) ? 0 : rules.tokenStart();
    int size = front + weights.length;
    double[] all = new double[most == null ? size : Math.max(most, size)];
    Arrays.fill(all, 0, front, Arrays.stream(weights).average().orElse(0));
    System.arraycopy(weights, 0, all, front, weights.length);
    return all;
  }

  /** Returns some of a variable's numbers as a config holds them. */
  static List<Double> toConfig(Variable weights, int from, int to) {
    List<Double> values = new ArrayList<>();
    for (float w : weights.value().floats()) {
      values.add((double) w);
    }
    return List.copyOf(values.subList(from, to));
  }
}
