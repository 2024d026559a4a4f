package keras.losses;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import keras.config.Suggestions;
import org.tensorflow.ndarray.Shape;

/** Every loss by its ids. */
final class Losses {
  private static final Map<String, Supplier<Loss>> ALL = new LinkedHashMap<>();

  /** What Keras knows and this library does not yet. */
  private static final List<String> NOT_YET =
      List.of(
          ("KLDivergence Poisson MeanAbsolutePercentageError MeanSquaredLogarithmicError"
                  + " CosineSimilarity LogCosh Huber Hinge SquaredHinge CategoricalHinge Dice"
                  + " Tversky Circle CTC kl_divergence kld KLD poisson"
                  + " mean_absolute_percentage_error mape MAPE mean_squared_logarithmic_error"
                  + " msle MSLE cosine_similarity log_cosh huber hinge squared_hinge"
                  + " categorical_hinge dice tversky circle ctc")
              .split(" "));

  static {
    add("mean_squared_error", MeanSquaredError::new, "mse", "MSE");
    add("mean_absolute_error", MeanAbsoluteError::new, "mae", "MAE");
    add("binary_crossentropy", BinaryCrossentropy::new, "bce", "BCE");
    add("categorical_crossentropy", CategoricalCrossentropy::new);
    add("sparse_categorical_crossentropy", SparseCategoricalCrossentropy::new);
    add("binary_focal_crossentropy", BinaryFocalCrossentropy::new);
    add("categorical_focal_crossentropy", CategoricalFocalCrossentropy::new);
  }

  private Losses() {}

  /** Adds a loss under its function's ids, which name it, and under its class' name. */
  private static void add(String id, Supplier<Loss> make, String... aliases) {
    ALL.put(id, () -> make.get().name(id));
    for (String alias : aliases) {
      ALL.put(alias, () -> make.get().name(alias));
    }
    ALL.put(make.get().getClass().getSimpleName(), make);
  }

  static Loss get(String id) {
    Supplier<Loss> found = ALL.get(id);
    if (found != null) {
      return found.get();
    }
    if (NOT_YET.contains(id)) {
      throw new UnsupportedOperationException(
          "Loss '%s' is not supported yet. Supported: %s. Or write it with Loss.of."
              .formatted(id, String.join(", ", ALL.keySet())));
    }
    throw new IllegalArgumentException(
        "Unknown loss '%s'. %s".formatted(id, Suggestions.sentence(id, ALL.keySet())));
  }

  static Loss get(String id, Shape yTrue, Shape yPred) {
    String lower = id.toLowerCase(Locale.ROOT);
    if (!lower.equals("crossentropy") && !lower.equals("ce")) {
      return get(id);
    }
    long classes = yPred.get(-1);
    if (classes == 1) {
      return new BinaryCrossentropy().name(id);
    }
    boolean sparse =
        yTrue.numDimensions() < yPred.numDimensions() || (yTrue.get(-1) == 1 && classes > 1);
    return sparse
        ? new SparseCategoricalCrossentropy().name(id)
        : new CategoricalCrossentropy().name(id);
  }
}
