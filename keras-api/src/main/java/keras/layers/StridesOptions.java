package keras.layers;

/**
 * The setter of layers whose window moves, which declare {@code @Arg int[] strides}.
 *
 * @param <L> the layer
 */
public interface StridesOptions<L> {
  /** Sets how far the window moves, for all spatial axes or for each. */
  default L strides(int... strides) {
    return Options.checked(this, "strides", strides.clone());
  }
}
