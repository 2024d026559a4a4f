package keras.models.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.Structure;
import keras.ops.Expr;
import keras.ops.OpRow;
import keras.ops.TfFunctions;
import org.jspecify.annotations.Nullable;

/**
 * A function of TensorFlow in a graph of tf_keras that no operation of Keras 3 is, its TFOpLambda:
 * it is written as it was read.
 */
final class FunctionLayer extends DescribedFunction {
  private final Map<String, ? extends @Nullable Object> spec;
  private final OpRow row;

  FunctionLayer(String name, Map<String, ? extends @Nullable Object> spec) {
    super(name, spec);
    this.spec = spec;
    this.row = Objects.requireNonNull(TfFunctions.of(spec));
  }

  @Override
  public FunctionLayer anew() {
    return new FunctionLayer(name(), spec);
  }

  @Override
  protected Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
    Map<String, @Nullable Object> given = new LinkedHashMap<>();
    List<String> names = in.names();
    for (int i = 0; i < names.size(); i++) {
      boolean byPlace = i < in.places() && i < row.callArguments().size();
      Object value = in.value(names.get(i));
      String name = byPlace ? row.callArguments().get(i) : names.get(i);
      boolean says = value != null || row.otherwise(name) != null;
      if (says && !names.get(i).equals("name")) {
        given.put(name, value);
      }
    }
    List<Expr> outputs = row.compute(toString(), given);
    if (!row.several()) {
      return Structure.of(outputs.get(0));
    }
    return new Structure.Items<>(outputs.stream().map(Structure::of).toList());
  }
}
