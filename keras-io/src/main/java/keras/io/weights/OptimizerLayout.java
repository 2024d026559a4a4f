package keras.io.weights;

import java.util.ArrayList;
import java.util.List;
import keras.engine.Variable;
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

  /** Returns the layout of an optimizer that is built for variables. */
  public static OptimizerLayout of(
      Optimizer optimizer, List<Variable> trained, Framework framework) {
    if (framework == Framework.TF_KERAS) {
      return ofTfKeras(AttributeNames.stated(optimizer), trained);
    }
    return new OptimizerLayout(optimizer.variables().stream().map(StoredVariable::of).toList());
  }

  private static OptimizerLayout ofTfKeras(Optimizer optimizer, List<Variable> trained) {
    List<StoredVariable> slots = new ArrayList<>();
    List<Variable> variables = optimizer.variables();
    for (int i = 0; i < variables.size(); i++) {
      Variable v = variables.get(i);
      boolean isRate = i == 1 && v.name().equals(RATE);
      if (!isRate
          && !AttributeNames.isLost(optimizer, v.name())
          && !AttributeNames.isUnused(optimizer, v)) {
        slots.add(StoredVariable.of(v));
      }
    }
    String option = AttributeNames.always(optimizer);
    if (option != null
        && optimizer.config().get(option) instanceof Number n
        && n.doubleValue() == 0) {
      trained.forEach(v -> slots.add(StoredVariable.zeros(v.shape(), v.dtype())));
    }
    return new OptimizerLayout(List.copyOf(slots));
  }
}
