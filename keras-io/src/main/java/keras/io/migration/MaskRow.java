package keras.io.migration;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@link Numerics} of what layers do with masks: only layers of models in which there are
 * masks say so, {@link MergedMasks#say}.
 */
abstract class MaskRow extends FlagRow {
  private final String key;

  /** Makes a row whose flag has a name. */
  MaskRow(String key) {
    super(key);
    this.key = key;
  }

  @Override
  public final boolean concerns(Map<String, @Nullable Object> config, Target target) {
    return config.containsKey(key);
  }

  @Override
  public final void put(Map<String, @Nullable Object> config, Computes computes) {}

  @Override
  public final void marked(Map<String, @Nullable Object> config, Computes computes) {
    config.put(key, computes != Computes.KERAS_3);
  }
}
