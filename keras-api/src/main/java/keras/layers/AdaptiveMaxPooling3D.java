package keras.layers;

/**
 * Takes the largest of windows of volumes, channel by channel, in as many windows as the output has
 * places.
 *
 * <pre>{@code
 * new AdaptiveMaxPooling3D(4)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, dim1, dim2, dim3, channels)}, or {@code (batch, channels, dim1, dim2,
 * dim3)} with the channels first; spatial sizes known. Outputs: the same axes, with the sizes that
 * are given.
 *
 * <p>Keras: {@code keras/src/layers/pooling/adaptive_max_pooling3d.py}.
 */
public final class AdaptiveMaxPooling3D extends AdaptivePoolingLayer<AdaptiveMaxPooling3D> {
  private AdaptiveMaxPooling3D() {
    super(3, 1);
  }

  /**
   * Makes a layer.
   *
   * @param outputSize the sizes of the output, or one number for all
   */
  public AdaptiveMaxPooling3D(int... outputSize) {
    super(3, outputSize);
  }

  @Override
  String operation() {
    return "adaptive_max_pool";
  }
}
