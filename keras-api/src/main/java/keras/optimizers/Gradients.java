package keras.optimizers;

import java.util.ArrayList;
import java.util.List;
import keras.engine.Variable;
import keras.utils.Console;
import org.jspecify.annotations.Nullable;

/** The variables that have a gradient, and it. */
record Gradients(List<Variable> variables, List<Gradient> values) {
  /**
   * Leaves out, and names, the variables without a gradient; undoes a scale of the loss.
   *
   * @param scale null where the loss was not scaled
   */
  static Gradients of(
      List<Variable> variables, List<@Nullable Gradient> gradients, @Nullable Double scale) {
    List<Variable> with = new ArrayList<>();
    List<Gradient> values = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < variables.size(); i++) {
      Gradient g = gradients.get(i);
      if (g == null) {
        missing.add("'" + variables.get(i).path() + "'");
      } else {
        with.add(variables.get(i));
        values.add(scale == null ? g : g.map(e -> e.div(scale)));
      }
    }
    if (!missing.isEmpty()) {
      Console.printLine(
          ("Gradients do not exist for variables %s when minimizing the loss. If using "
                  + "`model.compile()`, did you forget to provide a `loss` argument?")
              .formatted(missing));
    }
    return new Gradients(with, values);
  }
}
