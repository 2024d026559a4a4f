package keras.layers;

/**
 * Convolves each channel of images for itself, and mixes the channels then: {@code
 * activation(mix(depthwise convolution(inputs)) + bias)} (Chollet, 2017).
 *
 * <pre>{@code
 * new SeparableConv2D(16, 3).depthMultiplier(2)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or {@code (batch, channels, rows, columns)}
 * with the channels first; the channels known. Outputs: the same axes, with {@code filters}
 * channels.
 *
 * <p>Weights: {@code depthwise_kernel (rows, columns, channels, depthMultiplier)}, {@code
 * pointwise_kernel (1, 1, channels * depthMultiplier, filters)}, {@code bias (filters)}.
 *
 * <p>Keras: {@code keras/src/layers/convolutional/separable_conv2d.py}.
 */
public final class SeparableConv2D extends SeparableConvLayer<SeparableConv2D> {
  private SeparableConv2D() {
    super(2);
  }

  /**
   * Makes a layer of so many filters.
   *
   * @param filters the number of channels of the output, at least 1
   * @param kernelSize the size of the window: its rows and columns, or one number for both
   */
  public SeparableConv2D(int filters, int... kernelSize) {
    super(2, filters, kernelSize);
  }
}
