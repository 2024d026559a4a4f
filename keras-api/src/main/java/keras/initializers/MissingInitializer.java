package keras.initializers;

import java.util.LinkedHashMap;
import java.util.Map;
import keras.config.Arg;
import keras.config.Described;
import keras.config.Functions;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

/**
 * Stands for an initializer that a file names and that cannot be made here. The weights come with
 * the file; only where they do not is it asked for values, and refuses.
 */
final class MissingInitializer extends Initializer implements Described {
  @Arg private Map<String, @Nullable Object> spec = new LinkedHashMap<>();
  @Arg private String why = "";

  @Override
  public Map<String, @Nullable Object> description() {
    return new LinkedHashMap<>(spec);
  }

  @Override
  public MissingInitializer anew() {
    MissingInitializer other = new MissingInitializer();
    other.spec = spec;
    other.why = why;
    return other;
  }

  @Override
  public Expr call(Ops tf, Shape shape, DType dtype) {
    throw new UnsupportedOperationException(
        "The initializer %s is not here, and no file gave the weights it is for: %s"
            .formatted(name(), why));
  }

  /** Returns the name of the class, or that of the function. */
  private @Nullable Object name() {
    String function = Functions.name(spec);
    return function == null ? spec.get("class_name") : function;
  }
}
