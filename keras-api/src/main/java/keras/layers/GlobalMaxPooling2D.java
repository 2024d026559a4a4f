package keras.layers;

import keras.ops.Expr;
import keras.ops.Numpy;

/**
 * Takes the largest value of each channel of images.
 *
 * <pre>{@code
 * new GlobalMaxPooling2D()
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or {@code (batch, channels, rows, columns)}
 * with the channels first. Outputs: {@code (batch, channels)}; with {@code keepdims} the other axes
 * stay, as 1.
 *
 * <p>Keras: {@code keras/src/layers/pooling/global_max_pooling2d.py}.
 */
public final class GlobalMaxPooling2D extends GlobalPoolingLayer<GlobalMaxPooling2D> {
  /** Makes a layer for inputs with the channels last. */
  public GlobalMaxPooling2D() {
    super(2);
  }

  @Override
  Expr pool(Expr x, int[] axes, boolean keepdims) {
    return Numpy.max(x, axes, keepdims);
  }
}
