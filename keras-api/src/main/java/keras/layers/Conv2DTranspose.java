package keras.layers;

/**
 * Makes images larger with filters: the convolution that would give its input, turned around.
 *
 * <pre>{@code
 * new Conv2DTranspose(16, 3).strides(2).padding("same")
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or {@code (batch, channels, rows, columns)}
 * with the channels first; the channels known. Outputs: the same axes, with {@code filters}
 * channels.
 *
 * <p>Weights: {@code kernel (rows, columns, filters, channels)}, {@code bias (filters)}.
 *
 * <p>Keras: {@code keras/src/layers/convolutional/conv2d_transpose.py}.
 */
public final class Conv2DTranspose extends ConvTransposeLayer<Conv2DTranspose> {
  private Conv2DTranspose() {
    super(2);
  }

  /**
   * Makes a layer of so many filters.
   *
   * @param filters the number of channels of the output, at least 1
   * @param kernelSize the size of the window: its rows and columns, or one number for both
   */
  public Conv2DTranspose(int filters, int... kernelSize) {
    super(2, filters, kernelSize);
  }
}
