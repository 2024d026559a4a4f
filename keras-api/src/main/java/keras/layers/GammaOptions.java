package keras.layers;

import keras.constraints.Constraint;
import keras.initializers.Initializer;
import keras.regularizers.Regularizer;

/**
 * The setters of layers with a factor {@code gamma}, which declare its arguments by
 * {@code @Args("gamma") WeightOptions}.
 *
 * @param <L> the layer
 */
public interface GammaOptions<L> {
  /** Sets what {@code gamma} starts from. */
  default L gammaInitializer(Initializer initializer) {
    return Options.set(this, "gamma_initializer", initializer);
  }

  /** Sets what {@code gamma} starts from by its Keras name, as in {@code "ones"}. */
  default L gammaInitializer(String id) {
    return gammaInitializer(Initializer.get(id));
  }

  /** Sets the penalty on {@code gamma}. */
  default L gammaRegularizer(Regularizer regularizer) {
    return Options.set(this, "gamma_regularizer", regularizer);
  }

  /** Sets the penalty on {@code gamma} by its Keras name, as in {@code "l2"}. */
  default L gammaRegularizer(String id) {
    return gammaRegularizer(Regularizer.get(id));
  }

  /** Sets the projection of {@code gamma} after each step. */
  default L gammaConstraint(Constraint constraint) {
    return Options.set(this, "gamma_constraint", constraint);
  }

  /**
   * Sets the projection of {@code gamma} after each step by its Keras name, as in {@code
   * "non_neg"}.
   */
  default L gammaConstraint(String id) {
    return gammaConstraint(Constraint.get(id));
  }
}
