package keras.engine.gradients;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * Computes the vector-Jacobian product of one op: from the gradients of its outputs those of its
 * inputs.
 *
 * <pre>{@code
 * Vjp exp = step -> List.of(step.dy().mul(step.output()));
 * Vjp cosOfFirstInput = step -> List.of(step.dy().mul(step.input(0).op("Sin").neg()));
 * }</pre>
 *
 * <p>Keras: what {@code tf.RegisterGradient} and {@code tf.custom_gradient} take.
 */
@FunctionalInterface
public interface Vjp {
  /**
   * Returns the gradients of the step's inputs, in the order of the inputs; null where there is
   * none. Entries missing at the end count as null.
   */
  List<? extends @Nullable Operand<?>> apply(BackwardStep step);
}
