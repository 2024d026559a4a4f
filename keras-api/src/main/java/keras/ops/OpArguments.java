package keras.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.types.TInt32;

/**
 * The arguments that an operation is computed of, by their names in Keras: tensors, and the
 * numbers, texts and lists that configs hold.
 */
final class OpArguments {
  private final String who;
  private final Map<String, ? extends @Nullable Object> given;
  private final Function<String, @Nullable Object> otherwise;
  private final Expr any;

  OpArguments(
      String who,
      Map<String, ? extends @Nullable Object> given,
      Function<String, @Nullable Object> otherwise) {
    this.who = who;
    this.given = given;
    this.otherwise = otherwise;
    this.any = first(given.values());
  }

  private Expr first(Iterable<? extends @Nullable Object> values) {
    Expr found = find(values);
    if (found == null) {
      throw new IllegalArgumentException(
          "%s: expected a tensor among the arguments. Received: %s.".formatted(who, given));
    }
    return found;
  }

  private static @Nullable Expr find(Iterable<? extends @Nullable Object> values) {
    for (Object value : values) {
      Expr found = value instanceof Expr x ? x : value instanceof List<?> list ? find(list) : null;
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Returns what messages call the operation. */
  String who() {
    return who;
  }

  /** Returns some tensor of the graph. */
  Expr any() {
    return any;
  }

  /** Returns an argument or its default; null is None. */
  @Nullable Object get(String name) {
    Object value = given.containsKey(name) ? given.get(name) : otherwise.apply(name);
    return PythonValue.plain(value);
  }

  /** Whether an argument is not None. */
  boolean has(String name) {
    return get(name) != null;
  }

  IllegalArgumentException wrong(String name, @Nullable Object value, String expected) {
    return new IllegalArgumentException(
        "%s: `%s` must be %s. Received: %s=%s."
            .formatted(
                who,
                name,
                expected,
                name,
                value instanceof String text ? "'" + text + "'" : value));
  }

  // ---------------------------------------------------------------- numbers and texts

  /** Whether an argument is true, as Python sees it: a number is, unless it is 0. */
  boolean flag(String name) {
    Object value = get(name);
    if (value instanceof Number n) {
      return n.doubleValue() != 0;
    } else if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw wrong(name, value, "true or false");
  }

  double number(String name) {
    if (get(name) instanceof Number n) {
      return n.doubleValue();
    }
    throw wrong(name, get(name), "a number");
  }

  int integer(String name) {
    Object value = get(name);
    if (ResultTypes.isWhole(value) && value instanceof Number n) {
      return Math.toIntExact(n.longValue());
    }
    throw wrong(name, value, "a whole number");
  }

  String text(String name) {
    if (get(name) instanceof String text) {
      return text;
    }
    throw wrong(name, get(name), "a text");
  }

  /** Returns a text that is one of several. */
  String text(String name, String... known) {
    String text = text(name);
    if (!Arrays.asList(known).contains(text)) {
      throw new IllegalArgumentException(
          "%s: `%s` must be one of %s. Received: %s='%s'."
              .formatted(who, name, Arrays.toString(known), name, text));
    }
    return text;
  }

  /** Returns whole numbers, one or a list. */
  int[] ints(String name) {
    return ints(get(name), name);
  }

  int[] ints(@Nullable Object value, String name) {
    if (ResultTypes.isWhole(value) && value instanceof Number n) {
      return new int[] {Math.toIntExact(n.longValue())};
    }
    if (value instanceof List<?> list && list.stream().allMatch(ResultTypes::isWhole)) {
      return list.stream().mapToInt(n -> Math.toIntExact(((Number) n).longValue())).toArray();
    }
    throw wrong(name, value, "a whole number or a list of them");
  }

  /** Whether sizes are told by tensors of the graph, all or some of them. */
  boolean hasTensors(String name) {
    Object value = get(name);
    return value instanceof Expr
        || (value instanceof List<?> list && list.stream().anyMatch(Expr.class::isInstance));
  }

  /**
   * Returns sizes: whole numbers and tensors such as {@code Core.size(x, 0)}, or one of them all.
   */
  Operand<TInt32> sizes(String name) {
    var tf = any.tf();
    Object value = get(name);
    if (value instanceof Expr all) {
      return Core.int32(all);
    }
    if (!hasTensors(name) || !(value instanceof List<?> list)) {
      return tf.constant(ints(name));
    }
    List<Operand<TInt32>> sizes = new ArrayList<>();
    for (Object size : list) {
      sizes.add(
          size instanceof Expr e
              ? tf.reshape(Core.int32(e), tf.constant(new int[0]))
              : tf.constant(ints(size, name)[0]));
    }
    return tf.stack(sizes);
  }

  /** Returns numbers that are no tensor of the graph: a list of them, or an array. */
  List<Double> numbers(String name) {
    Object value = get(name);
    Object numbers = array(value) == null ? value : array(value);
    if (numbers instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)) {
      return list.stream().map(n -> ((Number) n).doubleValue()).toList();
    }
    throw wrong(name, value, "a list of numbers or an array");
  }

  /** Returns a dtype by its name; another one where the argument is None. */
  DType dtype(String name, DType none) {
    return has(name) ? DType.get(text(name)) : none;
  }

  // ---------------------------------------------------------------- axes

  /** Returns an axis of a tensor, counted from the first. */
  int axis(String name, int rank) {
    return place(name, integer(name), rank);
  }

  private int place(String name, int axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new IllegalArgumentException(
          "%s: `%s` must lie in [%d, %d). Received: %s=%d."
              .formatted(who, name, -rank, rank, name, axis));
    }
    return Math.floorMod(axis, rank);
  }

  /** Returns the axes of {@code axis}, one or several, counted from the first; all for None. */
  int[] axes(Expr x) {
    return has("axis") ? axes("axis", x.rank()) : x.axes();
  }

  /** Returns axes, one or several, counted from the first. */
  int[] axes(String name, int rank) {
    return places(name, ints(name), rank);
  }

  /** Returns axes counted from the first. */
  int[] places(String name, int[] axes, int rank) {
    int[] places = IntStream.of(axes).map(a -> place(name, a, rank)).toArray();
    if (IntStream.of(places).distinct().count() < places.length) {
      throw wrong(name, get(name), "axes that differ");
    }
    return places;
  }

  // ---------------------------------------------------------------- tensors

  Expr x() {
    return tensor("x");
  }

  /** Returns an argument as a tensor, in its own dtype. */
  Expr tensor(String name) {
    Object value = get(name);
    if (value == null) {
      throw wrong(name, null, "a tensor, an array or a number");
    }
    return value instanceof Expr x ? x : tensor(value, typeOf(value));
  }

  /** Returns an argument as a tensor, or null where it is None. */
  @Nullable Expr find(String name) {
    return has(name) ? tensor(name) : null;
  }

  /** Returns the dtype in which values meet. */
  DType typeOf(@Nullable Object... values) {
    return ResultTypes.of(who, Arrays.asList(values), false);
  }

  /** Returns the dtype in which values meet a float of Python. */
  DType floatOf(@Nullable Object... values) {
    return ResultTypes.of(who, Arrays.asList(values), true);
  }

  /** Returns a tensor in the dtype in which it meets a float of Python. */
  Expr floating(String name) {
    Expr x = tensor(name);
    return x.cast(floatOf(x));
  }

  /** Returns {@code x} in the dtype in which it meets a float of Python. */
  Expr floating() {
    return floating("x");
  }

  /** Returns arguments as tensors of the dtype in which they meet. */
  List<Expr> together(String... names) {
    return together(false, names);
  }

  /** Returns arguments as tensors of the dtype in which they meet a float of Python. */
  List<Expr> floats(String... names) {
    return together(true, names);
  }

  private List<Expr> together(boolean floating, String... names) {
    List<@Nullable Object> values = Arrays.stream(names).<@Nullable Object>map(this::get).toList();
    DType dtype = ResultTypes.of(who, values, floating);
    return values.stream().map(v -> tensor(v, dtype)).toList();
  }

  /** Computes of x1 and x2 in the dtype in which they meet. */
  Expr binary(BinaryOperator<Expr> operation) {
    List<Expr> both = together("x1", "x2");
    return operation.apply(both.get(0), both.get(1));
  }

  /** Computes of x1 and x2 in the dtype in which they meet a float of Python. */
  Expr floats(BinaryOperator<Expr> operation) {
    List<Expr> both = floats("x1", "x2");
    return operation.apply(both.get(0), both.get(1));
  }

  /** Computes of x1 and x2 as booleans. */
  Expr logical(BinaryOperator<Expr> operation) {
    return operation.apply(tensor(get("x1"), DType.BOOL), tensor(get("x2"), DType.BOOL));
  }

  /** Returns tensors that are given as a list, in the dtype in which they meet. */
  List<Expr> list(String name) {
    if (get(name) instanceof List<?> many && !many.isEmpty()) {
      DType dtype = ResultTypes.of(who, many, false);
      List<Expr> out = new ArrayList<>();
      many.forEach(v -> out.add(tensor(v, dtype)));
      return out;
    }
    throw wrong(name, get(name), "a list of tensors, at least one");
  }

  /** Returns a value as a tensor of a dtype. */
  Expr tensor(@Nullable Object value, DType dtype) {
    if (value instanceof Expr x) {
      return x.cast(dtype);
    }
    Object numbers = array(value) == null ? value : array(value);
    List<Double> flat = new ArrayList<>();
    List<Long> shape = new ArrayList<>();
    flatten(numbers, 0, shape, flat);
    if (shape.isEmpty()) {
      return Core.constant(any.tf(), flat.get(0), dtype);
    }
    double[] all = flat.stream().mapToDouble(n -> n).toArray();
    return any.wrap(any.tf().constant(all))
        .cast(dtype)
        .reshape(shape.stream().mapToLong(n -> n).toArray());
  }

  private static @Nullable Object array(@Nullable Object value) {
    return value instanceof Map<?, ?> map
            && ("__numpy__".equals(map.get("class_name"))
                || "__tensor__".equals(map.get("class_name")))
            && map.get("config") instanceof Map<?, ?> config
        ? config.get("value")
        : null;
  }

  /** Reads a number, or nested lists of numbers that have the same length at each depth. */
  private void flatten(@Nullable Object value, int depth, List<Long> shape, List<Double> flat) {
    if (value instanceof List<?> list) {
      if (shape.size() == depth) {
        shape.add((long) list.size());
      }
      if (depth < shape.size() && shape.get(depth) == list.size()) {
        list.forEach(v -> flatten(v, depth + 1, shape, flat));
        return;
      }
    } else if (depth == shape.size()
        && value instanceof Number n
        && !(ResultTypes.isWhole(n) && Math.abs(n.doubleValue()) > 1L << 53)) {
      flat.add(n.doubleValue());
      return;
    } else if (depth == shape.size() && value instanceof Boolean b) {
      flat.add(b ? 1.0 : 0.0);
      return;
    }
    throw new IllegalArgumentException(
        "%s: expected a tensor, a number, or nested lists of numbers. Received: %s."
            .formatted(who, value));
  }
}
