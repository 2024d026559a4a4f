package keras.models.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.config.Described;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.Structure;
import keras.layers.Layer;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * A layer that computes by itself what a config describes as of another class, and is written as
 * that config and its calls were.
 */
public abstract class DescribedLayer extends Layer implements Described {
  private final Map<String, @Nullable Object> spec;

  /**
   * Makes a layer.
   *
   * @param spec {@code {module, class_name, config, registered_name}}
   */
  protected DescribedLayer(String name, Map<String, ? extends @Nullable Object> spec) {
    this.spec = new LinkedHashMap<>(spec);
    name(name);
    if (spec.get("config") instanceof Map<?, ?> config) {
      policy(config.get("dtype"));
      trainable(!Boolean.FALSE.equals(config.get("trainable")));
    }
  }

  private void policy(@Nullable Object dtype) {
    Object name =
        dtype instanceof Map<?, ?> policy && policy.get("config") instanceof Map<?, ?> config
            ? config.get("name")
            : dtype;
    if (name instanceof String known) {
      dtype(known);
    }
  }

  /** Returns no names: arguments by place are called by their number. */
  @Override
  public final List<String> callArguments() {
    return List.of();
  }

  /** Computes the output of all tensors among the arguments, in order. */
  @Override
  protected Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
    return Structure.of(call(in.flat(), ctx));
  }

  @Override
  public Map<String, @Nullable Object> description() {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    for (String key : List.of("module", "class_name", "config", "registered_name")) {
      out.put(key, spec.get(key));
    }
    out.put("config", config());
    return out;
  }

  @Override
  public final Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    if (spec.get("config") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> config.put(String.valueOf(key), value));
    }
    config.computeIfPresent("trainable", (key, value) -> trainable());
    return config;
  }

  @Override
  public String toString() {
    return "%s '%s'".formatted(spec.get("class_name"), name());
  }
}
