package keras.layers;

import java.util.Arrays;
import java.util.List;
import keras.engine.CallContext;
import keras.engine.gradients.Term;
import keras.ops.Core;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.family.TNumber;

/**
 * The mean and the variance of a batch, one of each along the axis that is kept.
 *
 * <p>Keras: {@code keras/src/backend/tensorflow/nn.py}.
 */
record BatchMoments(Expr mean, Expr variance) {
  /** Computes the moments over some axes, the way Keras does for the options given. */
  static BatchMoments of(
      Expr x, @Nullable Expr mask, boolean fromSums, CallContext ctx, int... axes) {
    BatchMoments kept =
        mask != null ? masked(x, mask, axes) : fromSums ? bySums(x, axes) : plain(x, axes, ctx);
    return new BatchMoments(drop(kept.mean, axes), drop(kept.variance, axes));
  }

  private static BatchMoments plain(Expr x, int[] axes, CallContext ctx) {
    Expr mean = Numpy.mean(x, axes, true);
    return new BatchMoments(mean, Numpy.mean(squares(x, mean, ctx), axes, true));
  }

  /**
   * Squares the deviations from a mean that is a constant to gradients, to the bits of {@code
   * SquaredDifference}. The graph has the deviations twice, for the squares and for their gradient,
   * and TensorFlow's optimizer computes them once: that takes less time than its one op for the
   * squares and the deviations again, and keeps an array of the inputs' size until then. Their
   * names are their own: the optimizer sorts terms of sums by names, so others keep theirs.
   */
  private static Expr squares(Expr x, Expr mean, CallContext ctx) {
    Expr constant = Core.stopGradient(mean);
    Ops tf = x.tf();
    Operand<TNumber> deviations =
        tf.withName("Deviations").math.sub(Core.stopGradient(x), constant);
    return ctx.wrap(
        ctx.products()
            .customGradient(
                tf,
                tf.withName("SquaredDeviations").math.square(deviations),
                List.of(x),
                step -> {
                  Term slope = step.dy().constant(2).mul(step.dyThatBroadcasts());
                  return List.of(slope.mul(step.term(x).sub(constant)));
                }));
  }

  /** What replicas would add up; with one replica its own sums. */
  private static BatchMoments bySums(Expr x, int[] axes) {
    Expr sum = Numpy.sum(x, axes, true);
    Expr squares = Numpy.sum(x.square(), axes, true);
    Expr count = Numpy.sum(Numpy.onesLike(x), axes, true);
    Expr mean = Numpy.divideNoNan(sum, count);
    return new BatchMoments(mean, Numpy.divideNoNan(squares, count).sub(mean.square()).maximum(0));
  }

  private static BatchMoments masked(Expr x, Expr mask, int[] axes) {
    Expr keep = Numpy.broadcastTo(mask.expandDims(-1), Core.shape(x));
    Expr zero = x.constant(0);
    Expr weight = Numpy.sum(keep.cast(x.dtype()), axes, true).add(1e-7);
    Expr mean = Numpy.sum(keep.where(x, zero), axes, true).div(weight);
    Expr squares = Numpy.sum(keep.where(x.sub(mean), zero).square(), axes, true);
    return new BatchMoments(mean, squares.div(weight));
  }

  private static Expr drop(Expr x, int[] axes) {
    List<Long> dropped = Arrays.stream(axes).mapToObj(Long::valueOf).toList();
    return dropped.isEmpty() ? x : x.wrap(x.tf().squeeze(x, Squeeze.axis(dropped)));
  }
}
