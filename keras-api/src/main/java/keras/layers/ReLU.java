package keras.layers;

import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.ActivationOps;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * Returns its inputs above a threshold up to a largest value, and a slope of them below.
 *
 * <pre>{@code
 * new ReLU().maxValue(6)
 * }</pre>
 *
 * <p>With {@code f(x) = maxValue} where {@code x >= maxValue}, {@code x} between the threshold and
 * it, and {@code negativeSlope * (x - threshold)} elsewhere.
 *
 * <p>Inputs: any shape. Outputs: the same shape. A mask passes.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/activations/relu.py}.
 */
public final class ReLU extends FluentLayer<ReLU> {
  @Arg private @Nullable Double maxValue;
  @Arg private double negativeSlope;
  @Arg private double threshold;

  /** Makes a layer without a largest value, whose slope below 0 is 0. */
  public ReLU() {}

  /** Sets the largest value of the outputs, at least 0. */
  public ReLU maxValue(double maxValue) {
    return Options.checked(this, "max_value", maxValue);
  }

  /** Sets the slope below the threshold, at least 0. */
  public ReLU negativeSlope(double negativeSlope) {
    return Options.checked(this, "negative_slope", negativeSlope);
  }

  /** Sets the value below which the slope counts, at least 0. */
  public ReLU threshold(double threshold) {
    return Options.checked(this, "threshold", threshold);
  }

  @Override
  protected void validate() {
    requireNotNegative("max_value", maxValue == null ? 0 : maxValue);
    requireNotNegative("negative_slope", negativeSlope);
    requireNotNegative("threshold", threshold);
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    return ActivationOps.relu(x, negativeSlope, maxValue, threshold);
  }
}
