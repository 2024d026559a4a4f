package keras.layers;

import keras.constraints.Constraint;
import keras.initializers.Initializer;
import keras.regularizers.Regularizer;

/**
 * The setters of layers with a kernel that mixes channels, which declare its arguments by
 * {@code @Args("pointwise") WeightOptions}.
 *
 * @param <L> the layer
 */
public interface PointwiseOptions<L> {
  /** Sets what the kernel starts from. */
  default L pointwiseInitializer(Initializer initializer) {
    return Options.set(this, "pointwise_initializer", initializer);
  }

  /** Sets what the kernel starts from by its Keras name, as in {@code "he_normal"}. */
  default L pointwiseInitializer(String id) {
    return pointwiseInitializer(Initializer.get(id));
  }

  /** Sets the penalty on the kernel. */
  default L pointwiseRegularizer(Regularizer regularizer) {
    return Options.set(this, "pointwise_regularizer", regularizer);
  }

  /** Sets the penalty on the kernel by its Keras name, as in {@code "l2"}. */
  default L pointwiseRegularizer(String id) {
    return pointwiseRegularizer(Regularizer.get(id));
  }

  /** Sets the projection of the kernel after each step. */
  default L pointwiseConstraint(Constraint constraint) {
    return Options.set(this, "pointwise_constraint", constraint);
  }

  /**
   * Sets the projection of the kernel after each step by its Keras name, as in {@code "non_neg"}.
   */
  default L pointwiseConstraint(String id) {
    return pointwiseConstraint(Constraint.get(id));
  }
}
