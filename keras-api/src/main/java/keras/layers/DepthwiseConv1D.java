package keras.layers;

/**
 * Moves filters over sequences, those of each channel over that channel alone: {@code
 * activation(depthwise convolution(inputs, kernel) + bias)}.
 *
 * <pre>{@code
 * new DepthwiseConv1D(3).padding("same")
 * }</pre>
 *
 * <p>Inputs: {@code (batch, steps, channels)}, or {@code (batch, channels, steps)} with the
 * channels first; the channels known. Outputs: the same axes, with {@code channels *
 * depthMultiplier} channels, and as many steps as windows fit.
 *
 * <p>Weights: {@code kernel (steps, channels, depthMultiplier)}, {@code bias (channels *
 * depthMultiplier)}.
 *
 * <p>Keras: {@code keras/src/layers/convolutional/depthwise_conv1d.py}.
 */
public final class DepthwiseConv1D extends DepthwiseConvLayer<DepthwiseConv1D> {
  private DepthwiseConv1D() {
    super(1, 1);
  }

  /**
   * Makes a layer of one filter a channel, unless {@link #depthMultiplier} is set.
   *
   * @param kernelSize the steps that a window has
   */
  public DepthwiseConv1D(int kernelSize) {
    super(1, kernelSize);
  }
}
