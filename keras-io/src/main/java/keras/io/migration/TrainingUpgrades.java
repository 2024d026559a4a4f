package keras.io.migration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of losses, metrics, optimizers and learning rate schedules. */
final class TrainingUpgrades {
  private static final List<String> LOSSES =
      List.of(
          ("BinaryCrossentropy BinaryFocalCrossentropy CategoricalCrossentropy"
                  + " CategoricalFocalCrossentropy CategoricalHinge CosineSimilarity Hinge Huber"
                  + " KLDivergence LogCosh MeanAbsoluteError MeanAbsolutePercentageError"
                  + " MeanSquaredError MeanSquaredLogarithmicError Poisson"
                  + " SparseCategoricalCrossentropy SquaredHinge")
              .split(" ", -1));

  private static final List<String> METRICS =
      List.of(
          ("Accuracy BinaryAccuracy CategoricalAccuracy SparseCategoricalAccuracy"
                  + " TopKCategoricalAccuracy SparseTopKCategoricalAccuracy")
              .split(" ", -1));

  private static final List<String> OPTIMIZERS =
      List.of(
          "Adadelta Adafactor Adagrad Adam AdamW Adamax Ftrl Lion Nadam RMSprop SGD"
              .split(" ", -1));

  /** The names of functions that are not their class's in snake case. */
  private static final Map<String, String> SHORT =
      Map.ofEntries(
          Map.entry("mse", "MeanSquaredError"),
          Map.entry("mae", "MeanAbsoluteError"),
          Map.entry("mape", "MeanAbsolutePercentageError"),
          Map.entry("msle", "MeanSquaredLogarithmicError"),
          Map.entry("bce", "BinaryCrossentropy"),
          Map.entry("kld", "KLDivergence"),
          Map.entry("kl_divergence", "KLDivergence"),
          Map.entry("kullback_leibler_divergence", "KLDivergence"),
          Map.entry("cosine_proximity", "CosineSimilarity"),
          Map.entry("cosine", "CosineSimilarity"),
          Map.entry("logcosh", "LogCosh"));

  private TrainingUpgrades() {}

  static void addLosses(Map<String, UpgradeRow> rows) {
    for (String name : LOSSES) {
      rows.put(name, loss());
    }
    rows.put("LossFunctionWrapper", loss().becomes(c -> classOf(c.get("fn"))));
  }

  private static UpgradeRow loss() {
    return new UpgradeRow()
        .drops("fn")
        .replaces("reduction", "auto", "sum_over_batch_size")
        .replaces("reduction", "sum_over_batch_size_v2", "sum_over_batch_size");
  }

  static void addMetrics(Map<String, UpgradeRow> rows) {
    UpgradeRow wrapper =
        new UpgradeRow()
            .becomes(
                c -> {
                  String found = classOf(c.get("fn"));
                  return "LogCosh".equals(found) ? "LogCoshError" : found;
                })
            .drops("fn");
    rows.put("MeanMetricWrapper", wrapper);
    rows.put("SumOverBatchSizeMetricWrapper", wrapper);
  }

  /** Returns the class that Keras 3 has for a function; the name of one of the user's own. */
  private static @Nullable String classOf(@Nullable Object function) {
    Object given =
        function instanceof Map<?, ?> m && "function".equals(m.get("class_name"))
            ? m.get("config")
            : function;
    if (!(given instanceof String name)) {
      return null;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    String known = SHORT.get(lower);
    if (known != null) {
      return known;
    }
    for (List<String> classes : List.of(LOSSES, METRICS)) {
      for (String c : classes) {
        if (Maps.snake(c).equals(lower)) {
          return c;
        }
      }
    }
    return name;
  }

  // ---------------------------------------------------------------- optimizers

  static void addOptimizers(Map<String, UpgradeRow> rows) {
    for (String name : OPTIMIZERS) {
      UpgradeRow row =
          UpgradeRow.to(name)
              .drops("jit_compile")
              .pins("schedule_decay", 0.004)
              .renames("lr", "learning_rate")
              .edits(TrainingUpgrades::decay)
              .edits(TrainingUpgrades::epsilon);
      rows.put(name, row);
      rows.put(name.toLowerCase(Locale.ROOT), row);
    }
    UpgradeRow scaled =
        UpgradeRow.to("LossScaleOptimizer").drops("is_legacy_optimizer").pins("dynamic", true);
    rows.put("LossScaleOptimizer", scaled);
    rows.put("LossScaleOptimizerV3", scaled);
  }

  /** The decay of older optimizers is a schedule of its own: rate / (1 + decay · step). */
  private static void decay(Map<String, @Nullable Object> config) {
    Object decay = config.remove("decay");
    if (decay instanceof Number d
        && d.doubleValue() != 0
        && config.get("learning_rate") instanceof Number rate) {
      Map<String, @Nullable Object> schedule = new LinkedHashMap<>();
      schedule.put("initial_learning_rate", rate);
      schedule.put("decay_steps", 1);
      schedule.put("decay_rate", d);
      schedule.put("staircase", false);
      schedule.put("name", "InverseTimeDecay");
      config.put(
          "learning_rate", ObjectUpgrades.spec(Kind.SCHEDULE.module, "InverseTimeDecay", schedule));
    }
  }

  /** Without a number, older optimizers take the backend's, 1e-7, which is the default today. */
  private static void epsilon(Map<String, @Nullable Object> config) {
    if (config.containsKey("epsilon") && config.get("epsilon") == null) {
      config.remove("epsilon");
    }
  }

  /** The schedules, with the names they take in Keras 3 if they have none. */
  static void addSchedules(Map<String, UpgradeRow> rows) {
    Map<String, String> names =
        Map.of(
            "CosineDecay", "CosineDecay",
            "CosineDecayRestarts", "SGDRDecay",
            "ExponentialDecay", "ExponentialDecay",
            "InverseTimeDecay", "InverseTimeDecay",
            "PiecewiseConstantDecay", "PiecewiseConstant",
            "PolynomialDecay", "PolynomialDecay");
    names.forEach(
        (c, name) ->
            rows.put(
                c,
                new UpgradeRow()
                    .edits(
                        config -> {
                          if (config.get("name") == null) {
                            config.put("name", name);
                          }
                        })));
  }
}
