package keras.layers;

/**
 * Moves filters over images: {@code activation(convolution(inputs, kernel) + bias)}.
 *
 * <pre>{@code
 * new Conv2D(32, 3).padding("same").activation("relu")
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or {@code (batch, channels, rows, columns)}
 * with the channels first; the channels known. Outputs: the same axes, with {@code filters}
 * channels, and as many rows and columns as windows fit.
 *
 * <p>Weights: {@code kernel (rows, columns, channels / groups, filters)}, {@code bias (filters)}.
 *
 * <p>Keras: {@code keras/src/layers/convolutional/conv2d.py}.
 */
public final class Conv2D extends ConvLayer<Conv2D> {
  private Conv2D() {
    super(2);
  }

  /**
   * Makes a layer of so many filters.
   *
   * @param filters the number of channels of the output, at least 1
   * @param kernelSize the size of the window: its rows and columns, or one number for both
   */
  public Conv2D(int filters, int... kernelSize) {
    super(2, filters, kernelSize);
  }
}
