package keras.trainers;

import java.util.List;
import keras.callbacks.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code model.evaluate}, by Keras' names.
 *
 * <p>Keras: {@code keras/src/trainers/trainer.py}.
 */
public final class Evaluate {
  @Nullable Integer batchSize;
  Object verbose = "auto";
  @Nullable Integer steps;
  List<Callback> callbacks = List.of();
  @Nullable Object sampleWeight;

  /** Makes the options with Keras' defaults. */
  Evaluate() {}

  private static int positive(String option, int value) {
    return OptionChecks.positive("model.evaluate", option, value);
  }

  /** Sets how many samples a step takes; 32 unless set. */
  public Evaluate batchSize(int size) {
    batchSize = positive("batchSize", size);
    return this;
  }

  /** Sets what is shown: 0 nothing, 1 a progress bar, 2 a line. */
  public Evaluate verbose(int verbose) {
    this.verbose = OptionChecks.verbose("model.evaluate", verbose);
    return this;
  }

  /**
   * Sets that what is shown is chosen for the place, {@code "auto"}: a progress bar on a terminal,
   * plain lines elsewhere.
   */
  public Evaluate verbose(String verbose) {
    this.verbose = OptionChecks.verbose("model.evaluate", verbose);
    return this;
  }

  /** Sets how many batches are taken. */
  public Evaluate steps(int steps) {
    this.steps = positive("steps", steps);
    return this;
  }

  /** Sets the callbacks. */
  public Evaluate callbacks(Callback... callbacks) {
    this.callbacks = List.of(callbacks);
    return this;
  }

  /** Weighs each sample: one number a sample. */
  public Evaluate sampleWeight(Object weights) {
    sampleWeight = weights;
    return this;
  }
}
