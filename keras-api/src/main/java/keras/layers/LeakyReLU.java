package keras.layers;

import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.ActivationOps;
import keras.ops.Expr;

/**
 * Returns its inputs above 0, and a slope of them below (Maas et al., 2013).
 *
 * <pre>{@code
 * new LeakyReLU(0.1)
 * }</pre>
 *
 * <p>Inputs: any shape, floating. Outputs: the same shape. A mask passes.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/activations/leaky_relu.py}.
 */
public final class LeakyReLU extends FluentLayer<LeakyReLU> {
  @Arg private double negativeSlope = 0.3;

  /** Makes a layer whose slope below 0 is 0.3. */
  public LeakyReLU() {}

  /**
   * Makes a layer.
   *
   * @param negativeSlope the slope below 0, at least 0
   */
  public LeakyReLU(double negativeSlope) {
    this.negativeSlope = negativeSlope;
    validate();
  }

  @Override
  protected void validate() {
    requireNotNegative("negative_slope", negativeSlope);
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    return ActivationOps.leakyRelu(x, negativeSlope);
  }
}
