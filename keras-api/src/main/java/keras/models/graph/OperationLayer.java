package keras.models.graph;

import java.util.Map;
import java.util.Objects;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.Structure;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * An operation of {@code keras.ops} in the graph of a functional model, as in {@code x + 1}; {@link
 * Operations} has what it computes.
 */
final class OperationLayer extends DescribedLayer {
  private final Map<String, ? extends @Nullable Object> spec;
  private final Operations.Operation operation;

  OperationLayer(String name, Map<String, ? extends @Nullable Object> spec) {
    super(name, spec);
    this.spec = spec;
    this.operation = Objects.requireNonNull(Operations.of(spec));
  }

  @Override
  public OperationLayer anew() {
    return new OperationLayer(name(), spec);
  }

  @Override
  protected boolean autocast() {
    return false;
  }

  @Override
  protected Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
    Map<String, @Nullable Object> call = RecordedCall.write(in, Expr.class, x -> x);
    return Structure.of(
        operation.compute(new OperationArguments(toString(), in.flat(), call, config())));
  }
}
