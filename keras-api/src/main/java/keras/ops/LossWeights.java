package keras.ops;

import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * How losses and metrics line up targets, predictions and weights, and reduce to one number.
 *
 * <p>Keras: {@code keras/src/losses/loss.py}.
 */
public final class LossWeights {
  /** Two tensors, of one rank where Keras makes them so. */
  public record Pair(Expr first, Expr second) {}

  private LossWeights() {}

  /** Squeezes or expands the last axis where the ranks differ by one and its size is 1. */
  public static Pair toSameRank(Expr x1, Expr x2) {
    int rank1 = x1.rank();
    int rank2 = x2.rank();
    if (rank1 == rank2 + 1 && x1.shape().get(-1) == 1) {
      return rank2 == 1 ? new Pair(x1, x2.expandDims(-1)) : new Pair(Numpy.squeeze(x1, -1), x2);
    }
    if (rank2 == rank1 + 1 && x2.shape().get(-1) == 1) {
      return rank1 == 1 ? new Pair(x1.expandDims(-1), x2) : new Pair(x1, Numpy.squeeze(x2, -1));
    }
    return new Pair(x1, x2);
  }

  /**
   * Merges a mask into weights; null where there are neither.
   *
   * @param average whether the mean over the valid entries is wanted, so that these weigh {@code
   *     total / valid}
   */
  public static @Nullable Expr applyMask(
      @Nullable Expr sampleWeight, @Nullable Expr mask, DType dtype, boolean average) {
    if (mask == null) {
      return sampleWeight;
    }
    Expr floatMask = mask.cast(dtype);
    if (average) {
      Expr total = count(mask, dtype);
      Expr valid = floatMask.sum();
      floatMask = mask.cast(DType.BOOL).where(Numpy.divideNoNan(total, valid), total.constant(0));
    }
    if (sampleWeight == null) {
      return floatMask;
    }
    Pair pair = toSameRank(floatMask, sampleWeight.cast(dtype));
    return pair.second().mul(pair.first());
  }

  /**
   * Weighs the losses of samples and reduces them.
   *
   * @param reduction Keras' id; null or {@code "none"} reduces nothing
   */
  public static Expr reduce(
      Expr losses,
      @Nullable Expr sampleWeight,
      @Nullable Expr mask,
      @Nullable String reduction,
      DType dtype) {
    Expr values = losses.cast(dtype);
    boolean average = "mean".equals(reduction) || "sum_over_batch_size".equals(reduction);
    Expr weight =
        applyMask(
            sampleWeight == null ? null : sampleWeight.cast(dtype),
            mask == null ? null : mask.cast(dtype),
            dtype,
            average);
    if (weight != null) {
      Pair pair = toSameRank(values, weight);
      values = pair.first().mul(pair.second());
      weight = pair.second();
    }
    Shape shape = values.shape();
    boolean single = values.rank() == 0 || (values.rank() == 1 && shape.get(0) == 0);
    if (reduction == null || reduction.equals("none") || single) {
      return values;
    }
    Expr loss = values.sum();
    if (reduction.equals("sum")) {
      return loss;
    }
    boolean byWeight = reduction.equals("mean_with_sample_weight") && weight != null;
    Expr divisor = byWeight && weight != null ? weight.sum() : count(values, loss.dtype());
    return Numpy.divideNoNan(loss, divisor);
  }

  /** Returns the number of elements, in a dtype. */
  public static Expr count(Expr x, DType dtype) {
    Shape shape = x.shape();
    return shape.hasUnknownDimension()
        ? Core.shape(x).prod(0).cast(dtype)
        : Core.constant(x.tf(), (double) shape.size(), DType.INT32).cast(dtype);
  }
}
