package keras.layers;

/**
 * The setters of layers whose bias can be left out, which declare {@code @Arg boolean useBias}
 * beside the bias' own arguments.
 *
 * @param <L> the layer
 */
public interface UseBiasOptions<L> extends BiasOptions<L> {
  /** Sets whether a bias is added. */
  default L useBias(boolean useBias) {
    return Options.set(this, "use_bias", useBias);
  }
}
