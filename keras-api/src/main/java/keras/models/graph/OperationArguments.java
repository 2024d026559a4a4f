package keras.models.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/** The arguments of an operation: tensors and constants of its call, and those of its config. */
final class OperationArguments {
  private final String who;
  private final List<Expr> tensors;
  private final List<?> args;
  private final Map<?, ?> kwargs;
  private final Map<String, ? extends @Nullable Object> config;

  OperationArguments(
      String who,
      List<Expr> tensors,
      Map<String, ? extends @Nullable Object> call,
      Map<String, ? extends @Nullable Object> config) {
    this.who = who;
    this.tensors = tensors;
    this.args = (List<?>) Objects.requireNonNull(call.get("args"));
    this.kwargs = (Map<?, ?>) Objects.requireNonNull(call.get("kwargs"));
    this.config = config;
  }

  /** Returns an argument of the call, by its place or its name; null where it is not given. */
  @Nullable Object value(int place, String name) {
    return place < args.size() ? args.get(place) : kwargs.get(name);
  }

  /** Returns an argument of the config; null where it is not given. */
  @Nullable Object option(String name) {
    return config.get(name);
  }

  /** Whether an argument of the config is true. */
  boolean isSet(String name) {
    return Boolean.TRUE.equals(config.get(name));
  }

  /** Returns a number of the config. */
  double number(String name, double otherwise) {
    return config.get(name) instanceof Number n ? n.doubleValue() : otherwise;
  }

  /** Returns an axis of the config. */
  int axis(int otherwise) {
    return config.get("axis") instanceof Number n ? n.intValue() : otherwise;
  }

  /** Returns the axes of the config: one, several, or null, which is every one of {@code x}. */
  int[] axes(Expr x) {
    Object axis = config.get("axis");
    return axis == null ? x.axes() : ints(axis, "axis");
  }

  /** Returns whole numbers, one or a list. */
  int[] ints(@Nullable Object value, String name) {
    if (value instanceof Number n) {
      return new int[] {n.intValue()};
    }
    if (value instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)) {
      return list.stream().mapToInt(n -> ((Number) n).intValue()).toArray();
    }
    throw wrong(name, value);
  }

  IllegalArgumentException wrong(String name, @Nullable Object value) {
    return new IllegalArgumentException(
        "%s: `%s=%s` is not what it is known to take here.".formatted(who, name, value));
  }

  // ---------------------------------------------------------------- tensors

  /** Returns the one tensor that the operation is of. */
  Expr x() {
    return value(0, "x") instanceof Expr x ? x : tensors.get(0);
  }

  /** Returns the tensor in a floating dtype, as roots and means have it. */
  Expr floating() {
    Expr x = x();
    return x.dtype().isFloating() ? x : x.cast(DType.FLOAT32);
  }

  /** Returns tensors that are given as a list, in the dtype that holds them all. */
  List<Expr> list() {
    List<?> given = value(0, "xs") instanceof List<?> many ? many : args;
    List<Expr> out = new ArrayList<>();
    DType dtype = common(given);
    given.forEach(x -> out.add(tensor(x, dtype)));
    return out;
  }

  /** Computes of two tensors or numbers, in the dtype that holds both. */
  Expr binary(BinaryOperator<Expr> operation) {
    return binary(operation, false);
  }

  /** Computes of two tensors as booleans. */
  Expr logical(BinaryOperator<Expr> operation) {
    return operation.apply(tensor(value(0, "x1"), DType.BOOL), tensor(value(1, "x2"), DType.BOOL));
  }

  /**
   * Computes of two tensors or numbers, in the dtype that holds both.
   *
   * @param floating whether integers become floats first
   */
  Expr binary(BinaryOperator<Expr> operation, boolean floating) {
    Object first = value(0, "x1");
    Object second = value(1, "x2");
    List<@Nullable Object> both = new ArrayList<>();
    both.add(first);
    both.add(second);
    DType dtype = common(both);
    DType computed = floating && !dtype.isFloating() ? DType.FLOAT32 : dtype;
    return operation.apply(tensor(first, computed), tensor(second, computed));
  }

  /** Numbers of Python take the dtype of the tensor they meet, unless they are of a wider kind. */
  private static DType common(List<?> values) {
    DType dtype = null;
    for (Object value : values) {
      DType own = value instanceof Expr x ? x.dtype() : dtypeOf(value);
      dtype = dtype == null || own == null ? (own == null ? dtype : own) : promote(dtype, own);
    }
    DType known = dtype == null ? DType.FLOAT32 : dtype;
    boolean floats = values.stream().anyMatch(OperationArguments::hasFloats);
    boolean numbers = values.stream().anyMatch(v -> v instanceof Number || v instanceof List<?>);
    if (floats && !known.isFloating()) {
      return DType.FLOAT32;
    }
    return numbers && known == DType.BOOL ? DType.INT32 : known;
  }

  /** Returns the dtype of an array that is written with it; null for anything else. */
  private static @Nullable DType dtypeOf(@Nullable Object value) {
    return array(value) != null
            && value instanceof Map<?, ?> map
            && map.get("config") instanceof Map<?, ?> config
            && config.get("dtype") instanceof String dtype
        ? DType.get(dtype)
        : null;
  }

  private static @Nullable Object array(@Nullable Object value) {
    return value instanceof Map<?, ?> map
            && ("__numpy__".equals(map.get("class_name"))
                || "__tensor__".equals(map.get("class_name")))
            && map.get("config") instanceof Map<?, ?> config
        ? config.get("value")
        : null;
  }

  private static DType promote(DType a, DType b) {
    if (a.isFloating() || b.isFloating() || a == b) {
      return DType.promote(a, b);
    }
    return a == DType.BOOL ? b : b == DType.BOOL || a.bytes() >= b.bytes() ? a : b;
  }

  private static boolean hasFloats(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().anyMatch(OperationArguments::hasFloats)
        : value instanceof Number && !(value instanceof Integer || value instanceof Long);
  }

  private Expr tensor(@Nullable Object value, DType dtype) {
    if (value instanceof Expr x) {
      return x.cast(dtype);
    }
    List<Double> flat = new ArrayList<>();
    List<Long> shape = new ArrayList<>();
    Object array = array(value);
    flatten(array == null ? value : array, 0, shape, flat);
    Expr any = tensors.get(0);
    if (shape.isEmpty()) {
      return Core.constant(any.tf(), flat.get(0), dtype);
    }
    double[] numbers = flat.stream().mapToDouble(n -> n).toArray();
    return any.wrap(any.tf().constant(numbers))
        .cast(dtype)
        .reshape(shape.stream().mapToLong(n -> n).toArray());
  }

  /** Reads a number, or nested lists of numbers that have the same length at each depth. */
  private void flatten(@Nullable Object value, int depth, List<Long> shape, List<Double> flat) {
    if (value instanceof List<?> list && !list.isEmpty()) {
      if (shape.size() == depth) {
        shape.add((long) list.size());
      }
      if (depth < shape.size() && shape.get(depth) == list.size()) {
        list.forEach(x -> flatten(x, depth + 1, shape, flat));
        return;
      }
    } else if (depth == shape.size() && value instanceof Number n) {
      flat.add(n.doubleValue());
      return;
    } else if (depth == shape.size() && value instanceof Boolean b) {
      flat.add(b ? 1.0 : 0.0);
      return;
    }
    throw wrong("x", value);
  }

  /** Returns the axes from the last to the first, each counted from the front. */
  int[] descending(int[] axes, int rank) {
    for (int axis : axes) {
      if (axis < -rank || axis >= rank) {
        throw wrong("axis", axis);
      }
    }
    return IntStream.of(axes)
        .map(a -> Math.floorMod(a, rank))
        .map(a -> -a)
        .sorted()
        .map(a -> -a)
        .toArray();
  }
}
