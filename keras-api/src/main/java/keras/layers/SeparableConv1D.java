package keras.layers;

/**
 * Convolves each channel of sequences for itself, and mixes the channels then: {@code
 * activation(mix(depthwise convolution(inputs)) + bias)} (Chollet, 2017).
 *
 * <pre>{@code
 * new SeparableConv1D(16, 3).depthMultiplier(2)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, steps, features)}, or {@code (batch, features, steps)} with the
 * channels first; the channels known. Outputs: the same axes, with {@code filters} channels.
 *
 * <p>Weights: {@code depthwise_kernel (steps, features, depthMultiplier)}, {@code pointwise_kernel
 * (1, features * depthMultiplier, filters)}, {@code bias (filters)}.
 *
 * <p>Keras: {@code keras/src/layers/convolutional/separable_conv1d.py}.
 */
public final class SeparableConv1D extends SeparableConvLayer<SeparableConv1D> {
  private SeparableConv1D() {
    super(1);
  }

  /**
   * Makes a layer of so many filters.
   *
   * @param filters the number of channels of the output, at least 1
   * @param kernelSize the size of the window: its steps
   */
  public SeparableConv1D(int filters, int... kernelSize) {
    super(1, filters, kernelSize);
  }
}
