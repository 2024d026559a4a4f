package keras.optimizers;

import java.util.Collection;
import java.util.List;
import keras.engine.Variable;
import keras.optimizers.schedules.LearningRateSchedule;

/**
 * An optimizer whose options chain without losing its type: {@code new
 * Adam(1e-3).clipnorm(1.0).beta1(0.8)}.
 *
 * <p>Keras: {@code keras/src/optimizers/base_optimizer.py}.
 */
public abstract class FluentOptimizer<O extends FluentOptimizer<O>> extends Optimizer {
  /** Makes an optimizer with Keras' defaults and a learning rate. */
  protected FluentOptimizer(double learningRate) {
    super(learningRate);
  }

  /** Names the optimizer. */
  public O name(String name) {
    return with(() -> this.name = name);
  }

  /** Lets the learning rate follow a schedule. */
  public O learningRate(LearningRateSchedule schedule) {
    return with(() -> schedule(schedule));
  }

  /** Sets the fraction of each weight, times the learning rate, taken off it at each step. */
  public O weightDecay(double weightDecay) {
    return with(() -> this.weightDecay = weightDecay);
  }

  /** Sets the largest norm of each variable's gradient, which is scaled down to it. */
  public O clipnorm(double clipnorm) {
    return with(() -> this.clipnorm = clipnorm);
  }

  /** Sets the largest norm of all gradients together, which are scaled down to it. */
  public O globalClipnorm(double globalClipnorm) {
    return with(() -> this.globalClipnorm = globalClipnorm);
  }

  /** Sets the largest absolute value of a gradient's elements. */
  public O clipvalue(double clipvalue) {
    return with(() -> this.clipvalue = clipvalue);
  }

  /** Sets whether the exponential moving averages of the weights are kept. */
  public O useEma(boolean useEma) {
    return with(() -> this.useEma = useEma);
  }

  /**
   * Sets how much of the old average is kept at each step.
   *
   * @param emaMomentum in [0, 1]
   */
  public O emaMomentum(double emaMomentum) {
    return with(() -> this.emaMomentum = emaMomentum);
  }

  /**
   * Sets after how many steps the weights are overwritten with their averages; without it they are
   * at the end of training.
   */
  public O emaOverwriteFrequency(int emaOverwriteFrequency) {
    return with(() -> this.emaOverwriteFrequency = emaOverwriteFrequency);
  }

  /** Sets the factor of the loss, and the divisor of the gradients, against underflow. */
  public O lossScaleFactor(double lossScaleFactor) {
    return with(() -> this.lossScaleFactor = lossScaleFactor);
  }

  /**
   * Sets over how many steps gradients are averaged before the weights are updated.
   *
   * @param gradientAccumulationSteps at least 2
   */
  public O gradientAccumulationSteps(int gradientAccumulationSteps) {
    return with(() -> this.gradientAccumulationSteps = gradientAccumulationSteps);
  }

  /**
   * Sets that steps are those of Keras 2, which is tf_keras; files of it set this by themselves. It
   * sums the gradients of rows that an Embedding gathers before it squares them, starts moving
   * averages at the weights, and weighs the losses of single outputs by the size of the batch.
   *
   * <p>Differs from Keras: Keras 3 has no such option; who saves for it is told where it matters.
   *
   * @param isLegacyOptimizer whether they are those of the optimizers before TensorFlow 2.11
   */
  public O isLegacyOptimizer(boolean isLegacyOptimizer) {
    return with(() -> legacy = isLegacyOptimizer);
  }

  /** Excludes variables from weight decay; replaces what was excluded before. */
  public O excludeFromWeightDecay(Collection<Variable> variables) {
    return with(() -> exclude(variables, List.of()));
  }

  /**
   * Excludes variables from weight decay; replaces what was excluded before.
   *
   * @param names parts of variables' paths, as in {@code "bias"}; regular expressions
   */
  public O excludeFromWeightDecay(String... names) {
    return with(() -> exclude(List.of(), List.of(names)));
  }

  /** Sets one option, if the optimizer is still open. */
  protected final O with(Runnable option) {
    requireOpen();
    option.run();
    validate();
    @SuppressWarnings("unchecked") // O is this class
    O self = (O) this;
    return self;
  }
}
