package keras.models.graph;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.engine.CallContext;
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
    return withCalls(new OperationLayer(name(), spec));
  }

  @Override
  protected boolean autocast() {
    return false;
  }

  @Override
  protected List<Expr> call(List<Expr> x, CallContext ctx) {
    CallTemplate template = call(0);
    if (template == null || template.histories().size() != x.size()) {
      throw new IllegalArgumentException(
          "%s: it is called on %d tensors. Its config says otherwise.".formatted(this, x.size()));
    }
    Map<String, Object> call = template.with(x);
    return List.of(operation.compute(new OperationArguments(toString(), x, call, config())));
  }
}
