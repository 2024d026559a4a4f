package keras.layers;

/**
 * Adds zeros around sequences.
 *
 * <pre>{@code
 * new ZeroPadding1D(2, 0)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, steps, features)}, or {@code (batch, features, steps)} with the
 * channels first. Outputs: the same axes, longer by what is added.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/reshaping/zero_padding1d.py}.
 */
public final class ZeroPadding1D extends ZeroPaddingLayer<ZeroPadding1D> {
  /** Makes a layer that adds one zero at each end of each spatial axis. */
  public ZeroPadding1D() {
    super(1, 1);
  }

  /**
   * Makes a layer that adds zeros.
   *
   * @param padding one number for both ends, or the numbers at the beginning and at the end
   */
  public ZeroPadding1D(int... padding) {
    super(1, padding);
  }
}
