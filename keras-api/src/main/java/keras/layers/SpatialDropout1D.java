package keras.layers;

/**
 * Drops whole channels of sequences while training: a random share of them is 0 at all steps, and
 * the others are scaled so that the expected sum stays.
 *
 * <pre>{@code
 * new SpatialDropout1D(0.2).seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, steps, features)}, floating while training. Outputs: the same shape. A
 * mask passes.
 *
 * <p>Weights: none; the state of a seed generator where {@code rate} is more than 0.
 *
 * <p>Keras: {@code keras/src/layers/regularization/spatial_dropout.py}.
 */
public final class SpatialDropout1D extends SpatialDropoutLayer<SpatialDropout1D> {
  private SpatialDropout1D() {
    super(1);
  }

  /**
   * Makes a layer that drops a share of the channels.
   *
   * @param rate the share, in [0, 1]
   */
  public SpatialDropout1D(double rate) {
    super(1, rate);
  }

  @Override
  DataFormat dataFormat() {
    return DataFormat.CHANNELS_LAST;
  }
}
