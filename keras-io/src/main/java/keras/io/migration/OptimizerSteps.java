package keras.io.migration;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keras.io.migration.Difference.Where;
import org.jspecify.annotations.Nullable;

/**
 * Optimizers take other steps in Keras 2 where gradients are those of gathered rows and where they
 * average weights, and the older ones in a few more cases.
 */
final class OptimizerSteps implements Numerics.Row {
  /** Keras 2's own key: true for its older optimizers, and in this library none for Keras 3's. */
  private static final String KEY = "is_legacy_optimizer";

  private static final String OWN = "Custom>";

  /** Those that do with the squares of gradients, or with their signs, what depends on sums. */
  private static final List<String> OF_SUMS_ALONE = List.of("SGD", "Lion");

  /** Those of which the older ones leave rows alone that no batch has gathered. */
  private static final List<String> OF_GATHERED_ROWS = List.of("Adadelta", "Adamax", "Ftrl");

  /** Those of which the older ones add epsilon to the root; RMSprop only without momentum. */
  private static final List<String> OUTSIDE_THE_ROOT = List.of("Adagrad", "RMSprop");

  @Override
  public Computes take(Map<String, @Nullable Object> config) {
    Object legacy = config.remove(KEY);
    return legacy == null
        ? Computes.KERAS_3
        : Boolean.TRUE.equals(legacy) ? Computes.LEGACY : Computes.KERAS_2;
  }

  @Override
  public void put(Map<String, @Nullable Object> config, Computes computes) {
    config.remove(KEY);
    if (computes != Computes.KERAS_3) {
      config.put(KEY, computes == Computes.LEGACY);
    }
  }

  /** As tf_keras finds the class: by the key, the name or the module. */
  @Override
  public Computes given(Map<String, @Nullable Object> spec) {
    boolean present =
        Maps.config(spec).get(KEY) instanceof Boolean b
            ? !b
            : spec.get("module") instanceof String module
                ? !module.contains(".legacy")
                : String.valueOf(spec.get("registered_name")).startsWith(OWN)
                    || String.valueOf(spec.get("class_name")).startsWith(OWN);
    return present ? Computes.KERAS_2 : Computes.LEGACY;
  }

  @Override
  public void tell(
      String className,
      Map<String, @Nullable Object> config,
      Computes computes,
      boolean inKeras3,
      Consumer<Difference> differences) {
    String who = className + " '" + config.get("name") + "'";
    boolean legacy = computes == Computes.LEGACY;
    boolean ofSums = OF_SUMS_ALONE.contains(className);
    if (!ofSums && (inKeras3 || !legacy)) {
      String why =
          inKeras3
              ? "it squares the gradients of gathered rows before it sums them"
              : "it sums the gradients of gathered rows before it squares them";
      differences.accept(new Difference(who, inKeras3, why, Where.EMBEDDINGS));
    }
    if (Boolean.TRUE.equals(config.get("use_ema")) && (inKeras3 || !legacy)) {
      String why =
          "its moving averages start at the weights %s the first step"
              .formatted(inKeras3 ? "after" : "before");
      differences.accept(new Difference(who, inKeras3, why, Where.NEW_OPTIMIZER));
    }
    if (legacy) {
      boolean momentum =
          config.get("momentum") instanceof Number momentum0 && momentum0.doubleValue() != 0;
      if (momentum || OF_GATHERED_ROWS.contains(className)) {
        String why = (momentum ? "its momentum" : "it") + " moves rows that no batch has gathered";
        differences.accept(new Difference(who, inKeras3, why, Where.EMBEDDINGS));
      } else if (OUTSIDE_THE_ROOT.contains(className)) {
        String why = "it adds `epsilon` under the root";
        differences.accept(new Difference(who, inKeras3, why, Where.EVERYWHERE));
      }
    }
  }
}
