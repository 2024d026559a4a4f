package keras.layers;

/**
 * Averages windows of sequences, channel by channel, in as many windows as the output has places.
 *
 * <pre>{@code
 * new AdaptiveAveragePooling1D(4)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, steps, features)}, or {@code (batch, features, steps)} with the
 * channels first; spatial sizes known. Outputs: the same axes, with the sizes that are given.
 *
 * <p>Keras: {@code keras/src/layers/pooling/adaptive_average_pooling1d.py}.
 */
public final class AdaptiveAveragePooling1D extends AdaptivePoolingLayer<AdaptiveAveragePooling1D> {
  private AdaptiveAveragePooling1D() {
    super(1, 1);
  }

  /**
   * Makes a layer.
   *
   * @param outputSize how many steps the output has
   */
  public AdaptiveAveragePooling1D(int... outputSize) {
    super(1, outputSize);
  }

  @Override
  String operation() {
    return "adaptive_average_pool";
  }
}
