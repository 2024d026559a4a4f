package keras.layers;

import keras.config.Arg;

/**
 * Drops whole channels of images while training: a random share of them is 0 everywhere, and the
 * others are scaled so that the expected sum stays.
 *
 * <pre>{@code
 * new SpatialDropout2D(0.2).seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or {@code (batch, channels, rows, columns)}
 * with the channels first, floating while training. Outputs: the same shape. A mask passes.
 *
 * <p>Weights: none; the state of a seed generator where {@code rate} is more than 0.
 *
 * <p>Keras: {@code keras/src/layers/regularization/spatial_dropout.py}.
 */
public final class SpatialDropout2D extends SpatialDropoutLayer<SpatialDropout2D>
    implements DataFormatOptions<SpatialDropout2D> {
  @Arg private DataFormat dataFormat = DataFormat.CHANNELS_LAST;

  private SpatialDropout2D() {
    super(2);
  }

  /**
   * Makes a layer that drops a share of the channels.
   *
   * @param rate the share, in [0, 1]
   */
  public SpatialDropout2D(double rate) {
    super(2, rate);
  }

  @Override
  DataFormat dataFormat() {
    return dataFormat;
  }
}
