package keras.layers;

/**
 * Averages windows of volumes, channel by channel, in as many windows as the output has places.
 *
 * <pre>{@code
 * new AdaptiveAveragePooling3D(4)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, dim1, dim2, dim3, channels)}, or {@code (batch, channels, dim1, dim2,
 * dim3)} with the channels first; spatial sizes known. Outputs: the same axes, with the sizes that
 * are given.
 *
 * <p>Keras: {@code keras/src/layers/pooling/adaptive_average_pooling3d.py}.
 */
public final class AdaptiveAveragePooling3D extends AdaptivePoolingLayer<AdaptiveAveragePooling3D> {
  private AdaptiveAveragePooling3D() {
    super(3, 1);
  }

  /**
   * Makes a layer.
   *
   * @param outputSize the sizes of the output, or one number for all
   */
  public AdaptiveAveragePooling3D(int... outputSize) {
    super(3, outputSize);
  }

  @Override
  String operation() {
    return "adaptive_average_pool";
  }
}
