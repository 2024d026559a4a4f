package keras.engine.loops;

import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * A loop over the time axis of sequences: a step that is built once and computed for every step of
 * time, from the inputs of that step and the states that the step before gave.
 *
 * <pre>{@code
 * ScanResult r = Scan.over(x).states(zeros).outputs(true)
 *     .run(ctx, (in, states, constants, c) -> StepOut.of(in.get(0).add(states.get(0).mul(0.5))));
 * }</pre>
 *
 * <p>Sequences and the outputs are {@code (batch, time, …)}; the time axis may be of any length,
 * known or not. Gradients go back through time, to sequences, states, constants and variables; for
 * them the states before every step are kept, in functions that train. Elsewhere a loop that is
 * differentiated is computed twice.
 *
 * <p>Keras: {@code keras/src/backend/tensorflow/rnn.py}.
 */
public final class Scan {
  private final List<Expr> sequences;
  private List<Expr> states = List.of();
  private List<Expr> constants = List.of();
  private @Nullable Expr mask;
  private boolean outputs;
  private boolean backwards;
  private boolean unroll;
  private boolean zeroOutputs;

  private Scan(List<Expr> sequences) {
    this.sequences = List.copyOf(sequences);
  }

  /** Returns a loop over sequences of one batch and one length. */
  public static Scan over(Expr... sequences) {
    if (sequences.length == 0) {
      throw new IllegalArgumentException("Scan: expected at least one sequence. Received: none.");
    }
    for (Expr s : sequences) {
      if (s.shape().numDimensions() < 2) {
        throw new IllegalArgumentException(
            "Scan: expected sequences of shape (batch, time, ...). Received: shape %s."
                .formatted(Shapes.show(s.shape())));
      }
    }
    return new Scan(List.of(sequences));
  }

  /** Sets the states that the first step is given. */
  public Scan states(List<Expr> first) {
    states = List.copyOf(first);
    return this;
  }

  /** Sets tensors that every step is given, such as masks of dropout. */
  public Scan constants(List<Expr> tensors) {
    constants = List.copyOf(tensors);
    return this;
  }

  /**
   * Sets which steps count, {@code (batch, time)}: at the others a sample keeps its states, and its
   * output is that of the step before, zeros before the first.
   */
  public Scan mask(@Nullable Expr counts) {
    mask = counts;
    return this;
  }

  /** Sets whether the outputs of all steps are wanted, rather than the last one's alone. */
  public Scan outputs(boolean all) {
    outputs = all;
    return this;
  }

  /** Sets whether time goes from the end to the start; so do the outputs. */
  public Scan backwards(boolean goes) {
    backwards = goes;
    return this;
  }

  /** Sets whether every step is built on its own; the length has to be known. */
  public Scan unroll(boolean each) {
    unroll = each;
    return this;
  }

  /** Sets whether the output of a step that does not count is zeros. */
  public Scan zeroOutputs(boolean zero) {
    zeroOutputs = zero;
    return this;
  }

  /** Builds the loop. */
  public ScanResult run(CallContext ctx, ScanStep step) {
    long length = length();
    if (length == 0) {
      throw new IllegalArgumentException(
          "Scan: expected sequences of at least one step. Received: shape %s."
              .formatted(Shapes.show(sequences.get(0).shape())));
    }
    Expr counts = mask;
    LoopPlan plan =
        new LoopPlan(
            ctx,
            ctx.steps(),
            new HashMap<>(),
            sequences.stream().map(this::timeFirst).toList(),
            counts == null ? null : timeFirst(wide(counts.cast(DType.BOOL))),
            states.stream().map(s -> s.withMask(null)).toList(),
            constants.stream().map(c -> c.withMask(null)).toList(),
            outputs,
            zeroOutputs,
            step);
    if (unroll) {
      return Unrolled.run(plan, length);
    }
    ctx.fades();
    ForwardLoop loop = new ForwardLoop(plan, ctx.forTraining());
    ctx.products().override(loop.node(), new LoopGradient(plan, loop));
    Expr all = outputs ? loop.after(loop.outputs()) : null;
    Expr last = all == null ? loop.after(loop.last()) : Rows.row(all, loop.length().sub(1));
    return new ScanResult(
        last, all == null ? null : swapped(all), loop.states().stream().map(loop::after).toList());
  }

  /** Returns the number of steps, or -1 where it is not known. */
  private long length() {
    long known = -1;
    for (Expr s : sequences) {
      long n = s.shape().get(1);
      if (known >= 0 && n >= 0 && n != known) {
        throw new IllegalArgumentException(
            "Scan: expected sequences of one length. Received: %d and %d steps."
                .formatted(known, n));
      }
      known = Math.max(known, n);
    }
    if (unroll && known < 0) {
      throw new IllegalArgumentException(
          "Scan: expected a known number of steps to unroll. Received: shape %s."
              .formatted(Shapes.show(sequences.get(0).shape())));
    }
    return known;
  }

  private static Expr wide(Expr counts) {
    return counts.rank() == 2 ? counts.expandDims(-1) : counts;
  }

  private Expr timeFirst(Expr x) {
    Expr swapped = swapped(x.withMask(null));
    return backwards ? x.wrap(x.tf().reverse(swapped, x.tf().constant(new int[] {0}))) : swapped;
  }

  /** Swaps the first two axes. */
  static Expr swapped(Expr x) {
    int[] axes = IntStream.range(0, x.rank()).toArray();
    axes[0] = 1;
    axes[1] = 0;
    return x.transpose(axes);
  }
}
