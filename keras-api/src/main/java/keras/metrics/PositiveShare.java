package keras.metrics;

import java.util.Locale;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;

/** The true positives' share of them and another count; its options chain. */
abstract class PositiveShare<M extends PositiveShare<M>> extends ConfusionMetric<M> {
  private static final double BELOW_ALL = -1e10;

  @Arg private @Nullable Object thresholds;
  @Arg private @Nullable Integer topK;
  @Arg private @Nullable Integer classId;

  private final Confusion.Count others;

  PositiveShare(Confusion.Count others) {
    this.others = others;
  }

  /**
   * Sets above what predictions mean 1: one or more numbers in [0, 1]. Unless set it is 0.5, or
   * with {@link #topK} below all predictions.
   */
  public M thresholds(double... thresholds) {
    return with(() -> this.thresholds = Thresholds.argument(thresholds));
  }

  /** Sets how many of the likeliest classes may count as predicted, at least 1; null for all. */
  public M topK(@Nullable Integer topK) {
    return with(() -> this.topK = topK);
  }

  /** Sets the class that alone counts, in [0, classes); null for all. */
  public M classId(@Nullable Integer classId) {
    return with(() -> this.classId = classId);
  }

  @Override
  protected void validate() {
    super.validate();
    Thresholds.require(getClass().getSimpleName(), thresholds);
    if (topK != null) {
      requirePositive("top_k", topK);
    }
  }

  @Override
  final Confusion confusion() {
    double otherwise = topK == null ? 0.5 : BELOW_ALL;
    return new Confusion(Thresholds.of(thresholds, otherwise), false, topK, classId, null);
  }

  @Override
  protected final void build() {
    addCount(Confusion.Count.TRUE_POSITIVES, "true_positives", perThreshold());
    addCount(others, others.name().toLowerCase(Locale.ROOT), perThreshold());
  }

  @Override
  public final Expr result(CallContext ctx) {
    Expr right = count(Confusion.Count.TRUE_POSITIVES, ctx);
    return perThreshold(Numpy.divideNoNan(right, right.add(count(others, ctx))));
  }
}
