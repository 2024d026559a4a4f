package keras.io.migration;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of losses, metrics and optimizers. */
final class TrainingRows {
  private static final String LOSSES =
      "binary_crossentropy binary_focal_crossentropy categorical_crossentropy"
          + " categorical_focal_crossentropy categorical_hinge cosine_similarity hinge huber"
          + " kl_divergence log_cosh mean_absolute_error mean_absolute_percentage_error"
          + " mean_squared_error mean_squared_logarithmic_error poisson"
          + " sparse_categorical_crossentropy squared_hinge";
  private static final String LOSSES_ALONE =
      "CTC CategoricalGeneralizedCrossEntropy Circle Dice Tversky";
  private static final String OPTIMIZERS =
      "Adadelta Adafactor Adagrad Adam AdamW Adamax Ftrl Lion Nadam RMSprop SGD";
  private static final String OPTIMIZERS_ALONE = "Lamb MultiOptimizer Muon ScheduleFreeAdamW";

  static final Row LOSS_SCALE =
      new Row()
          .becomes("tf_keras.src.mixed_precision.loss_scale_optimizer", "LossScaleOptimizerV3")
          .drops("name")
          .adds("dynamic", true);

  private TrainingRows() {}

  static void addTo(Map<String, Row> rows) {
    for (String function : LOSSES.split(" ", -1)) {
      rows.put("losses." + FunctionNames.lossClass(function), loss(function));
    }
    for (String name : LOSSES_ALONE.split(" ", -1)) {
      rows.put("losses." + name, Row.alone());
    }
    rows.put("metrics.SparseTopKCategoricalAccuracy", new Row().drops("from_sorted_ids", false));
    rows.put("metrics.ConcordanceCorrelation", Row.alone());
    rows.put("metrics.PearsonCorrelation", Row.alone());
    for (String name : List.of("MeanRelativeError", "MeanTensor")) {
      rows.put(
          "metrics." + name,
          new Row().tfKerasAlone(config -> true, config -> "Keras 3 has no such metric"));
    }
    for (String name : OPTIMIZERS.split(" ", -1)) {
      rows.put("optimizers." + name, optimizer(name));
    }
    rows.put("optimizers.LossScaleOptimizer", LOSS_SCALE);
    for (String name : OPTIMIZERS_ALONE.split(" ", -1)) {
      rows.put("optimizers." + name, Row.alone());
    }
  }

  private static Row loss(String function) {
    return new Row()
        .refuses(
            config -> config.get("reduction") instanceof String r && r.startsWith("mean"),
            "a `reduction` of the means is Keras 3's alone")
        .edits(config -> config.replace("reduction", null, "none"))
        .tfKeras(config -> config.replace("reduction", "sum_over_batch_size", "auto"))
        .adds("fn", function);
  }

  private static Row optimizer(String name) {
    return new Row()
        .drops("loss_scale_factor", null)
        .drops("gradient_accumulation_steps", null)
        .tfKeras(config -> rename(config, name))
        .adds("jit_compile", false)
        .adds("is_legacy_optimizer", false)
        .edits(TrainingRows::plain);
  }

  /** Leaves out what says nothing, so that tf_keras' older optimizers could take it as well. */
  private static void plain(Map<String, @Nullable Object> config, Target target) {
    if (target == Target.PORTABLE) {
      for (String key : List.of("weight_decay", "clipnorm", "global_clipnorm", "clipvalue")) {
        config.remove(key, null);
      }
      if (config.remove("use_ema", false)) {
        config.remove("ema_momentum");
        config.remove("ema_overwrite_frequency");
      }
    }
  }

  /** tf_keras' automatic name is the class's, Keras 3's its snake case, maybe with a number. */
  private static void rename(Map<String, @Nullable Object> config, String className) {
    String automatic = FunctionNames.snake(className);
    if (config.get("name") instanceof String name && name.matches(automatic + "(_\\d+)?")) {
      config.put("name", className);
    }
  }
}
