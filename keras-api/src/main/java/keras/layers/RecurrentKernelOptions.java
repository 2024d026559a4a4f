package keras.layers;

import keras.constraints.Constraint;
import keras.initializers.Initializer;
import keras.regularizers.Regularizer;

/**
 * The setters of layers with a recurrent kernel, which declare its arguments by
 * {@code @Args("recurrent") WeightOptions}.
 *
 * @param <L> the layer
 */
public interface RecurrentKernelOptions<L> {
  /** Sets what the recurrent kernel starts from. */
  default L recurrentInitializer(Initializer initializer) {
    return Options.set(this, "recurrent_initializer", initializer);
  }

  /** Sets what the recurrent kernel starts from by its Keras name, as in {@code "orthogonal"}. */
  default L recurrentInitializer(String id) {
    return recurrentInitializer(Initializer.get(id));
  }

  /** Sets the penalty on the recurrent kernel. */
  default L recurrentRegularizer(Regularizer regularizer) {
    return Options.set(this, "recurrent_regularizer", regularizer);
  }

  /** Sets the penalty on the recurrent kernel by its Keras name, as in {@code "l2"}. */
  default L recurrentRegularizer(String id) {
    return recurrentRegularizer(Regularizer.get(id));
  }

  /** Sets the projection of the recurrent kernel after each step. */
  default L recurrentConstraint(Constraint constraint) {
    return Options.set(this, "recurrent_constraint", constraint);
  }

  /**
   * Sets the projection of the recurrent kernel after each step by its Keras name, as in {@code
   * "non_neg"}.
   */
  default L recurrentConstraint(String id) {
    return recurrentConstraint(Constraint.get(id));
  }
}
