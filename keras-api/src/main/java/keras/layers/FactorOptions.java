package keras.layers;

import java.util.List;

/**
 * The setters of layers that draw how much they do, which declare {@code @Arg Object factor} and
 * read it by {@link Factor#of}.
 *
 * @param <L> the layer
 */
public interface FactorOptions<L> {
  /** Sets the range by its size: from its negative, or the lowest value there is, to itself. */
  default L factor(double factor) {
    return Options.checked(this, "factor", factor);
  }

  /** Sets both ends of the range. */
  default L factor(double low, double high) {
    return Options.checked(this, "factor", List.of(low, high));
  }
}
