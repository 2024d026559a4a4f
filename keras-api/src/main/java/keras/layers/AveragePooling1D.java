package keras.layers;

import keras.ops.ConvOps;
import keras.ops.Expr;

/**
 * Averages each window that moves over sequences, channel by channel.
 *
 * <pre>{@code
 * new AveragePooling1D(2)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, steps, channels)}, or {@code (batch, channels, steps)} with the
 * channels first. Outputs: the same axes, with as many steps as windows fit.
 *
 * <p>Keras: {@code keras/src/layers/pooling/average_pooling1d.py}.
 */
public final class AveragePooling1D extends PoolingLayer<AveragePooling1D> {
  private AveragePooling1D() {
    super(1, 2);
  }

  /**
   * Makes a layer of windows of a size, which do not overlap unless {@code strides} are smaller.
   *
   * @param poolSize the steps that a window has
   */
  public AveragePooling1D(int poolSize) {
    super(1, poolSize);
  }

  @Override
  Expr pool(Expr x, int[] poolSize, int[] strides, String padding) {
    return ConvOps.averagePool(x, poolSize, strides, padding);
  }
}
