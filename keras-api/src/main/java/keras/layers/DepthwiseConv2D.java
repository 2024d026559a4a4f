package keras.layers;

/**
 * Moves filters over images, those of each channel over that channel alone: {@code
 * activation(depthwise convolution(inputs, kernel) + bias)}.
 *
 * <pre>{@code
 * new DepthwiseConv2D(3).depthMultiplier(2)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or {@code (batch, channels, rows, columns)}
 * with the channels first; the channels known. Outputs: the same axes, with {@code channels *
 * depthMultiplier} channels, and as many rows and columns as windows fit.
 *
 * <p>Weights: {@code kernel (rows, columns, channels, depthMultiplier)}, {@code bias (channels *
 * depthMultiplier)}.
 *
 * <p>Two strides that differ need a {@code dilationRate} above 1, as in Keras: TensorFlow has no
 * kernel for them without.
 *
 * <p>Keras: {@code keras/src/layers/convolutional/depthwise_conv2d.py}.
 */
public final class DepthwiseConv2D extends DepthwiseConvLayer<DepthwiseConv2D> {
  private DepthwiseConv2D() {
    super(2, 1);
  }

  /**
   * Makes a layer of one filter a channel, unless {@link #depthMultiplier} is set.
   *
   * @param kernelSize the window's rows and columns, or one number for both
   */
  public DepthwiseConv2D(int... kernelSize) {
    super(2, kernelSize);
  }
}
