package keras.layers;

/**
 * Cuts steps off, at the beginning and at the end of sequences.
 *
 * <pre>{@code
 * new Cropping1D(2, 0)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, steps, features)}. Outputs: the same axes, shorter by what is cut off.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/reshaping/cropping1d.py}.
 */
public final class Cropping1D extends CroppingLayer<Cropping1D> {
  /** Makes a layer that cuts one step off at each end. */
  public Cropping1D() {
    super(1, 1);
  }

  /**
   * Makes a layer that cuts steps off.
   *
   * @param cropping one number for both ends, or the numbers at the beginning and at the end
   */
  public Cropping1D(int... cropping) {
    super(1, cropping);
  }

  @Override
  DataFormat dataFormat() {
    return DataFormat.CHANNELS_LAST;
  }
}
