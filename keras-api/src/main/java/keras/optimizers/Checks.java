package keras.optimizers;

import java.util.List;
import java.util.Objects;
import keras.engine.Variable;
import org.jspecify.annotations.Nullable;

/** What an optimizer refuses. */
final class Checks {
  private Checks() {}

  static void gradients(
      Optimizer o,
      List<Variable> variables,
      List<? extends @Nullable Gradient> gradients,
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
