package keras.layers;

import keras.ops.ConvOps;
import keras.ops.Expr;

/**
 * Takes the largest value of each window that moves over sequences, channel by channel.
 *
 * <pre>{@code
 * new MaxPooling1D(2)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, steps, channels)}, or {@code (batch, channels, steps)} with the
 * channels first. Outputs: the same axes, with as many steps as windows fit.
 *
 * <p>Keras: {@code keras/src/layers/pooling/max_pooling1d.py}.
 */
public final class MaxPooling1D extends PoolingLayer<MaxPooling1D> {
  /** Makes a layer of windows of size 2, which do not overlap. */
  public MaxPooling1D() {
    super(1, 2);
  }

  /**
   * Makes a layer of windows of a size, which do not overlap unless {@code strides} are smaller.
   *
   * @param poolSize the steps that a window has
   */
  public MaxPooling1D(int poolSize) {
    super(1, poolSize);
  }

  @Override
  Expr pool(Expr x, int[] poolSize, int[] strides, String padding) {
    return ConvOps.maxPool(x, poolSize, strides, padding);
  }
}
