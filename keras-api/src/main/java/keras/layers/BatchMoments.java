package keras.layers;

import java.util.Arrays;
import java.util.List;
import keras.ops.Core;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.op.core.Squeeze;

/**
 * The mean and the variance of a batch, one of each along the axis that is kept.
 *
 * <p>Keras: {@code keras/src/backend/tensorflow/nn.py}.
 */
record BatchMoments(Expr mean, Expr variance) {
  /** Computes the moments over some axes, the way Keras does for the options given. */
  static BatchMoments of(Expr x, @Nullable Expr mask, boolean fromSums, int... axes) {
    BatchMoments kept =
        mask != null ? masked(x, mask, axes) : fromSums ? bySums(x, axes) : plain(x, axes);
    return new BatchMoments(drop(kept.mean, axes), drop(kept.variance, axes));
  }

  private static BatchMoments plain(Expr x, int[] axes) {
    Expr mean = Numpy.mean(x, axes, true);
    Expr squares = x.wrap(x.tf().math.squaredDifference(x, Core.stopGradient(mean)));
    return new BatchMoments(mean, Numpy.mean(squares, axes, true));
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
