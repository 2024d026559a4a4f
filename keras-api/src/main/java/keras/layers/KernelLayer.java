package keras.layers;

import keras.activations.Activation;
import keras.activations.Activations;
import keras.config.Arg;
import keras.constraints.Constraint;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.initializers.Initializer;
import keras.ops.Expr;
import keras.ops.Nn;
import keras.regularizers.Regularizer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * The options that every layer with a kernel, a bias and an activation shares: Dense, and the
 * convolutions to come.
 */
public abstract class KernelLayer<L extends KernelLayer<L>> extends FluentLayer<L> {
  @Arg protected Activation activation = Activations.LINEAR;
  @Arg protected boolean useBias = true;
  @Arg protected Initializer kernelInitializer = Initializer.get("glorot_uniform");
  @Arg protected Initializer biasInitializer = Initializer.get("zeros");
  @Arg protected @Nullable Regularizer kernelRegularizer;
  @Arg protected @Nullable Regularizer biasRegularizer;
  @Arg protected @Nullable Constraint kernelConstraint;
  @Arg protected @Nullable Constraint biasConstraint;

  /** Sets the function applied to the output. */
  public L activation(Activation activation) {
    return with(() -> this.activation = activation);
  }

  /** Sets the function applied to the output by its Keras name, as in {@code "relu"}. */
  public L activation(String id) {
    return activation(Activation.get(id));
  }

  /** Sets whether a bias is added. */
  public L useBias(boolean useBias) {
    return with(() -> this.useBias = useBias);
  }

  /** Sets what the kernel starts from. */
  public L kernelInitializer(Initializer initializer) {
    return with(() -> kernelInitializer = initializer);
  }

  /** Sets what the kernel starts from by its Keras name, as in {@code "he_normal"}. */
  public L kernelInitializer(String id) {
    return kernelInitializer(Initializer.get(id));
  }

  /** Sets what the bias starts from. */
  public L biasInitializer(Initializer initializer) {
    return with(() -> biasInitializer = initializer);
  }

  /** Sets what the bias starts from by its Keras name. */
  public L biasInitializer(String id) {
    return biasInitializer(Initializer.get(id));
  }

  /** Sets the penalty on the kernel. */
  public L kernelRegularizer(Regularizer regularizer) {
    return with(() -> kernelRegularizer = regularizer);
  }

  /** Sets the penalty on the bias. */
  public L biasRegularizer(Regularizer regularizer) {
    return with(() -> biasRegularizer = regularizer);
  }

  /** Sets the projection of the kernel after each step. */
  public L kernelConstraint(Constraint constraint) {
    return with(() -> kernelConstraint = constraint);
  }

  /** Sets the projection of the bias after each step. */
  public L biasConstraint(Constraint constraint) {
    return with(() -> biasConstraint = constraint);
  }

  /** Makes the kernel. */
  protected final Variable addKernel(Shape shape) {
    return addWeight("kernel", shape, kernelInitializer, kernelRegularizer, kernelConstraint);
  }

  /** Makes the bias, if there is one. */
  protected final @Nullable Variable addBias(long units) {
    return useBias
        ? addWeight("bias", Shape.of(units), biasInitializer, biasRegularizer, biasConstraint)
        : null;
  }

  /** Adds the bias, if there is one, and applies the activation. */
  protected final Expr biasAndActivate(Expr y, @Nullable Variable bias, CallContext ctx) {
    return activation.call(bias == null ? y : Nn.biasAdd(y, ctx.read(bias)));
  }
}
