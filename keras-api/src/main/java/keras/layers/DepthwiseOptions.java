package keras.layers;

import keras.constraints.Constraint;
import keras.initializers.Initializer;
import keras.regularizers.Regularizer;

/**
 * The setters of layers with a kernel for each channel, which declare its arguments by
 * {@code @Args("depthwise") WeightOptions}.
 *
 * @param <L> the layer
 */
public interface DepthwiseOptions<L> {
  /** Sets what the kernel starts from. */
  default L depthwiseInitializer(Initializer initializer) {
    return Options.set(this, "depthwise_initializer", initializer);
  }

  /** Sets what the kernel starts from by its Keras name, as in {@code "he_normal"}. */
  default L depthwiseInitializer(String id) {
    return depthwiseInitializer(Initializer.get(id));
  }

  /** Sets the penalty on the kernel. */
  default L depthwiseRegularizer(Regularizer regularizer) {
    return Options.set(this, "depthwise_regularizer", regularizer);
  }

  /** Sets the penalty on the kernel by its Keras name, as in {@code "l2"}. */
  default L depthwiseRegularizer(String id) {
    return depthwiseRegularizer(Regularizer.get(id));
  }

  /** Sets the projection of the kernel after each step. */
  default L depthwiseConstraint(Constraint constraint) {
    return Options.set(this, "depthwise_constraint", constraint);
  }

  /**
   * Sets the projection of the kernel after each step by its Keras name, as in {@code "non_neg"}.
   */
  default L depthwiseConstraint(String id) {
    return depthwiseConstraint(Constraint.get(id));
  }
}
