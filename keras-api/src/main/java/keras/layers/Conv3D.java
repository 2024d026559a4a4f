package keras.layers;

/**
 * Moves filters over volumes: {@code activation(convolution(inputs, kernel) + bias)}.
 *
 * <pre>{@code
 * new Conv3D(8, 3).strides(1, 2, 2).activation("relu")
 * }</pre>
 *
 * <p>Inputs: {@code (batch, depth, rows, columns, channels)}, or {@code (batch, channels, depth,
 * rows, columns)} with the channels first; the channels known. Outputs: the same axes, with {@code
 * filters} channels, and as many places as windows fit.
 *
 * <p>Weights: {@code kernel (depth, rows, columns, channels / groups, filters)}, {@code bias
 * (filters)}.
 *
 * <p>Keras: {@code keras/src/layers/convolutional/conv3d.py}.
 */
public final class Conv3D extends ConvLayer<Conv3D> {
  private Conv3D() {
    super(3);
  }

  /**
   * Makes a layer of so many filters.
   *
   * @param filters the number of channels of the output, at least 1
   * @param kernelSize the size of the window along the three spatial axes, or one number for all
   */
  public Conv3D(int filters, int... kernelSize) {
    super(3, filters, kernelSize);
  }
}
