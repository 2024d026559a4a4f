package keras.layers;

import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Expr;

/**
 * Returns its inputs above a threshold, and 0 elsewhere (Konda et al., 2015). Keras 2 has it, and
 * files of its time; Keras 3 does not.
 *
 * <pre>{@code
 * new ThresholdedReLU(0.5)
 * }</pre>
 *
 * <p>Inputs: any shape, floating. Outputs: the same shape. A mask passes.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code tf_keras/src/layers/activation/thresholded_relu.py}.
 */
public final class ThresholdedReLU extends FluentLayer<ThresholdedReLU> {
  @Arg private double theta = 1.0;

  /** Makes a layer that passes what is above 1. */
  public ThresholdedReLU() {}

  /**
   * Makes a layer.
   *
   * @param theta the threshold, at least 0
   */
  public ThresholdedReLU(double theta) {
    this.theta = theta;
    validate();
  }

  @Override
  protected void validate() {
    requireNotNegative("theta", theta);
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    return x.mul(x.greater((float) theta).cast(x.dtype()));
  }
}
