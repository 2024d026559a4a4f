package keras.layers;

import keras.config.Arg;

/**
 * Cuts the edges of images off.
 *
 * <pre>{@code
 * new Cropping2D(1)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or {@code (batch, channels, rows, columns)}
 * with the channels first. Outputs: the same axes, shorter by what is cut off.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/reshaping/cropping2d.py}.
 */
public final class Cropping2D extends CroppingLayer<Cropping2D>
    implements DataFormatOptions<Cropping2D> {
  @Arg private DataFormat dataFormat = DataFormat.CHANNELS_LAST;

  /** Makes a layer that cuts nothing off. */
  public Cropping2D() {
    super(2, 0);
  }

  /**
   * Makes a layer that cuts edges off.
   *
   * @param cropping one number for all edges, two for the rows and the columns, or four: above,
   *     below, left and right
   */
  public Cropping2D(int... cropping) {
    super(2, cropping);
  }

  @Override
  DataFormat dataFormat() {
    return dataFormat;
  }
}
