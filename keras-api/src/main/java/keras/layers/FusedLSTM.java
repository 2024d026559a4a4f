package keras.layers;

import java.util.ArrayList;
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

/**
 * TensorFlow's kernel of a whole sequence of LSTM steps, {@code BlockLSTM}: tanh and sigmoid, in
 * float32. It knows no masks ({@link PackedSteps}), and takes the gates in another order than
 * Keras.
 */
final class FusedLSTM {
  private static final int CARRIES = 1;
  private static final int STATES = 6;

  private FusedLSTM() {}

  /**
   * Computes all steps.
   *
   * @param x {@code (batch, time, features)}
   * @param first the state and the carry before the first step
   * @param kernel the weights, in Keras' order of the gates; those of the state and the bias alike
   */
  static ScanResult run(
      Expr x,
      List<Expr> first,
      Expr kernel,
      Expr recurrentKernel,
      @Nullable Expr bias,
      boolean outputs,
      CallContext ctx) {
    Expr length = Core.size(x, 1);
    Operation made = kernel(x, length, first, kernel, recurrentKernel, bias, ctx);
    Expr states = x.wrap(made.output(STATES));
    Expr at = length.sub(1);
    Expr last = Numpy.take(states, at, 0);
    return new ScanResult(
        last,
        outputs ? states.transpose(1, 0, 2) : null,
        List.of(last, Numpy.take(x.wrap(made.output(CARRIES)), at, 0)));
  }

  /**
   * Computes the steps that a mask counts.
   *
   * @param mask {@code (batch, time)}
   * @param zeros whether a masked step gives zeros, rather than what the step before gave
   */
  static ScanResult masked(
      Expr x,
      Expr mask,
      List<Expr> first,
      Expr kernel,
      Expr recurrentKernel,
      @Nullable Expr bias,
      boolean outputs,
      boolean zeros,
      CallContext ctx) {
    PackedSteps steps = new PackedSteps(mask);
    Operation made =
        kernel(steps.pack(x), steps.length(), first, kernel, recurrentKernel, bias, ctx);
    Expr states = x.wrap(made.output(STATES));
    return new ScanResult(
        steps.lastOutput(states, zeros),
        outputs ? steps.all(states, zeros) : null,
        List.of(
            steps.last(states, first.get(0)),
            steps.last(x.wrap(made.output(CARRIES)), first.get(1))));
  }

  private static Operation kernel(
      Expr x,
      Expr length,
      List<Expr> first,
      Expr kernel,
      Expr recurrentKernel,
      @Nullable Expr bias,
      CallContext ctx) {
    Ops tf = ctx.tf();
    ctx.fades();
    Expr sequence = x.transpose(1, 0, 2);
    long units = recurrentKernel.shape().get(0);
    Expr none = zeros(x, units);
    return tf.scope()
        .opBuilder("BlockLSTM", "BlockLSTM")
        .addInput(length.cast(DType.INT64).asOutput())
        .addInput(sequence.asOutput())
        .addInput(first.get(1).asOutput())
        .addInput(first.get(0).asOutput())
        .addInput(reordered(Numpy.concatenate(List.of(kernel, recurrentKernel), 0), 1).asOutput())
        .addInput(none.asOutput())
        .addInput(none.asOutput())
        .addInput(none.asOutput())
        .addInput((bias == null ? zeros(x, 4 * units) : reordered(bias, 0)).asOutput())
        .setAttr("forget_bias", 0f)
        .setAttr("cell_clip", -1f)
        .setAttr("use_peephole", false)
        .build();
  }

  private static Expr zeros(Expr like, long size) {
    return like.wrap(like.tf().constant(new float[Math.toIntExact(size)]));
  }

  /** Brings the forget gate behind the candidate. */
  private static Expr reordered(Expr gates, int axis) {
    List<Expr> parts = new ArrayList<>(Numpy.split(gates, 4, axis));
    parts.add(2, parts.remove(1));
    return Numpy.concatenate(parts, axis);
  }
}
