package keras.ops;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The operations of {@code keras.ops}, on tensors of functional models and on those of the graph
 * that a layer builds: with Keras' names and arguments, result dtypes and errors.
 *
 * <pre>{@code
 * KerasTensor pooled = Ops.mean(x, 1);
 * KerasTensor summed = Ops.call("cumsum", x, c -> c.with("axis", 1));
 * List<KerasTensor> halves = Ops.callAll("split", x, c -> c.with("indices_or_sections", 2));
 * }</pre>
 *
 * <p>{@code docs/OPERATIONS.md} lists them. The most used ones have methods here and on the tensors
 * themselves.
 *
 * <p>Keras: {@code keras/src/ops}.
 */
public final class Ops {
  private Ops() {}

  // ---------------------------------------------------------------- any operation

  /** Calls an operation with its first argument alone, and returns its one output. */
  public static <T extends Operable<T>> T call(String function, T x) {
    return call(function, x, c -> c);
  }

  /** Calls an operation with its first argument and others by name; returns its one output. */
  public static <T extends Operable<T>> T call(String function, T x, UnaryOperator<OpCall> how) {
    return only(function, callAll(function, x, how));
  }

  /** Calls an operation of a list of tensors with other arguments by name. */
  public static <T extends Operable<T>> T call(
      String function, List<T> x, UnaryOperator<OpCall> how) {
    return only(function, callAll(function, x, how));
  }

  /** Calls an operation with its first two arguments; returns its one output. */
  public static <T extends Operable<T>> T binary(String function, T x1, T x2) {
    return two(function, x1, x1, x2);
  }

  /** Calls an operation with its first two arguments; returns its one output. */
  public static <T extends Operable<T>> T binary(String function, T x1, Number x2) {
    return two(function, x1, x1, x2);
  }

  /** Calls an operation with its first two arguments; returns its one output. */
  public static <T extends Operable<T>> T binary(String function, Number x1, T x2) {
    return two(function, x2, x1, x2);
  }

  /** Calls an operation with its first argument and others by name; returns all outputs. */
  public static <T extends Operable<T>> List<T> callAll(
      String function, T x, UnaryOperator<OpCall> how) {
    return made(function, x, x, how);
  }

  /** Calls an operation of a list of tensors, with others by name; returns all outputs. */
  public static <T extends Operable<T>> List<T> callAll(
      String function, List<T> x, UnaryOperator<OpCall> how) {
    if (x.isEmpty()) {
      throw new IllegalArgumentException(
          "Ops.%s: expected at least one tensor. Received: none.".formatted(function));
    }
    return made(function, x.get(0), x, how);
  }

  private static <T extends Operable<T>> List<T> made(
      String function, T any, Object first, UnaryOperator<OpCall> how) {
    OpRow row = OpRows.of(function);
    OpCall call = new OpCall().with(row.callArguments().get(0), first);
    return operate(row, any, how.apply(call).given());
  }

  private static <T extends Operable<T>> T two(String function, T any, Object x1, Object x2) {
    OpRow row = OpRows.of(function);
    if (row.callArguments().size() < 2) {
      throw new IllegalArgumentException(
          "Ops.%s: takes one tensor. Give its other arguments by name: c -> c.with(...)."
              .formatted(function));
    }
    OpCall call = new OpCall();
    call.with(row.callArguments().get(0), x1).with(row.callArguments().get(1), x2);
    return only(function, operate(row, any, call.given()));
  }

  private static <T extends Operable<T>> List<T> operate(
      OpRow row, T any, Map<String, @Nullable Object> given) {
    row.check("Ops." + row.function(), given);
    return any.operate(row, given);
  }

  private static <T> T only(String function, List<T> outputs) {
    if (outputs.size() != 1) {
      throw new IllegalArgumentException(
          "Ops.%s has %d outputs; Ops.callAll returns them.".formatted(function, outputs.size()));
    }
    return outputs.get(0);
  }

  // ---------------------------------------------------------------- reductions

  /** Averages over axes; over all where none is given. */
  public static <T extends Operable<T>> T mean(T x, int... axes) {
    return reduce("mean", x, axes);
  }

  /** Sums over axes; over all where none is given. */
  public static <T extends Operable<T>> T sum(T x, int... axes) {
    return reduce("sum", x, axes);
  }

  /** Takes the largest over axes; over all where none is given. */
  public static <T extends Operable<T>> T max(T x, int... axes) {
    return reduce("max", x, axes);
  }

  /** Takes the smallest over axes; over all where none is given. */
  public static <T extends Operable<T>> T min(T x, int... axes) {
    return reduce("min", x, axes);
  }

  private static <T extends Operable<T>> T reduce(String function, T x, int... axes) {
    return call(function, x, c -> axes.length == 0 ? c : c.with("axis", axis(axes)));
  }

  private static Object axis(int... axes) {
    return axes.length == 1 ? (Object) axes[0] : axes;
  }

  // ---------------------------------------------------------------- shapes

  /** Reshapes; one size may be -1. */
  public static <T extends Operable<T>> T reshape(T x, int... shape) {
    return call("reshape", x, c -> c.with("newshape", shape));
  }

  /** Permutes the axes; turns them around where none is given. */
  public static <T extends Operable<T>> T transpose(T x, int... axes) {
    return call("transpose", x, c -> axes.length == 0 ? c : c.with("axes", axes));
  }

  /** Adds an axis of size 1. */
  public static <T extends Operable<T>> T expandDims(T x, int axis) {
    return call("expand_dims", x, c -> c.with("axis", axis));
  }

  /** Drops axes of size 1; all of them where none is given. */
  public static <T extends Operable<T>> T squeeze(T x, int... axes) {
    return call("squeeze", x, c -> axes.length == 0 ? c : c.with("axis", axis(axes)));
  }

  /** Joins tensors along an axis. */
  public static <T extends Operable<T>> T concatenate(List<T> xs, int axis) {
    return call("concatenate", xs, c -> c.with("axis", axis));
  }

  /** Stacks tensors along a new axis. */
  public static <T extends Operable<T>> T stack(List<T> x, int axis) {
    return call("stack", x, c -> c.with("axis", axis));
  }

  /**
   * Takes a part, as Python's brackets do.
   *
   * @param key what stands between the brackets: {@code ":, 1:3, None, ..., -1"}
   */
  public static <T extends Operable<T>> T get(T x, String key) {
    return call("get_item", x, c -> c.with("key", SliceText.of(key)));
  }

  // ---------------------------------------------------------------- values

  /** Returns the tensor in another dtype, as in {@code "float64"}. */
  public static <T extends Operable<T>> T cast(T x, String dtype) {
    return call("cast", x, c -> c.with("dtype", dtype));
  }

  /** Cuts values to what lies between two numbers. */
  public static <T extends Operable<T>> T clip(T x, Number low, Number high) {
    return call("clip", x, c -> c.with("x_min", low).with("x_max", high));
  }

  /** Returns exponentials that sum to 1 along an axis. */
  public static <T extends Operable<T>> T softmax(T x, int axis) {
    return call("softmax", x, c -> c.with("axis", axis));
  }
}
