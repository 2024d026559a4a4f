package keras.io.migration;

import java.util.Map;

/** What an object in a config is, by the key it stands under; it decides which module it is of. */
enum Kind {
  LAYER("keras.layers"),
  INITIALIZER("keras.initializers"),
  REGULARIZER("keras.regularizers"),
  CONSTRAINT("keras.constraints"),
  LOSS("keras.losses"),
  METRIC("keras.metrics"),
  OPTIMIZER("keras.optimizers"),
  SCHEDULE("keras.optimizers.schedules"),
  POLICY("keras"),
  OTHER("");

  private static final Map<String, Kind> BY_KEY =
      Map.ofEntries(
          Map.entry("layers", LAYER),
          Map.entry("layer", LAYER),
          Map.entry("forward_layer", LAYER),
          Map.entry("backward_layer", LAYER),
          Map.entry("cell", LAYER),
          Map.entry("cells", LAYER),
          Map.entry("activation", LAYER),
          Map.entry("initializer", INITIALIZER),
          Map.entry("learning_rate", SCHEDULE),
          Map.entry("optimizer", OPTIMIZER),
          Map.entry("inner_optimizer", OPTIMIZER),
          Map.entry("loss", LOSS),
          Map.entry("metrics", METRIC),
          Map.entry("weighted_metrics", METRIC),
          Map.entry("dtype", POLICY));

  /** The module of Keras' own classes of the kind. */
  final String module;

  /** The last part of the module, by which rows are found: {@code layers}. */
  final String row;

  Kind(String module) {
    this.module = module;
    this.row = module.substring(module.lastIndexOf('.') + 1);
  }

  static Kind of(String key) {
    if (key.endsWith("_initializer")) {
      return INITIALIZER;
    } else if (key.endsWith("_regularizer")) {
      return REGULARIZER;
    } else if (key.endsWith("_constraint")) {
      return CONSTRAINT;
    }
    return BY_KEY.getOrDefault(key, OTHER);
  }
}
