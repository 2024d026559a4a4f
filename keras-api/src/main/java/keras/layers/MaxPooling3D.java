package keras.layers;

import keras.ops.ConvOps;
import keras.ops.Expr;

/**
 * Takes the largest value of each window that moves over volumes, channel by channel.
 *
 * <pre>{@code
 * new MaxPooling3D(2)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, depth, rows, columns, channels)}, or {@code (batch, channels, depth,
 * rows, columns)} with the channels first. Outputs: the same axes, with as many places as windows
 * fit.
 *
 * <p>Keras: {@code keras/src/layers/pooling/max_pooling3d.py}.
 */
public final class MaxPooling3D extends PoolingLayer<MaxPooling3D> {
  /** Makes a layer of windows of size 2, which do not overlap. */
  public MaxPooling3D() {
    super(3, 2);
  }

  /**
   * Makes a layer of windows of a size, which do not overlap unless {@code strides} are smaller.
   *
   * @param poolSize the window's size along the three spatial axes, or one number for all
   */
  public MaxPooling3D(int... poolSize) {
    super(3, poolSize);
  }

  @Override
  Expr pool(Expr x, int[] poolSize, int[] strides, String padding) {
    return ConvOps.maxPool(x, poolSize, strides, padding);
  }
}
