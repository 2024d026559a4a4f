package keras.layers;

/**
 * Adds zeros around volumes.
 *
 * <pre>{@code
 * new ZeroPadding3D(1)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, dim1, dim2, dim3, channels)}, or {@code (batch, channels, dim1, dim2,
 * dim3)} with the channels first. Outputs: the same axes, longer by what is added.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/reshaping/zero_padding3d.py}.
 */
public final class ZeroPadding3D extends ZeroPaddingLayer<ZeroPadding3D> {
  /** Makes a layer that adds one zero at each end of each spatial axis. */
  public ZeroPadding3D() {
    super(3, 1);
  }

  /**
   * Makes a layer that adds zeros.
   *
   * @param padding one number for all edges, three for the axes, or six: before and after along
   *     each axis
   */
  public ZeroPadding3D(int... padding) {
    super(3, padding);
  }
}
