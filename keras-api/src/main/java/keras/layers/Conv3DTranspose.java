package keras.layers;

/**
 * Makes volumes larger with filters: the convolution that would give its input, turned around.
 *
 * <pre>{@code
 * new Conv3DTranspose(16, 3).strides(2).padding("same")
 * }</pre>
 *
 * <p>Inputs: {@code (batch, dim1, dim2, dim3, channels)}, or {@code (batch, channels, dim1, dim2,
 * dim3)} with the channels first; the channels known. Outputs: the same axes, with {@code filters}
 * channels.
 *
 * <p>Weights: {@code kernel (dim1, dim2, dim3, filters, channels)}, {@code bias (filters)}.
 *
 * <p>Keras: {@code keras/src/layers/convolutional/conv3d_transpose.py}.
 */
public final class Conv3DTranspose extends ConvTransposeLayer<Conv3DTranspose> {
  private Conv3DTranspose() {
    super(3);
  }

  /**
   * Makes a layer of so many filters.
   *
   * @param filters the number of channels of the output, at least 1
   * @param kernelSize the size of the window along each axis, or one number for all
   */
  public Conv3DTranspose(int filters, int... kernelSize) {
    super(3, filters, kernelSize);
  }
}
