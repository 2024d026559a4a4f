package keras.layers;

import keras.constraints.Constraint;
import keras.initializers.Initializer;
import keras.regularizers.Regularizer;

/**
 * The setters of layers with an offset {@code beta}, which declare its arguments by
 * {@code @Args("beta") WeightOptions}.
 *
 * @param <L> the layer
 */
public interface BetaOptions<L> {
  /** Sets what {@code beta} starts from. */
  default L betaInitializer(Initializer initializer) {
    return Options.set(this, "beta_initializer", initializer);
  }

  /** Sets what {@code beta} starts from by its Keras name, as in {@code "zeros"}. */
  default L betaInitializer(String id) {
    return betaInitializer(Initializer.get(id));
  }

  /** Sets the penalty on {@code beta}. */
  default L betaRegularizer(Regularizer regularizer) {
    return Options.set(this, "beta_regularizer", regularizer);
  }

  /** Sets the penalty on {@code beta} by its Keras name, as in {@code "l2"}. */
  default L betaRegularizer(String id) {
    return betaRegularizer(Regularizer.get(id));
  }

  /** Sets the projection of {@code beta} after each step. */
  default L betaConstraint(Constraint constraint) {
    return Options.set(this, "beta_constraint", constraint);
  }

  /**
   * Sets the projection of {@code beta} after each step by its Keras name, as in {@code "non_neg"}.
   */
  default L betaConstraint(String id) {
    return betaConstraint(Constraint.get(id));
  }
}
