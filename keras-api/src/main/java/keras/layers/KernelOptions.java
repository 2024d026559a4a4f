package keras.layers;

import keras.constraints.Constraint;
import keras.initializers.Initializer;
import keras.regularizers.Regularizer;

/**
 * The setters of layers with a kernel, which declare its arguments by {@code @Args("kernel")
 * WeightOptions}.
 *
 * @param <L> the layer
 */
public interface KernelOptions<L> {
  /** Sets what the kernel starts from. */
  default L kernelInitializer(Initializer initializer) {
    return Options.set(this, "kernel_initializer", initializer);
  }

  /** Sets what the kernel starts from by its Keras name, as in {@code "he_normal"}. */
  default L kernelInitializer(String id) {
    return kernelInitializer(Initializer.get(id));
  }

  /** Sets the penalty on the kernel. */
  default L kernelRegularizer(Regularizer regularizer) {
    return Options.set(this, "kernel_regularizer", regularizer);
  }

  /** Sets the penalty on the kernel by its Keras name, as in {@code "l2"}. */
  default L kernelRegularizer(String id) {
    return kernelRegularizer(Regularizer.get(id));
  }

  /** Sets the projection of the kernel after each step. */
  default L kernelConstraint(Constraint constraint) {
    return Options.set(this, "kernel_constraint", constraint);
  }

  /**
   * Sets the projection of the kernel after each step by its Keras name, as in {@code "non_neg"}.
   */
  default L kernelConstraint(String id) {
    return kernelConstraint(Constraint.get(id));
  }
}
