package keras.activations;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import keras.ops.Expr;

/** Every activation of Keras, one line each. */
public final class Activations {
  private static final Map<String, Activation> ALL = new LinkedHashMap<>();

  public static final Activation LINEAR = add("linear", x -> x);
  public static final Activation RELU = add("relu", x -> x.of(x.tf().nn.relu(x)));
  public static final Activation SIGMOID = add("sigmoid", x -> x.of(x.tf().math.sigmoid(x)));
  public static final Activation TANH = add("tanh", x -> x.of(x.tf().math.tanh(x)));
  public static final Activation SOFTMAX = add("softmax", Activations::softmax);

  private Activations() {}

  /** Returns the activation with a Keras name. */
  public static Activation get(String id) {
    Activation found = ALL.get(id);
    if (found == null) {
      throw new IllegalArgumentException(
          "Unknown activation '%s'. Known: %s.".formatted(id, ALL.keySet()));
    }
    return found;
  }

  /** Returns the names of all activations. */
  public static Set<String> names() {
    return Collections.unmodifiableSet(ALL.keySet());
  }

  private static Activation add(String id, Activation.Function function) {
    Activation activation = Activation.of(id, function);
    ALL.put(id, activation);
    return activation;
  }

  private static Expr softmax(Expr x) {
    return x.of(x.tf().nn.softmax(x));
  }
}
