package keras.io.migration;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has changed in the config of every layer. */
final class Layers {
  private static final List<String> DROPPED =
      List.of("batch_input_shape", "input_dtype", "cache_enabled", "dynamic");

  private Layers() {}

  /** Drops what a layer no longer says: the model has an InputLayer for it. */
  static void upgrade(Map<String, @Nullable Object> config) {
    config.keySet().removeAll(DROPPED);
    config.remove("dtype", null);
  }
}
