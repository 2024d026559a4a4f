package keras.layers;

import java.util.List;
import keras.activations.Activation;
import keras.activations.Activations;
import keras.config.Arg;
import keras.config.Args;
import keras.config.Pinned;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.ops.Expr;
import keras.ops.Nn;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * A densely connected layer: {@code activation(inputs · kernel + bias)}.
 *
 * <pre>{@code
 * new Dense(300).activation("relu").kernelInitializer("he_normal").name("hidden1")
 * }</pre>
 *
 * <p>Inputs: {@code (batch, ..., inputDim)}, {@code inputDim} known. Outputs: {@code (batch, ...,
 * units)}.
 *
 * <p>Weights: {@code kernel (inputDim, units)}, {@code bias (units)}.
 *
 * <p>Keras: {@code keras/src/layers/core/dense.py}.
 */
public final class Dense extends FluentLayer<Dense>
    implements KernelOptions<Dense>, UseBiasOptions<Dense>, ActivationOptions<Dense> {
  @Arg private int units;
  @Arg private Activation activation = Activations.LINEAR;
  @Arg private boolean useBias = true;

  @Args("kernel")
  private final WeightOptions kernelOptions = new WeightOptions("glorot_uniform");

  @Args("bias")
  private final WeightOptions biasOptions = new WeightOptions("zeros");

  @Pinned private @Nullable Object quantizationConfig;

  private Variable kernel;
  private @Nullable Variable bias;

  private Dense() {}

  /**
   * Makes a layer of so many units.
   *
   * @param units the size of the output's last axis, at least 1
   */
  public Dense(int units) {
    this.units = units;
    validate();
  }

  /** {@code new Dense(units).activation(activation)}. */
  public Dense(int units, String activation) {
    this(units);
    activation(activation);
  }

  @Override
  protected void validate() {
    requirePositive("units", units);
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected void build(Shape input) {
    if (input.numDimensions() < 2 || input.get(-1) < 0) {
      throw new IllegalArgumentException(
          "%s: expected inputs of at least 2 axes, the last of known size. Received: shape %s."
              .formatted(this, Shapes.show(input)));
    }
    kernel = addWeight("kernel", Shape.of(input.get(-1), units), kernelOptions);
    bias = useBias ? addWeight("bias", Shape.of(units), biasOptions) : null;
  }

  @Override
  protected void check(List<Shape> inputs) {
    long expected = kernel.shape().get(0);
    Shape input = inputs.get(0);
    if (input.get(-1) >= 0 && input.get(-1) != expected) {
      throw new IllegalArgumentException(
          "%s: expected inputs with last axis %d. Received: shape %s."
              .formatted(this, expected, Shapes.show(input)));
    }
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    Expr k = ctx.read(kernel);
    Expr y = (x.dtype().isFloating() ? x : x.cast(k.dtype())).matmul(k);
    return LayerActivation.call(activation, bias == null ? y : Nn.biasAdd(y, ctx.read(bias)), ctx);
  }
}
