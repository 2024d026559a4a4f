package keras.layers;

import keras.ops.Expr;
import keras.ops.Numpy;

/**
 * Averages each channel of images.
 *
 * <pre>{@code
 * new GlobalAveragePooling2D()
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or {@code (batch, channels, rows, columns)}
 * with the channels first. Outputs: {@code (batch, channels)}; with {@code keepdims} the other axes
 * stay, as 1.
 *
 * <p>Keras: {@code keras/src/layers/pooling/global_average_pooling2d.py}.
 */
public final class GlobalAveragePooling2D extends GlobalPoolingLayer<GlobalAveragePooling2D> {
  /** Makes a layer for inputs with the channels last. */
  public GlobalAveragePooling2D() {
    super(2);
  }

  @Override
  Expr pool(Expr x, int[] axes, boolean keepdims) {
    return Numpy.mean(x, axes, keepdims);
  }
}
