package keras.io.migration;

import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Of inputs of four or five axes Keras 2's fused kernel averages the unbiased variances of batches,
 * Keras 3 the others. tf_keras reads an option by which it does so too.
 */
final class FusedNormalization implements Numerics.Row {
  private static final String KEY = "fused";

  @Override
  public Computes take(Map<String, @Nullable Object> config) {
    return Boolean.TRUE.equals(config.remove(KEY)) ? Computes.KERAS_2 : Computes.KERAS_3;
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
  public void tell(
      String className,
      Map<String, @Nullable Object> config,
      Computes computes,
      boolean inKeras3,
      Consumer<Difference> differences) {
    String who = "BatchNormalization '" + config.get("name") + "'";
    String why =
        "its moving variance follows the %s variance of batches"
            .formatted(inKeras3 ? "biased" : "unbiased");
    differences.accept(new Difference(who, inKeras3, why, Difference.Where.IMAGES));
  }
}
