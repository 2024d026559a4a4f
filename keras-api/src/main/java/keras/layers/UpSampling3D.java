package keras.layers;

/**
 * Makes volumes larger: each value is repeated along the three spatial axes.
 *
 * <pre>{@code
 * new UpSampling3D(2)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, dim1, dim2, dim3, channels)}, or {@code (batch, channels, dim1, dim2,
 * dim3)} with the channels first. Outputs: the same axes, longer by the factors of {@code size}.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/reshaping/up_sampling3d.py}.
 */
public final class UpSampling3D extends UpSamplingLayer<UpSampling3D> {
  /** Makes a layer that doubles each spatial axis. */
  public UpSampling3D() {
    super(3, 2);
  }

  /**
   * Makes a layer that makes spatial axes longer.
   *
   * @param size a factor for each axis, or one for all; each at least 1
   */
  public UpSampling3D(int... size) {
    super(3, size);
  }
}
