package keras.io.migration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of initializers, regularizers, constraints and dtype policies. */
final class ObjectUpgrades {
  /** Names of functions that Keras 3 no longer gives them. */
  static final Map<String, String> ACTIVATIONS = Map.of("swish", "silu");

  /** The id here of an activation that Keras 3 computes differently. */
  static final String HARD_SIGMOID = "keras2>hard_sigmoid";

  static final Map<String, String> INITIALIZERS =
      Map.of(
          "normal", "random_normal", "uniform", "random_uniform", "zero", "zeros", "one", "ones");

  private static final List<String> INITIALIZER_CLASSES =
      List.of(
          "Zeros",
          "Ones",
          "Constant",
          "RandomNormal",
          "RandomUniform",
          "TruncatedNormal",
          "VarianceScaling",
          "Orthogonal",
          "Identity",
          "GlorotNormal",
          "GlorotUniform",
          "HeNormal",
          "HeUniform",
          "LecunNormal",
          "LecunUniform");

  private ObjectUpgrades() {}

  static void addInitializers(Map<String, UpgradeRow> rows) {
    for (String name : INITIALIZER_CLASSES) {
      UpgradeRow row = UpgradeRow.to(name).drops("dtype", "partition_info");
      if (name.equals("VarianceScaling")) {
        row.replaces("distribution", "normal", "truncated_normal");
      }
      if (name.equals("RandomUniform")) {
        row.replaces("maxval", null, 1.0); // what TensorFlow takes for it
      }
      rows.put(name, row);
      rows.put(name + "V2", row); // tf_keras' inner names
      rows.put(Maps.snake(name), row);
    }
    for (String name : List.of("Orthogonal", "Identity")) {
      rows.put(name + "Initializer", UpgradeRow.to(name)); // Keras 3.0 to 3.6
    }
    INITIALIZERS.forEach((old, name) -> rows.put(old, rows.get(name)));
  }

  static void addRegularizers(Map<String, UpgradeRow> rows) {
    rows.put("l1", UpgradeRow.to("L1"));
    rows.put("l2", UpgradeRow.to("L2"));
    rows.put("l1_l2", UpgradeRow.to("L1L2"));
    UpgradeRow keras1 = UpgradeRow.to("L1L2").drops("name");
    rows.put("WeightRegularizer", keras1);
    rows.put("ActivityRegularizer", keras1);
    rows.put("L1L2Regularizer", keras1);
  }

  static void addConstraints(Map<String, UpgradeRow> rows) {
    for (String name : List.of("MaxNorm", "MinMaxNorm", "NonNeg", "UnitNorm")) {
      UpgradeRow row = UpgradeRow.to(name).drops("name").edits(c -> rename(c, "m", "max_value"));
      rows.put(name, row);
      rows.put(Maps.snake(name), row);
      rows.put(name.toLowerCase(Locale.ROOT), row);
    }
  }

  private static void rename(Map<String, @Nullable Object> config, String key, String name) {
    if (config.containsKey(key)) {
      config.put(name, config.remove(key));
    }
  }

  static void addPolicies(Map<String, UpgradeRow> rows) {
    for (String name : List.of("Policy", "PolicyV1", "DTypePolicy", "FloatDTypePolicy")) {
      rows.put(name, UpgradeRow.to("DTypePolicy").step(ObjectUpgrades::lossScale));
    }
  }

  /** The scale of a loss was a policy's before it was an optimizer's. */
  private static void lossScale(UpgradeRow.Subject s) {
    Object scale = s.config().remove("loss_scale");
    if (scale != null) {
      s.tell("trains without its loss scale, %s.".formatted(Shown.of(scale)));
    }
  }

  /** Returns a policy as Keras 3 writes it. */
  static Map<String, @Nullable Object> policy(String name) {
    return spec("keras", "DTypePolicy", Map.of("name", name));
  }

  /** Returns an object as Keras 3 writes it. */
  static Map<String, @Nullable Object> spec(
      String module, String className, Map<String, ? extends @Nullable Object> config) {
    Map<String, @Nullable Object> spec = new LinkedHashMap<>();
    spec.put("module", module);
    spec.put("class_name", className);
    spec.put("config", new LinkedHashMap<String, @Nullable Object>(config));
    spec.put("registered_name", null);
    return spec;
  }
}
