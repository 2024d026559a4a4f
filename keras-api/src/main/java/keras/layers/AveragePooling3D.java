package keras.layers;

import keras.ops.ConvOps;
import keras.ops.Expr;

/**
 * Averages each window that moves over volumes, channel by channel.
 *
 * <pre>{@code
 * new AveragePooling3D(2)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, depth, rows, columns, channels)}, or {@code (batch, channels, depth,
 * rows, columns)} with the channels first. Outputs: the same axes, with as many places as windows
 * fit.
 *
 * <p>Keras: {@code keras/src/layers/pooling/average_pooling3d.py}.
 */
public final class AveragePooling3D extends PoolingLayer<AveragePooling3D> {
  private AveragePooling3D() {
    super(3, 2);
  }

  /**
   * Makes a layer of windows of a size, which do not overlap unless {@code strides} are smaller.
   *
   * @param poolSize the window's size along the three spatial axes, or one number for all
   */
  public AveragePooling3D(int... poolSize) {
    super(3, poolSize);
  }

  @Override
  Expr pool(Expr x, int[] poolSize, int[] strides, String padding) {
    return ConvOps.averagePool(x, poolSize, strides, padding);
  }
}
