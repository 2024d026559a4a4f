package keras.io.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.engine.Variable;
import keras.optimizers.LossScaleOptimizer;
import keras.optimizers.Optimizer;

/**
 * An optimizer's variables in the order in which a Keras saves them: the iteration count, in Keras
 * 3 the learning rate unless it follows a schedule, then the algorithm's own.
 *
 * <p>Keras: {@code keras/src/optimizers/base_optimizer.py}, {@code
 * tf_keras/src/optimizers/optimizer.py}.
 */
public record OptimizerLayout(List<StoredVariable> slots) {
  private static final String RATE = "learning_rate";

  /**
   * What tf_keras keeps for each trained variable even where the option of that name is 0, by
   * class; it comes last.
   */
  private static final Map<String, String> ALWAYS_IN_TF_KERAS = Map.of("SGD", "momentum");

  /** What tf_keras does not write, by class. */
  private static final Map<String, String> NOT_IN_TF_KERAS = Map.of("Nadam", "variable");

  /** Returns the layout of an optimizer that is built for variables. */
  public static OptimizerLayout of(
      Optimizer optimizer, List<Variable> trained, Framework framework) {
    if (framework == Framework.TF_KERAS && optimizer instanceof LossScaleOptimizer scaled) {
      return of(scaled.innerOptimizer(), trained, framework); // its own state is in no such file
    }
    List<StoredVariable> slots = new ArrayList<>();
    List<Variable> variables = optimizer.variables();
    String lost = NOT_IN_TF_KERAS.get(optimizer.getClass().getSimpleName());
    for (int i = 0; i < variables.size(); i++) {
      Variable v = variables.get(i);
      boolean isRate = i == 1 && v.name().equals(RATE);
      if (framework == Framework.KERAS_3 || !(isRate || v.name().equals(lost))) {
        slots.add(StoredVariable.of(v));
      }
    }
    String option = ALWAYS_IN_TF_KERAS.get(optimizer.getClass().getSimpleName());
    if (framework == Framework.TF_KERAS
        && option != null
        && optimizer.config().get(option) instanceof Number n
        && n.doubleValue() == 0) {
      trained.forEach(v -> slots.add(StoredVariable.zeros(v.shape(), v.dtype())));
    }
    return new OptimizerLayout(List.copyOf(slots));
  }
}
