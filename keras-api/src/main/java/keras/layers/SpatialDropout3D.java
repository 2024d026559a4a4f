package keras.layers;

import keras.config.Arg;

/**
 * Drops whole channels of volumes while training: a random share of them is 0 everywhere, and the
 * others are scaled so that the expected sum stays.
 *
 * <pre>{@code
 * new SpatialDropout3D(0.2).seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, dim1, dim2, dim3, channels)}, or {@code (batch, channels, dim1, dim2,
 * dim3)} with the channels first, floating while training. Outputs: the same shape. A mask passes.
 *
 * <p>Weights: none; the state of a seed generator where {@code rate} is more than 0.
 *
 * <p>Keras: {@code keras/src/layers/regularization/spatial_dropout.py}.
 */
public final class SpatialDropout3D extends SpatialDropoutLayer<SpatialDropout3D>
    implements DataFormatOptions<SpatialDropout3D> {
  @Arg private DataFormat dataFormat = DataFormat.CHANNELS_LAST;

  private SpatialDropout3D() {
    super(3);
  }

  /**
   * Makes a layer that drops a share of the channels.
   *
   * @param rate the share, in [0, 1]
   */
  public SpatialDropout3D(double rate) {
    super(3, rate);
  }

  @Override
  DataFormat dataFormat() {
    return dataFormat;
  }
}
