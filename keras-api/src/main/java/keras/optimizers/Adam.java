package keras.optimizers;

import keras.optimizers.schedules.LearningRateSchedule;

/**
 * Gradient descent by the gradients' running mean over the root of their running variance (Kingma
 * and Ba, 2014).
 *
 * <pre>{@code
 * new Adam(1e-3).beta1(0.8)
 * }</pre>
 *
 * <p>Weights: {@code momentum} and {@code velocity} of each variable trained; then, with amsgrad,
 * {@code velocity_hat} of each.
 *
 * <p>Keras: {@code keras/src/optimizers/adam.py}.
 */
public final class Adam extends AdaptiveMoments<Adam> {
  /** Makes the optimizer with Keras' learning rate, 0.001. */
  public Adam() {
    super(0.001);
  }

  /** Makes the optimizer with a learning rate. */
  public Adam(double learningRate) {
    super(learningRate);
  }

  /** Makes the optimizer with a learning rate that follows a schedule. */
  public Adam(LearningRateSchedule learningRate) {
    this();
    learningRate(learningRate);
  }
}
