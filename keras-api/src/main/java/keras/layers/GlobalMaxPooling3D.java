package keras.layers;

import keras.ops.Expr;
import keras.ops.Numpy;

/**
 * Takes the largest value of each channel of volumes.
 *
 * <pre>{@code
 * new GlobalMaxPooling3D()
 * }</pre>
 *
 * <p>Inputs: {@code (batch, depth, rows, columns, channels)}, or {@code (batch, channels, depth,
 * rows, columns)} with the channels first. Outputs: {@code (batch, channels)}; with {@code
 * keepdims} the other axes stay, as 1.
 *
 * <p>Keras: {@code keras/src/layers/pooling/global_max_pooling3d.py}.
 */
public final class GlobalMaxPooling3D extends GlobalPoolingLayer<GlobalMaxPooling3D> {
  /** Makes a layer for inputs with the channels last. */
  public GlobalMaxPooling3D() {
    super(3);
  }

  @Override
  Expr pool(Expr x, int[] axes, boolean keepdims) {
    return Numpy.max(x, axes, keepdims);
  }
}
