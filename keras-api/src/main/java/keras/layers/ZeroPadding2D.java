package keras.layers;

/**
 * Adds zeros around images.
 *
 * <pre>{@code
 * new ZeroPadding2D(1)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or {@code (batch, channels, rows, columns)}
 * with the channels first. Outputs: the same axes, longer by what is added.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/reshaping/zero_padding2d.py}.
 */
public final class ZeroPadding2D extends ZeroPaddingLayer<ZeroPadding2D> {
  /** Makes a layer that adds one zero at each end of each spatial axis. */
  public ZeroPadding2D() {
    super(2, 1);
  }

  /**
   * Makes a layer that adds zeros.
   *
   * @param padding one number for all edges, two for the rows and the columns, or four: above,
   *     below, left and right
   */
  public ZeroPadding2D(int... padding) {
    super(2, padding);
  }
}
