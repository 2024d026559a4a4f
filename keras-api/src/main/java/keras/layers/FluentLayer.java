package keras.layers;

import keras.engine.Variable;
import keras.random.SeedGenerator;
import keras.regularizers.Regularizer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * A layer whose options chain without losing its type: {@code new
 * Dense(3).name("h1").useBias(false)}.
 */
public abstract class FluentLayer<L extends FluentLayer<L>> extends Layer {
  @Override
  public L name(String name) {
    super.name(name);
    return self();
  }

  @Override
  public L dtype(String policy) {
    super.dtype(policy);
    return self();
  }

  @Override
  public L activityRegularizer(Regularizer regularizer) {
    super.activityRegularizer(regularizer);
    return self();
  }

  @Override
  public L trainable(boolean trainable) {
    super.trainable(trainable);
    return self();
  }

  @Override
  public L inputShape(long... shape) {
    super.inputShape(shape);
    return self();
  }

  /** Sets one option, if the layer is still open. */
  protected final L with(Runnable option) {
    requireOpen();
    option.run();
    return self();
  }

  /** Sets one option, if the layer is still open, and checks what it then holds. */
  protected final L checked(Runnable option) {
    return with(
        () -> {
          option.run();
          validate();
        });
  }

  /** Throws unless the options that are set fit. */
  final void requireValid() {
    validate();
  }

  /** Adds a weight that trains, made as its options say. */
  protected final Variable addWeight(String name, Shape shape, WeightOptions options) {
    return addWeight(name, shape, options.start(), options.regularizer, options.constraint);
  }

  /** Returns {@code value} if it is at least 1. */
  protected final int requirePositive(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "%s: `%s` must be a positive integer. Received: %s=%d."
              .formatted(getClass().getSimpleName(), option, option, value));
    }
    return value;
  }

  /** Throws unless a number is between 0 and 1. */
  final void requireShare(String option, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "%s: `%s` must be between 0 and 1. Received: %s=%s."
              .formatted(getClass().getSimpleName(), option, option, value));
    }
  }

  /** Throws unless a number is above 0. */
  final void requireAboveZero(String option, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(
          "%s: `%s` must be above 0. Received: %s=%s."
              .formatted(getClass().getSimpleName(), option, option, value));
    }
  }

  /** Throws unless a number is at least 0. */
  protected final void requireNotNegative(String option, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException(
          "%s: `%s` must be at least 0. Received: %s=%s."
              .formatted(getClass().getSimpleName(), option, option, value));
    }
  }

  /**
   * Returns the generator of a layer that draws random numbers: the one that there is, with the
   * seed that is set, or a new one.
   */
  final SeedGenerator seeded(@Nullable SeedGenerator generator, @Nullable Integer seed) {
    if (generator == null) {
      return addSeedGenerator(seed);
    }
    return seed == null ? generator : generator.seed(seed);
  }

  /** Returns the layer as what it is. */
  @SuppressWarnings("unchecked")
  final L self() {
    return (L) this;
  }
}
