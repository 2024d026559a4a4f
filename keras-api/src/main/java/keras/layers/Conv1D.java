package keras.layers;

/**
 * Moves filters over sequences: {@code activation(convolution(inputs, kernel) + bias)}.
 *
 * <pre>{@code
 * new Conv1D(32, 3).padding("causal").dilationRate(2)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, steps, channels)}, or {@code (batch, channels, steps)} with the
 * channels first; the channels known. Outputs: the same axes, with {@code filters} channels, and as
 * many steps as windows fit.
 *
 * <p>Weights: {@code kernel (steps, channels / groups, filters)}, {@code bias (filters)}.
 *
 * <p>Keras: {@code keras/src/layers/convolutional/conv1d.py}.
 */
public final class Conv1D extends ConvLayer<Conv1D> {
  private Conv1D() {
    super(1);
  }

  /**
   * Makes a layer of so many filters.
   *
   * @param filters the number of channels of the output, at least 1
   * @param kernelSize the steps that a window has
   */
  public Conv1D(int filters, int kernelSize) {
    super(1, filters, kernelSize);
  }
}
