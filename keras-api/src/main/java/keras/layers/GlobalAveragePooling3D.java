package keras.layers;

import keras.ops.Expr;
import keras.ops.Numpy;

/**
 * Averages each channel of volumes.
 *
 * <pre>{@code
 * new GlobalAveragePooling3D()
 * }</pre>
 *
 * <p>Inputs: {@code (batch, depth, rows, columns, channels)}, or {@code (batch, channels, depth,
 * rows, columns)} with the channels first. Outputs: {@code (batch, channels)}; with {@code
 * keepdims} the other axes stay, as 1.
 *
 * <p>Keras: {@code keras/src/layers/pooling/global_average_pooling3d.py}.
 */
public final class GlobalAveragePooling3D extends GlobalPoolingLayer<GlobalAveragePooling3D> {
  /** Makes a layer for inputs with the channels last. */
  public GlobalAveragePooling3D() {
    super(3);
  }

  @Override
  Expr pool(Expr x, int[] axes, boolean keepdims) {
    return Numpy.mean(x, axes, keepdims);
  }
}
