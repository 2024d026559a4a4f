package keras.optimizers;

import keras.optimizers.schedules.LearningRateSchedule;

/**
 * {@link Adam} with a decay of the weights that does not pass through the moments (Loshchilov and
 * Hutter, 2019).
 *
 * <pre>{@code
 * new AdamW(1e-3).weightDecay(0.01).excludeFromWeightDecay("bias")
 * }</pre>
 *
 * <p>Weights: {@code momentum} and {@code velocity} of each variable trained; then, with amsgrad,
 * {@code velocity_hat} of each.
 *
 * <p>Keras: {@code keras/src/optimizers/adamw.py}.
 */
public final class AdamW extends AdaptiveMoments<AdamW> {
  /** Makes the optimizer with Keras' learning rate, 0.001, and weight decay, 0.004. */
  public AdamW() {
    this(0.001);
  }

  /** Makes the optimizer with a learning rate. */
  public AdamW(double learningRate) {
    super(learningRate);
    options.weightDecay = 0.004;
  }

  /** Makes the optimizer with a learning rate that follows a schedule. */
  public AdamW(LearningRateSchedule learningRate) {
    this();
    learningRate(learningRate);
  }

  @Override
  protected void validate() {
    super.validate();
    if (options.weightDecay == null) {
      throw new IllegalArgumentException(
          "AdamW: `weight_decay` must be a float. Received: weight_decay=None.");
    }
  }
}
