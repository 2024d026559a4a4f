package keras.metrics;

import java.util.Locale;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.metrics.Confusion.Count;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;

/** The best value of one ratio at thresholds where another is large enough; options chain. */
abstract class BestUnderConstraint<M extends BestUnderConstraint<M>> extends ConfusionMetric<M> {
  @Arg private int numThresholds = 200;
  @Arg private @Nullable Integer classId;

  /** Returns what is to be large enough, at every threshold. */
  abstract Expr constrained(CallContext ctx);

  /** Returns what is to be best, at every threshold. */
  abstract Expr best(CallContext ctx);

  /** Returns how large is large enough. */
  abstract double least();

  /** Sets at how many thresholds is looked, at least 1; they divide [0, 1] evenly. */
  public M numThresholds(int numThresholds) {
    return with(() -> this.numThresholds = numThresholds);
  }

  /** Sets the class that alone counts, in [0, classes); null for all. */
  public M classId(@Nullable Integer classId) {
    return with(() -> this.classId = classId);
  }

  @Override
  protected void validate() {
    super.validate();
    requirePositive("num_thresholds", numThresholds);
  }

  @Override
  final Confusion confusion() {
    return new Confusion(Thresholds.evenly(numThresholds), false, null, classId, null);
  }

  @Override
  protected final void build() {
    for (Count count : Count.values()) {
      addCount(count, count.name().toLowerCase(Locale.ROOT), perThreshold());
    }
  }

  /** Returns the share that one count has of it and another, 0 where both are 0. */
  final Expr share(Count of, Count and, CallContext ctx) {
    Expr part = count(of, ctx);
    return Numpy.divideNoNan(part, part.add(count(and, ctx)));
  }

  @Override
  public final Expr result(CallContext ctx) {
    Expr best = best(ctx);
    Expr allowed = Numpy.greaterEqual(constrained(ctx), best.constant(least()));
    return allowed.where(best, best.constant(0)).max(0).maximum(0);
  }
}
