package keras.layers;

import keras.ops.ConvOps;
import keras.ops.Expr;

/**
 * Averages each window that moves over images, channel by channel.
 *
 * <pre>{@code
 * new AveragePooling2D(3).strides(2)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or {@code (batch, channels, rows, columns)}
 * with the channels first. Outputs: the same axes, with as many rows and columns as windows fit.
 *
 * <p>Keras: {@code keras/src/layers/pooling/average_pooling2d.py}.
 */
public final class AveragePooling2D extends PoolingLayer<AveragePooling2D> {
  private AveragePooling2D() {
    super(2, 2);
  }

  /**
   * Makes a layer of windows of a size, which do not overlap unless {@code strides} are smaller.
   *
   * @param poolSize the window's rows and columns, or one number for both
   */
  public AveragePooling2D(int... poolSize) {
    super(2, poolSize);
  }

  @Override
  Expr pool(Expr x, int[] poolSize, int[] strides, String padding) {
    return ConvOps.averagePool(x, poolSize, strides, padding);
  }
}
