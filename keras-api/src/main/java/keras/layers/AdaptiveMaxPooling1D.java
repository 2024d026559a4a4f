package keras.layers;

/**
 * Takes the largest of windows of sequences, channel by channel, in as many windows as the output
 * has places.
 *
 * <pre>{@code
 * new AdaptiveMaxPooling1D(4)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, steps, features)}, or {@code (batch, features, steps)} with the
 * channels first; spatial sizes known. Outputs: the same axes, with the sizes that are given.
 *
 * <p>Keras: {@code keras/src/layers/pooling/adaptive_max_pooling1d.py}.
 */
public final class AdaptiveMaxPooling1D extends AdaptivePoolingLayer<AdaptiveMaxPooling1D> {
  private AdaptiveMaxPooling1D() {
    super(1, 1);
  }

  /**
   * Makes a layer.
   *
   * @param outputSize how many steps the output has
   */
  public AdaptiveMaxPooling1D(int... outputSize) {
    super(1, outputSize);
  }

  @Override
  String operation() {
    return "adaptive_max_pool";
  }
}
