package keras.ops;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import keras.config.Names;
import org.jspecify.annotations.Nullable;

/**
 * One operation of {@code keras.ops}: its name, its arguments, and what it computes. The same row
 * serves {@link Ops}, the graphs of functional models, and the configs of files.
 *
 * <p>Keras: {@code keras/src/ops/operation.py}.
 */
public final class OpRow {
  /** What an operation computes: one tensor, or several by place. */
  @FunctionalInterface
  interface Computation {
    List<Expr> compute(OpArguments arguments);
  }

  /**
   * An argument.
   *
   * @param required whether it must be given
   * @param fixed whether no other value than the default is taken yet
   */
  record Argument(
      String name, @Nullable Object otherwise, boolean required, boolean fixed, boolean inConfig) {}

  /** The functions that are not called as their classes are. */
  private static final Map<String, String> FUNCTIONS =
      Map.of(
          "BatchNorm", "batch_normalization",
          "LayerNorm", "layer_normalization",
          "RMSNorm", "rms_normalization",
          "CDist", "cdist",
          "AllClose", "allclose",
          "IsIn", "isin",
          "SearchSorted", "searchsorted");

  private final String module;
  private final String className;
  private final String function;
  private final Map<String, Argument> arguments = new LinkedHashMap<>();
  private final boolean several;
  private boolean rest;
  private final Computation computation;

  /**
   * Makes a row.
   *
   * @param name as in {@code "numpy.Mean"}
   * @param signature the arguments of Keras' {@code call}, a bar, and those of its constructor,
   *     with their defaults; an exclamation mark stands where no other value is taken: {@code "x |
   *     axis=None, keepdims=False, initial=None!"}
   */
  OpRow(String name, String signature, boolean several, Computation computation) {
    int dot = name.indexOf('.');
    this.module = name.substring(0, dot);
    this.className = name.substring(dot + 1);
    this.function = function(module, className);
    this.several = several;
    this.computation = computation;
    String[] parts = signature.split("\\|", -1);
    for (int i = 0; i < parts.length; i++) {
      for (String argument : parts[i].split(", +", -1)) {
        if (!argument.isBlank()) {
          add(argument.strip(), i == 1);
        }
      }
    }
  }

  /** Returns the name of the function that Keras has of a class of operations. */
  public static String function(String module, String className) {
    String name = FUNCTIONS.getOrDefault(className, Names.snake(className));
    return module.equals("image") ? module + "." + name : name;
  }

  /** {@code *xs} are the rest of the tensors; {@code **kwargs} are none. */
  private void add(String text, boolean inConfig) {
    if (text.startsWith("**")) {
      return;
    } else if (text.startsWith("*")) {
      rest = true;
      add(text.substring(1), inConfig);
      return;
    }
    boolean fixed = text.endsWith("!");
    String argument = fixed ? text.substring(0, text.length() - 1) : text;
    int equal = argument.indexOf('=');
    String key = equal < 0 ? argument : argument.substring(0, equal);
    arguments.put(
        key,
        new Argument(
            key,
            equal < 0 ? null : PythonValue.of(argument.substring(equal + 1)),
            equal < 0,
            fixed,
            inConfig));
  }

  /** Returns the part of {@code keras.ops} that Keras defines it in, as in {@code "numpy"}. */
  public String module() {
    return module;
  }

  /** Returns the name of Keras' class, as in {@code "ExpandDims"}. */
  public String className() {
    return className;
  }

  /** Returns the name of Keras' function, as in {@code "expand_dims"}. */
  public String function() {
    return function;
  }

  /** Whether it gives several tensors, by place. */
  public boolean several() {
    return several;
  }

  /** Returns the names of the arguments of {@code call}, in Keras' order. */
  public List<String> callArguments() {
    return named(false).map(Argument::name).toList();
  }

  /** Whether the one argument of {@code call} is all tensors that are given by place. */
  public boolean takesRest() {
    return rest;
  }

  /** Returns the names of the arguments that configs hold, in Keras' order. */
  public List<String> configArguments() {
    return named(true).map(Argument::name).toList();
  }

  /** Returns the arguments of which no other value than the default is taken. */
  public List<String> fixedArguments() {
    return arguments.values().stream().filter(Argument::fixed).map(Argument::name).toList();
  }

  /** Returns the default of an argument; null where it is None, or must be given. */
  public @Nullable Object otherwise(String argument) {
    Argument known = arguments.get(argument);
    return known == null ? null : known.otherwise();
  }

  /** Returns the default of an argument as Python spells it. */
  public String literal(String argument) {
    return PythonValue.show(otherwise(argument));
  }

  /** Whether an argument must be given. */
  public boolean isRequired(String argument) {
    Argument known = arguments.get(argument);
    return known != null && known.required();
  }

  private Stream<Argument> named(boolean inConfig) {
    return arguments.values().stream().filter(a -> a.inConfig() == inConfig);
  }

  /**
   * Throws unless all arguments are known, those that must be given are there, and none is fixed.
   */
  void check(String who, Map<String, ? extends @Nullable Object> given) {
    Set<String> names = arguments.keySet();
    for (Map.Entry<String, ? extends @Nullable Object> e : given.entrySet()) {
      Argument argument = arguments.get(e.getKey());
      if (argument == null) {
        throw new IllegalArgumentException(
            "%s: there is no argument `%s`. It takes: %s."
                .formatted(who, e.getKey(), String.join(", ", names)));
      }
      if (argument.fixed() && !PythonValue.same(argument.otherwise(), e.getValue())) {
        throw new UnsupportedOperationException(
            "%s: `%s` is supported as %s alone. Received: %s=%s."
                .formatted(
                    who,
                    argument.name(),
                    PythonValue.show(argument.otherwise()),
                    argument.name(),
                    PythonValue.show(e.getValue())));
      }
    }
    List<String> missing = new ArrayList<>();
    for (Argument argument : arguments.values()) {
      if (argument.required() && !given.containsKey(argument.name())) {
        missing.add("`" + argument.name() + "`");
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: %s must be given. Received: %s."
              .formatted(who, String.join(", ", missing), given.keySet()));
    }
  }

  /**
   * Computes the operation in the graph of its tensors.
   *
   * @param who what messages call it
   * @param given the arguments by name: tensors, and the values that configs hold
   */
  public List<Expr> compute(String who, Map<String, ? extends @Nullable Object> given) {
    check(who, given);
    ComplexOps.check(who, this, given.values());
    Function<String, @Nullable Object> otherwise = this::otherwise;
    return computation.compute(new OpArguments(who, given, otherwise)).stream()
        .map(e -> e.withMask(null))
        .toList();
  }

  @Override
  public String toString() {
    return module + "." + className;
  }
}
