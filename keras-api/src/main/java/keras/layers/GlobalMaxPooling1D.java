package keras.layers;

import keras.ops.Expr;
import keras.ops.Numpy;

/**
 * Takes the largest value of each channel of sequences.
 *
 * <pre>{@code
 * new GlobalMaxPooling1D()
 * }</pre>
 *
 * <p>Inputs: {@code (batch, steps, channels)}, or {@code (batch, channels, steps)} with the
 * channels first. Outputs: {@code (batch, channels)}; with {@code keepdims} the other axes stay, as
 * 1.
 *
 * <p>Keras: {@code keras/src/layers/pooling/global_max_pooling1d.py}.
 */
public final class GlobalMaxPooling1D extends GlobalPoolingLayer<GlobalMaxPooling1D> {
  /** Makes a layer for inputs with the channels last. */
  public GlobalMaxPooling1D() {
    super(1);
  }

  @Override
  Expr pool(Expr x, int[] axes, boolean keepdims) {
    return Numpy.max(x, axes, keepdims);
  }
}
