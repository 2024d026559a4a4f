package keras.saving;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import keras.config.Described;
import keras.engine.CallContext;
import keras.layers.Layer;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * A layer that computes what a Java function says and is written as the file described the one it
 * stands for.
 */
final class StandIn extends Layer implements Described {
  /** The number of inputs of a function that takes a list. */
  static final int ANY = -1;

  private final Map<String, @Nullable Object> spec;
  private final Function<List<Expr>, Expr> function;
  private final int inputs;

  StandIn(
      String name,
      Map<String, ? extends @Nullable Object> spec,
      Function<List<Expr>, Expr> function,
      int inputs) {
    this.spec = new LinkedHashMap<>(spec);
    this.function = function;
    this.inputs = inputs;
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
  public StandIn anew() {
    return new StandIn(name(), description(), function, inputs);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    if (spec.get("config") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> config.put(String.valueOf(key), value));
    }
    config.computeIfPresent("trainable", (key, value) -> trainable());
    return config;
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

  @Override
  public String toString() {
    return "%s '%s'".formatted(spec.get("class_name"), name());
  }
}
