package keras.tuner;

import java.util.function.BiConsumer;
import java.util.function.Function;
import keras.Keras;
import keras.callbacks.History;
import keras.models.Model;
import keras.trainers.Fit;
import org.jspecify.annotations.Nullable;

/** What a search trains: a function that makes compiled models, and what their outputs mean. */
public abstract class KerasEstimator {
  private final Function<Params, ? extends Model> build;
  private @Nullable Long randomState;

  KerasEstimator(Function<Params, ? extends Model> build) {
    this.build = build;
  }

  void seed(long seed) {
    if (seed < 0 || seed >= 1L << 32) {
      throw new IllegalArgumentException(
          "%s: randomState must be in [0, 2**32). Received: randomState=%d."
              .formatted(getClass().getSimpleName(), seed));
    }
    randomState = seed;
  }

  @Nullable Long seed() {
    return randomState;
  }

  /** Returns what the targets are; null for numbers. */
  abstract @Nullable Labels labels(Object y);

  /** Returns the targets as the model is given them. */
  abstract Object encoded(Model model, Object y, @Nullable Labels labels);

  /** Returns the score unless another is named. */
  abstract Scorer scorer();

  abstract boolean isClassifier();

  /** Builds a model and trains it, from the seed if there is one. */
  FittedModel fit(
      Params params, Object x, Object y, BiConsumer<Fit, Params> options, @Nullable Long seed) {
    return seed == null
        ? fit(params, x, y, options)
        : Keras.withRandomSeed(seed, () -> fit(params, x, y, options));
  }

  private FittedModel fit(Params params, Object x, Object y, BiConsumer<Fit, Params> options) {
    Labels labels = labels(y);
    Model model = build.apply(params);
    boolean done = false;
    try {
      Object targets = encoded(model, y, labels);
      History history =
          model.fit(
              x,
              targets,
              f -> {
                f.verbose(0);
                options.accept(f, params);
              });
      done = true;
      return new FittedModel(
          model,
          history,
          labels,
          labels != null && !labels.type().isOfClasses() && isOneHot(y),
          scorer());
    } finally {
      if (!done) {
        model.close();
      }
    }
  }

  private static boolean isOneHot(Object y) {
    for (double[] row : Evaluated.matrix("y", y)) {
      double sum = 0;
      for (double value : row) {
        sum += value;
      }
      if (sum != 1) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + (randomState == null ? "" : "(" + randomState + ")");
  }
}
