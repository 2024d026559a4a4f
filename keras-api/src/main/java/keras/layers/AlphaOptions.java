package keras.layers;

import keras.constraints.Constraint;
import keras.initializers.Initializer;
import keras.regularizers.Regularizer;

/**
 * The setters of layers with a factor {@code alpha}, which declare its arguments by
 * {@code @Args("alpha") WeightOptions}.
 *
 * @param <L> the layer
 */
public interface AlphaOptions<L> {
  /** Sets what {@code alpha} starts from. */
  default L alphaInitializer(Initializer initializer) {
    return Options.set(this, "alpha_initializer", initializer);
  }

  /** Sets what {@code alpha} starts from by its Keras name, as in {@code "ones"}. */
  default L alphaInitializer(String id) {
    return alphaInitializer(Initializer.get(id));
  }

  /** Sets the penalty on {@code alpha}. */
  default L alphaRegularizer(Regularizer regularizer) {
    return Options.set(this, "alpha_regularizer", regularizer);
  }

  /** Sets the penalty on {@code alpha} by its Keras name, as in {@code "l2"}. */
  default L alphaRegularizer(String id) {
    return alphaRegularizer(Regularizer.get(id));
  }

  /** Sets the projection of {@code alpha} after each step. */
  default L alphaConstraint(Constraint constraint) {
    return Options.set(this, "alpha_constraint", constraint);
  }

  /**
   * Sets the projection of {@code alpha} after each step by its Keras name, as in {@code
   * "non_neg"}.
   */
  default L alphaConstraint(String id) {
    return alphaConstraint(Constraint.get(id));
  }
}
