package keras.layers;

/**
 * Takes the largest of windows of images, channel by channel, in as many windows as the output has
 * places.
 *
 * <pre>{@code
 * new AdaptiveMaxPooling2D(4)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or {@code (batch, channels, rows, columns)}
 * with the channels first; spatial sizes known. Outputs: the same axes, with the sizes that are
 * given.
 *
 * <p>Keras: {@code keras/src/layers/pooling/adaptive_max_pooling2d.py}.
 */
public final class AdaptiveMaxPooling2D extends AdaptivePoolingLayer<AdaptiveMaxPooling2D> {
  private AdaptiveMaxPooling2D() {
    super(2, 1);
  }

  /**
   * Makes a layer.
   *
   * @param outputSize the rows and the columns of the output, or one number for both
   */
  public AdaptiveMaxPooling2D(int... outputSize) {
    super(2, outputSize);
  }

  @Override
  String operation() {
    return "adaptive_max_pool";
  }
}
