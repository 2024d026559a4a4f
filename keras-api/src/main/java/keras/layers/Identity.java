package keras.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.Structure;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * Passes its inputs as they are.
 *
 * <pre>{@code
 * new Identity()
 * }</pre>
 *
 * <p>Inputs: a tensor of any shape, or a list or a map of tensors. Outputs: the same. Masks pass.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/core/identity.py}.
 */
public final class Identity extends FluentLayer<Identity> {
  /** Makes a layer. */
  public Identity() {}

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected List<@Nullable Expr> computeMasks(Arguments<Expr> in, CallContext ctx) {
    return in.inputs().stream().map(Expr::mask).collect(Collectors.toList());
  }

  @Override
  protected Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
    return structure(in.first());
  }

  private static Structure<Expr> structure(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return new Structure.Items<>(list.stream().map(Identity::structure).toList());
    } else if (value instanceof Map<?, ?> map) {
      Map<String, Structure<Expr>> fields = new LinkedHashMap<>();
      map.forEach((name, v) -> fields.put(String.valueOf(name), structure(v)));
      return new Structure.Fields<>(fields);
    }
    return Structure.of((Expr) Objects.requireNonNull(value));
  }
}
