package keras.saving;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import keras.engine.CallContext;
import keras.models.graph.DescribedLayer;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/** A layer that computes what a Java function says, in the place of one of Python code. */
final class StandIn extends DescribedLayer {
  /** The number of inputs of a function that takes a list. */
  static final int ANY = -1;

  private final Function<List<Expr>, Expr> function;
  private final int inputs;

  StandIn(
      String name,
      Map<String, ? extends @Nullable Object> spec,
      Function<List<Expr>, Expr> function,
      int inputs) {
    super(name, spec);
    this.function = function;
    this.inputs = inputs;
  }

  @Override
  public StandIn anew() {
    return new StandIn(name(), description(), function, inputs);
  }

  @Override
  public boolean takesList() {
    return inputs == ANY;
  }

  @Override
  protected List<Expr> call(List<Expr> x, CallContext ctx) {
    if (inputs != ANY && x.size() != inputs) {
      throw new IllegalArgumentException(
          "LoadOptions.custom: layer '%s' has %d inputs. Give its function by customOfList(\"%s\", x -> ...)."
              .formatted(name(), x.size(), name()));
    }
    return List.of(function.apply(x));
  }
}
