package keras.optimizers;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import keras.engine.Variable;
import keras.ops.Expr;
import keras.optimizers.schedules.LearningRateSchedule;
import org.jspecify.annotations.Nullable;

/** What an optimizer refuses. */
final class Checks {
  private Checks() {}

  static void options(Optimizer o) {
    if (!(o.rate() instanceof Number || o.rate() instanceof LearningRateSchedule)) {
      throw new IllegalArgumentException(
          "%s: `learning_rate` must be a number or a LearningRateSchedule. Received: %s."
              .formatted(o, o.rate()));
    }
    Integer steps = o.gradientAccumulationSteps;
    if (steps != null && steps != 0 && steps < 2) {
      throw new IllegalArgumentException(
          ("%s: `gradient_accumulation_steps` must be an integer >= 2. "
                  + "Received: gradient_accumulation_steps=%d.")
              .formatted(o, steps));
    }
    Integer frequency = o.emaOverwriteFrequency;
    if (o.useEma && !(o.emaMomentum >= 0 && o.emaMomentum <= 1)) {
      throw new IllegalArgumentException(
          "%s: `ema_momentum` must be in the range [0, 1]. Received: ema_momentum=%s."
              .formatted(o, o.emaMomentum));
    }
    if (o.useEma && frequency != null && frequency < 0) {
      throw new IllegalArgumentException(
          ("%s: `ema_overwrite_frequency` must be an integer >= 1 or None. "
                  + "Received: ema_overwrite_frequency=%d.")
              .formatted(o, frequency));
    }
    if (Stream.of(clips(o)).filter(Objects::nonNull).count() > 1) {
      throw new IllegalArgumentException(
          ("%s: only one of `clipnorm`, `clipvalue` and `global_clipnorm` can be set. "
                  + "Received: clipnorm=%s, clipvalue=%s, global_clipnorm=%s.")
              .formatted(o, o.clipnorm, o.clipvalue, o.globalClipnorm));
    }
  }

  private static @Nullable Double[] clips(Optimizer o) {
    return new @Nullable Double[] {o.clipnorm, o.clipvalue, o.globalClipnorm};
  }

  static void gradients(
      Optimizer o,
      List<Variable> variables,
      List<@Nullable Expr> gradients,
      List<Variable> trained) {
    if (gradients.size() != variables.size()) {
      throw new IllegalArgumentException(
          "%s: expected one gradient for each of %d variables. Received: %d gradients."
              .formatted(o, variables.size(), gradients.size()));
    }
    for (Variable v : variables) {
      if (!trained.contains(v)) {
        throw new IllegalArgumentException(
            ("%s: unknown variable %s. This optimizer can only be called for the variables it was "
                    + "originally built with. When working with a new set of variables, you should "
                    + "recreate a new optimizer instance.")
                .formatted(o, v));
      }
    }
    if (gradients.stream().allMatch(Objects::isNull)) {
      throw new IllegalArgumentException(
          o + ": no gradients provided for any variable. The loss depends on none of them.");
    }
  }
}
