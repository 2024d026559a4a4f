package keras.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.config.Names;
import keras.ops.Expr;
import keras.ops.OpRow;
import keras.ops.OpRows;
import org.jspecify.annotations.Nullable;

/**
 * An operation of {@code keras.ops} in the graph of a functional model, as in {@code x.add(1)}: it
 * has a name and a config, and no weights.
 *
 * <p>Keras: {@code keras/src/ops/operation.py}.
 */
public final class RowOperation implements Operation {
  private static final String NAME = "name";

  private final String name;
  private final OpRow row;
  private final Map<String, @Nullable Object> config;

  private RowOperation(OpRow row, Map<String, ? extends @Nullable Object> config) {
    this.row = row;
    this.config = new LinkedHashMap<>(config);
    this.name = config.get(NAME) instanceof String given ? given : Names.auto(row.className());
    this.config.remove(NAME);
  }

  /**
   * Makes the operation that a config describes.
   *
   * @param spec {@code {module, class_name, config}}, of a row that is there
   * @param name what it is called, unless its config says
   */
  public static RowOperation of(Map<?, ?> spec, String name) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put(NAME, name);
    if (spec.get("config") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> config.put(String.valueOf(key), value));
    }
    return new RowOperation(Objects.requireNonNull(OpRows.of(spec)), config);
  }

  /** Calls a row on tensors that do not exist yet. */
  static List<KerasTensor> call(OpRow row, Map<String, @Nullable Object> given) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    for (String argument : row.configArguments()) {
      config.put(
          argument, given.containsKey(argument) ? given.get(argument) : row.otherwise(argument));
    }
    Arguments<KerasTensor> call = Arguments.none(KerasTensor.class);
    if (row.takesRest() && given.get(row.callArguments().get(0)) instanceof List<?> operands) {
      for (int i = 0; i < operands.size(); i++) {
        call = call.then(String.valueOf(i), operands.get(i));
      }
      return new RowOperation(row, config).apply(call).flat();
    }
    boolean inOrder = true;
    for (String argument : row.callArguments()) {
      if (!given.containsKey(argument)) {
        inOrder = false;
      } else if (inOrder) {
        call = call.then(argument, given.get(argument));
      } else {
        call = call.with(argument, given.get(argument));
      }
    }
    return new RowOperation(row, config).apply(call).flat();
  }

  @Override
  public String name() {
    return name;
  }

  /** Returns the row that says what is computed. */
  public OpRow row() {
    return row;
  }

  /** Returns the names of the arguments of Keras' {@code call}, in their order. */
  public List<String> callArguments() {
    return row.takesRest() ? List.of() : row.callArguments();
  }

  /** Returns what configs hold of the operation. */
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put(NAME, name);
    all.putAll(config);
    return all;
  }

  /** Returns {@code {module, class_name, config, registered_name}}. */
  public Map<String, @Nullable Object> description() {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("module", "keras.src.ops." + row.module());
    out.put("class_name", row.className());
    out.put("config", config());
    out.put("registered_name", row.className());
    return out;
  }

  /** Returns an operation of the same name that is not called yet. */
  public RowOperation anew() {
    return new RowOperation(row, config());
  }

  /** Calls the operation on tensors that do not exist yet, and returns all its outputs. */
  public Structure<KerasTensor> apply(Arguments<KerasTensor> arguments) {
    return new Node(this, arguments, Tracing.infer(arguments, this::apply)).outputs();
  }

  @Override
  public Structure<Expr> apply(Arguments<Expr> arguments, CallContext ctx) {
    return compute(arguments);
  }

  @Override
  public boolean isFunction() {
    return true;
  }

  /** Computes the operation of tensors of a graph. */
  public Structure<Expr> compute(Arguments<Expr> arguments) {
    Map<String, @Nullable Object> given = new LinkedHashMap<>(config);
    List<String> names = arguments.names();
    if (row.takesRest()) {
      List<@Nullable Object> operands = new ArrayList<>();
      names.forEach(name -> operands.add(arguments.value(name)));
      given.put(row.callArguments().get(0), operands);
      return structure(row.compute(toString(), given));
    }
    for (int i = 0; i < names.size(); i++) {
      boolean byPlace = i < arguments.places() && i < row.callArguments().size();
      String key = byPlace ? row.callArguments().get(i) : names.get(i);
      if (given.containsKey(key) && row.configArguments().contains(key)) {
        throw new IllegalArgumentException(
            "%s: `%s` is given twice, by its config and by its call.".formatted(this, key));
      }
      given.put(key, arguments.value(names.get(i)));
    }
    return structure(row.compute(toString(), given));
  }

  private Structure<Expr> structure(List<Expr> outputs) {
    if (!row.several()) {
      return Structure.of(outputs.get(0));
    }
    List<Structure<Expr>> items = new ArrayList<>();
    outputs.forEach(y -> items.add(Structure.of(y)));
    return new Structure.Items<>(items);
  }

  @Override
  public String toString() {
    return "%s '%s'".formatted(row.className(), name);
  }
}
