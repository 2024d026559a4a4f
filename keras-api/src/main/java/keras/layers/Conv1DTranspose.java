package keras.layers;

/**
 * Makes sequences larger with filters: the convolution that would give its input, turned around.
 *
 * <pre>{@code
 * new Conv1DTranspose(16, 3).strides(2).padding("same")
 * }</pre>
 *
 * <p>Inputs: {@code (batch, steps, features)}, or {@code (batch, features, steps)} with the
 * channels first; the channels known. Outputs: the same axes, with {@code filters} channels.
 *
 * <p>Weights: {@code kernel (steps, filters, features)}, {@code bias (filters)}.
 *
 * <p>Keras: {@code keras/src/layers/convolutional/conv1d_transpose.py}.
 */
public final class Conv1DTranspose extends ConvTransposeLayer<Conv1DTranspose> {
  private Conv1DTranspose() {
    super(1);
  }

  /**
   * Makes a layer of so many filters.
   *
   * @param filters the number of channels of the output, at least 1
   * @param kernelSize the size of the window: its steps
   */
  public Conv1DTranspose(int filters, int... kernelSize) {
    super(1, filters, kernelSize);
  }
}
