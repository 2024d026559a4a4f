package keras.layers;

import keras.config.Arg;

/**
 * Cuts the edges of volumes off.
 *
 * <pre>{@code
 * new Cropping3D(1)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, dim1, dim2, dim3, channels)}, or {@code (batch, channels, dim1, dim2,
 * dim3)} with the channels first. Outputs: the same axes, shorter by what is cut off.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/reshaping/cropping3d.py}.
 */
public final class Cropping3D extends CroppingLayer<Cropping3D>
    implements DataFormatOptions<Cropping3D> {
  @Arg private DataFormat dataFormat = DataFormat.CHANNELS_LAST;

  /** Makes a layer that cuts one value off at each end of each spatial axis. */
  public Cropping3D() {
    super(3, 1);
  }

  /**
   * Makes a layer that cuts edges off.
   *
   * @param cropping one number for all edges, three for the axes, or six: before and after along
   *     each axis
   */
  public Cropping3D(int... cropping) {
    super(3, cropping);
  }

  @Override
  DataFormat dataFormat() {
    return dataFormat;
  }
}
