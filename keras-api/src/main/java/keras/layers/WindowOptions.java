package keras.layers;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The setters of layers that weigh the samples of a frame, which declare {@code @Arg Object
 * window}.
 *
 * @param <L> the layer
 */
public interface WindowOptions<L> {
  /** Sets the window by its name, {@code "hann"} if not set; null for none. */
  default L window(@Nullable String name) {
    return Options.set(this, "window", name);
  }

  /** Sets the window's values, one for each sample. */
  default L window(double... values) {
    return Options.set(this, "window", Arrays.stream(values).boxed().toList());
  }
}
