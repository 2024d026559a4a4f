package keras.metrics;

import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/** One of the four counts of right and wrong predictions; its options chain. */
abstract class ConditionCount<M extends ConditionCount<M>> extends ConfusionMetric<M> {
  @Arg private @Nullable Object thresholds;

  private final Confusion.Count condition;

  ConditionCount(Confusion.Count condition) {
    this.condition = condition;
  }

  /** Sets above what predictions mean 1: one or more numbers in [0, 1]; 0.5 unless set. */
  public M thresholds(double... thresholds) {
    return with(() -> this.thresholds = Thresholds.argument(thresholds));
  }

  @Override
  protected void validate() {
    super.validate();
    Thresholds.require(getClass().getSimpleName(), thresholds);
  }

  @Override
  final Confusion confusion() {
    return new Confusion(Thresholds.of(thresholds, 0.5), false, null, null, null);
  }

  @Override
  protected final void build() {
    addCount(condition, "accumulator", perThreshold());
  }

  @Override
  public final Expr result(CallContext ctx) {
    return perThreshold(count(condition, ctx));
  }
}
