package keras.layers;

/**
 * The setter of layers whose window may have gaps, which declare {@code @Arg int[] dilationRate}.
 *
 * @param <L> the layer
 */
public interface DilationOptions<L> {
  /**
   * Sets how far apart the window's elements are, for all spatial axes or for each; 1 for no gaps.
   */
  default L dilationRate(int... dilationRate) {
    return Options.checked(this, "dilation_rate", dilationRate.clone());
  }
}
