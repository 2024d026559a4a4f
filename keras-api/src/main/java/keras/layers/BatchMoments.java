package keras.layers;

import java.util.Arrays;
import java.util.List;
import keras.ops.Expr;
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
    Expr mean = x.mean(true, axes);
    Expr squares = x.of(x.tf().math.squaredDifference(x, mean.stopGradient()));
    return new BatchMoments(mean, squares.mean(true, axes));
  }

  /** What replicas would add up; with one replica its own sums. */
  private static BatchMoments bySums(Expr x, int[] axes) {
    Expr sum = x.sum(true, axes);
    Expr squares = x.square().sum(true, axes);
    Expr count = x.onesLike().sum(true, axes);
    Expr mean = sum.divNoNan(count);
    return new BatchMoments(mean, squares.divNoNan(count).sub(mean.square()).maximum(0));
  }

  private static BatchMoments masked(Expr x, Expr mask, int[] axes) {
    Expr keep = mask.expandDims(-1).broadcastTo(x.sizes());
    Expr zero = x.constant(0);
    Expr weight = keep.cast(x.dtype()).sum(true, axes).add(1e-7);
    Expr mean = keep.select(x, zero).sum(true, axes).div(weight);
    Expr squares = keep.select(x.sub(mean), zero).square().sum(true, axes);
    return new BatchMoments(mean, squares.div(weight));
  }

  private static Expr drop(Expr x, int[] axes) {
    List<Long> dropped = Arrays.stream(axes).mapToObj(Long::valueOf).toList();
    return dropped.isEmpty() ? x : x.of(x.tf().squeeze(x, Squeeze.axis(dropped)));
  }
}
