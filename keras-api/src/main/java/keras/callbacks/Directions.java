package keras.callbacks;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which of Keras' metrics are better when higher and which when lower, by their usual names. */
final class Directions {
  private static final Set<String> UP =
      Set.of(
          "acc",
          "accuracy",
          "auc",
          "binary_accuracy",
          "binary_io_u",
          "categorical_accuracy",
          "concordance_correlation",
          "cosine_similarity",
          "f1_score",
          "fbeta_score",
          "io_u",
          "mean_io_u",
          "one_hot_io_u",
          "one_hot_mean_io_u",
          "pearson_correlation",
          "precision",
          "precision_at_recall",
          "r2_score",
          "recall",
          "recall_at_precision",
          "sensitivity_at_specificity",
          "sparse_categorical_accuracy",
          "sparse_top_k_categorical_accuracy",
          "specificity_at_sensitivity",
          "top_k_categorical_accuracy");
  private static final Set<String> DOWN =
      Set.of(
          "binary_crossentropy",
          "categorical_crossentropy",
          "categorical_hinge",
          "hinge",
          "kl_divergence",
          "logcosh",
          "loss",
          "mae",
          "mape",
          "mean_absolute_error",
          "mean_absolute_percentage_error",
          "mean_squared_error",
          "mean_squared_logarithmic_error",
          "mse",
          "msle",
          "poisson",
          "root_mean_squared_error",
          "sparse_categorical_crossentropy",
          "squared_hinge");

  private Directions() {}

  static @Nullable String of(String metric) {
    return UP.contains(metric) ? "up" : DOWN.contains(metric) ? "down" : null;
  }
}
