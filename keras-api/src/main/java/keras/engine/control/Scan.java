package keras.engine.control;

import java.util.ArrayList;
import java.util.List;
import keras.engine.CallContext;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * Calls a function with each row of tensors, one after the other, while it carries values along.
 *
 * <pre>{@code
 * Scan sums = new Scan(1, (carry, row, c) -> new Scan.Step(List.of(carry.get(0).add(row.get(0))),
 *     List.of(carry.get(0))));
 * List<Expr> y = sums.call(List.of(zero, x), ctx);   // the last sum, and the sums before each row
 * }</pre>
 *
 * <p>Inputs: what the first step carries; then tensors {@code (rows, …)}, or none, where {@link
 * #length} is set. Outputs: what the last step carries; then the results of all steps, {@code
 * (rows, …)}, one for each value that is carried, of its dtype and its shape.
 *
 * <p>Keras: {@code keras/src/ops/core.py}; results are of the shapes of what is carried there too,
 * where TensorFlow computes.
 */
public final class Scan extends FunctionOperation {
  /** What a step computes: values to carry on, and results. */
  public record Step(List<Expr> carry, List<Expr> results) {
    /** Keeps copies of the lists. */
    public Step {
      carry = List.copyOf(carry);
      results = List.copyOf(results);
    }
  }

  /** Computes one step. */
  @FunctionalInterface
  public interface StepFunction {
    /**
     * Builds the step.
     *
     * @param carry what the step before carried on
     * @param rows one of each tensor; none where there are no tensors
     */
    Step apply(List<Expr> carry, List<Expr> rows, CallContext ctx);
  }

  private final int carried;
  private final StepFunction function;
  private @Nullable Integer length;
  private boolean reverse;
  private int unroll = 1;

  /**
   * Makes a scan.
   *
   * @param init how many of the inputs are what the first step carries, at least 1
   */
  public Scan(int init, StepFunction f) {
    if (init < 1) {
      throw new IllegalArgumentException(
          "Scan: `init` must be at least one tensor. Received: %d.".formatted(init));
    }
    this.carried = init;
    this.function = f;
  }

  /** Sets the number of steps, where it is not that of the rows. */
  public Scan length(@Nullable Integer steps) {
    length = steps;
    return this;
  }

  /** Sets whether the last row comes first; its result stays at its place. */
  public Scan reverse(boolean fromTheEnd) {
    reverse = fromTheEnd;
    return this;
  }

  /** Sets how many steps may run at once, as far as they do not wait for each other. */
  public Scan unroll(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(
          "Scan: `unroll` must be a positive integer. Received: unroll=%d.".formatted(steps));
    }
    unroll = steps;
    return this;
  }

  @Override
  List<Expr> compute(List<Expr> x, CallContext ctx) {
    if (x.size() < carried) {
      throw wrong("%d tensors to carry, and then those with rows".formatted(carried), shown(x));
    }
    List<Expr> init = x.subList(0, carried);
    List<Expr> xs = x.subList(carried, x.size());
    if (xs.isEmpty() && length == null) {
      throw wrong("tensors with rows, or a `length`", "neither");
    }
    if (!xs.isEmpty()) {
      requireRows(xs);
    }
    long known = length == null ? -1 : length;
    for (Expr rows : xs) {
      long n = rows.shape().get(0);
      if (known >= 0 && n >= 0 && n != known) {
        throw wrong("as many rows as there are steps", "length=%s, ".formatted(length) + shown(xs));
      }
      known = Math.max(known, n);
    }
    Expr steps =
        length == null
            ? Rowwise.length(xs.get(0))
            : Core.constant(ctx.tf(), (double) length, DType.INT32);
    Loops.Result made =
        new Loops(ctx.tf(), ctx.products(), unroll)
            .scan(
                steps,
                init,
                xs,
                reverse,
                results -> init.stream().map(Core::shape).toList(),
                (building, in) -> step(building, in.get(0), in.get(1), ctx));
    List<Expr> all = new ArrayList<>(made.carry());
    all.addAll(made.rows());
    return all;
  }

  private Loops.Step step(
      Body.Building building, List<Expr> carry, List<Expr> rows, CallContext ctx) {
    Step made = ctx.function(building::read, () -> function.apply(carry, rows, ctx));
    requireAlike("a step that carries tensors", carry, made.carry());
    requireAlike("a step that gives results", carry, made.results());
    return new Loops.Step(made.carry(), made.results());
  }
}
