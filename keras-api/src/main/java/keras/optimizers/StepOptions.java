package keras.optimizers;

import java.util.Objects;
import java.util.stream.Stream;
import keras.config.Arg;
import org.jspecify.annotations.Nullable;

/**
 * What every gradient descent may do beside its algorithm: decay weights, clip gradients, average
 * weights, scale the loss and accumulate gradients.
 *
 * <p>Keras: {@code keras/src/optimizers/base_optimizer.py}.
 */
final class StepOptions {
  @Arg @Nullable Double weightDecay;
  @Arg @Nullable Double clipnorm;
  @Arg @Nullable Double globalClipnorm;
  @Arg @Nullable Double clipvalue;
  @Arg boolean useEma;
  @Arg double emaMomentum = 0.99;
  @Arg @Nullable Integer emaOverwriteFrequency;
  @Arg @Nullable Double lossScaleFactor;
  @Arg @Nullable Integer gradientAccumulationSteps;

  /** Over how many steps gradients are summed; 0 where they are not. */
  int accumulation() {
    return gradientAccumulationSteps == null ? 0 : gradientAccumulationSteps;
  }

  void validate(Object who) {
    int steps = accumulation();
    if (steps != 0 && steps < 2) {
      throw new IllegalArgumentException(
          ("%s: `gradient_accumulation_steps` must be an integer >= 2. "
                  + "Received: gradient_accumulation_steps=%d.")
              .formatted(who, steps));
    }
    if (useEma && !(emaMomentum >= 0 && emaMomentum <= 1)) {
      throw new IllegalArgumentException(
          "%s: `ema_momentum` must be in the range [0, 1]. Received: ema_momentum=%s."
              .formatted(who, emaMomentum));
    }
    Integer frequency = emaOverwriteFrequency;
    if (useEma && frequency != null && frequency < 0) {
      throw new IllegalArgumentException(
          ("%s: `ema_overwrite_frequency` must be an integer >= 1 or None. "
                  + "Received: ema_overwrite_frequency=%d.")
              .formatted(who, frequency));
    }
    if (Stream.of(clipnorm, clipvalue, globalClipnorm).filter(Objects::nonNull).count() > 1) {
      throw new IllegalArgumentException(
          ("%s: only one of `clipnorm`, `clipvalue` and `global_clipnorm` can be set. "
                  + "Received: clipnorm=%s, clipvalue=%s, global_clipnorm=%s.")
              .formatted(who, clipnorm, clipvalue, globalClipnorm));
    }
  }
}
