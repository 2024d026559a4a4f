package keras.io.migration;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Of inputs of four or five axes Keras 2's fused kernel averages the unbiased variances of batches,
 * Keras 3 the others. tf_keras reads an option by which it does so too.
 */
final class FusedNormalization extends FlagRow {
  private static final String KEY = "fused";

  FusedNormalization() {
    super(KEY);
  }

  @Override
  public void put(Map<String, @Nullable Object> config, Computes computes) {
    boolean fused = !Boolean.FALSE.equals(config.remove(KEY)) && computes != Computes.KERAS_3;
    if (fused && !Boolean.TRUE.equals(config.get("synchronized"))) {
      config.put(KEY, true);
    }
  }

  @Override
  public boolean says(Map<String, @Nullable Object> config, Computes computes) {
    if (computes == Computes.KERAS_3) {
      config.put(KEY, false);
    }
    return true;
  }

  @Override
  String otherwise(boolean inKeras3) {
    return "its moving variance follows the %s variance of batches"
        .formatted(inKeras3 ? "biased" : "unbiased");
  }

  @Override
  Difference.Where matters() {
    return Difference.Where.IMAGES;
  }
}
