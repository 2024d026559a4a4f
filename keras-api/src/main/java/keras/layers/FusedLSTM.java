package keras.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import keras.engine.CallContext;
import keras.engine.loops.ScanResult;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operation;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.StridedSlice;

/**
 * TensorFlow's kernel of a whole sequence of LSTM steps, {@code BlockLSTM}: tanh and sigmoid, in
 * float32. It knows no masks ({@link PackedSteps}), and takes the gates in another order than
 * Keras. It computes in one thread, so that in training two of them share the batch.
 */
final class FusedLSTM {
  private static final int CARRIES = 1;
  private static final int STATES = 6;

  private final CallContext ctx;
  private final Expr weights;
  private final Expr bias;
  private final Expr peepholes;

  /** Takes the weights, in Keras' order of the gates. */
  FusedLSTM(Expr kernel, Expr recurrentKernel, @Nullable Expr bias, CallContext ctx) {
    this.ctx = ctx;
    weights = reordered(Numpy.concatenate(List.of(kernel, recurrentKernel), 0), 1);
    long units = recurrentKernel.shape().get(0);
    this.bias = bias == null ? zeros(4 * units) : reordered(bias, 0);
    peepholes = zeros(units);
  }

  /** What the kernel gives of each step, {@code (time, batch, units)}. */
  private record Rows(Expr states, Expr carries) {}

  /**
   * Computes all steps.
   *
   * @param x {@code (batch, time, features)}
   * @param first the state and the carry before the first step
   */
  ScanResult run(Expr x, List<Expr> first, boolean outputs) {
    Expr length = Core.size(x, 1);
    Rows rows = rows(x, length, first);
    Expr at = length.sub(1);
    Expr last = Numpy.take(rows.states(), at, 0);
    return new ScanResult(
        last,
        outputs ? rows.states().transpose(1, 0, 2) : null,
        List.of(last, Numpy.take(rows.carries(), at, 0)));
  }

  /**
   * Computes the steps that a mask counts.
   *
   * @param mask {@code (batch, time)}
   * @param zeros whether a masked step gives zeros, rather than what the step before gave
   */
  ScanResult masked(Expr x, Expr mask, List<Expr> first, boolean outputs, boolean zeros) {
    PackedSteps steps = new PackedSteps(mask);
    Rows rows = rows(steps.pack(x), steps.length(), first);
    return new ScanResult(
        steps.lastOutput(rows.states(), zeros),
        outputs ? steps.all(rows.states(), zeros) : null,
        List.of(steps.last(rows.states(), first.get(0)), steps.last(rows.carries(), first.get(1))));
  }

  /**
   * Computes what all steps give; in training one half of the batch beside the other one. With an
   * odd number of samples both halves have the middle one, of which the first counts.
   */
  private Rows rows(Expr x, Expr length, List<Expr> first) {
    ctx.fades();
    Expr sequence = x.transpose(1, 0, 2);
    if (!ctx.forTraining() || x.shape().get(0) == 1) {
      return kernel(sequence, length, first);
    }
    ctx.forks();
    Expr batch = Core.size(x, 0);
    Expr from = ctx.wrap(ctx.tf().math.floorDiv(batch, batch.constant(2)));
    Expr half = batch.sub(from);
    Expr zero = batch.constant(0);
    Rows one = kernel(part(sequence, 1, zero, half), length, parts(first, zero, half));
    Rows two = kernel(part(sequence, 1, from, half), length, parts(first, from, half));
    Expr again = half.sub(from);
    return new Rows(
        joined(one.states(), part(two.states(), 1, again, from)),
        joined(one.carries(), part(two.carries(), 1, again, from)));
  }

  private static Expr joined(Expr one, Expr two) {
    return Numpy.concatenate(List.of(one, two), 1);
  }

  private static List<Expr> parts(List<Expr> all, Expr from, Expr size) {
    return all.stream().map(x -> part(x, 0, from, size)).toList();
  }

  /** Returns a part along an axis, with the sizes of the others known as before. */
  private static Expr part(Expr x, int axis, Expr from, Expr size) {
    List<Expr> begin = new ArrayList<>(Collections.nCopies(x.rank(), from.constant(0)));
    List<Expr> end = new ArrayList<>(begin);
    begin.set(axis, from);
    end.set(axis, from.add(size));
    Ops tf = x.tf();
    int[] ones = new int[x.rank()];
    Arrays.fill(ones, 1);
    long others = (1L << x.rank()) - 1 - (1L << axis);
    return x.wrap(
        tf.stridedSlice(
            x,
            Core.int32(Numpy.stack(begin)),
            Core.int32(Numpy.stack(end)),
            tf.constant(ones),
            StridedSlice.beginMask(others),
            StridedSlice.endMask(others)));
  }

  /**
   * Builds the kernel.
   *
   * @param sequence {@code (time, batch, features)}
   */
  private Rows kernel(Expr sequence, Expr length, List<Expr> first) {
    Operation made =
        ctx.tf()
            .scope()
            .opBuilder("BlockLSTM", "BlockLSTM")
            .addInput(length.cast(DType.INT64).asOutput())
            .addInput(sequence.asOutput())
            .addInput(first.get(1).asOutput())
            .addInput(first.get(0).asOutput())
            .addInput(weights.asOutput())
            .addInput(peepholes.asOutput())
            .addInput(peepholes.asOutput())
            .addInput(peepholes.asOutput())
            .addInput(bias.asOutput())
            .setAttr("forget_bias", 0f)
            .setAttr("cell_clip", -1f)
            .setAttr("use_peephole", false)
            .build();
    return new Rows(ctx.wrap(made.output(STATES)), ctx.wrap(made.output(CARRIES)));
  }

  private Expr zeros(long size) {
    return ctx.wrap(ctx.tf().constant(new float[Math.toIntExact(size)]));
  }

  /** Brings the forget gate behind the candidate. */
  private static Expr reordered(Expr gates, int axis) {
    List<Expr> parts = new ArrayList<>(Numpy.split(gates, 4, axis));
    parts.add(2, parts.remove(1));
    return Numpy.concatenate(parts, axis);
  }
}
