package keras.layers;

import keras.constraints.Constraint;
import keras.initializers.Initializer;
import keras.regularizers.Regularizer;

/**
 * The setters of layers with a bias, which declare its arguments by {@code @Args("bias")
 * WeightOptions}.
 *
 * @param <L> the layer
 */
public interface BiasOptions<L> {
  /** Sets what the bias starts from. */
  default L biasInitializer(Initializer initializer) {
    return Options.set(this, "bias_initializer", initializer);
  }

  /** Sets what the bias starts from by its Keras name, as in {@code "zeros"}. */
  default L biasInitializer(String id) {
    return biasInitializer(Initializer.get(id));
  }

  /** Sets the penalty on the bias. */
  default L biasRegularizer(Regularizer regularizer) {
    return Options.set(this, "bias_regularizer", regularizer);
  }

  /** Sets the penalty on the bias by its Keras name, as in {@code "l2"}. */
  default L biasRegularizer(String id) {
    return biasRegularizer(Regularizer.get(id));
  }

  /** Sets the projection of the bias after each step. */
  default L biasConstraint(Constraint constraint) {
    return Options.set(this, "bias_constraint", constraint);
  }

  /** Sets the projection of the bias after each step by its Keras name, as in {@code "non_neg"}. */
  default L biasConstraint(String id) {
    return biasConstraint(Constraint.get(id));
  }
}
