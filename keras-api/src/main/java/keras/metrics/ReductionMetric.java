package keras.metrics;

import keras.engine.CallContext;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * A metric of values, weighed or not, rather than of targets and predictions.
 *
 * <p>Keras: {@code keras/src/metrics/reduction_metrics.py}.
 */
public abstract class ReductionMetric<M extends ReductionMetric<M>> extends FluentMetric<M> {
  ReductionMetric(String name) {
    super(name);
  }

  /** Takes values into account. */
  public abstract void update(Expr values, @Nullable Expr weight, CallContext ctx);

  /** Refuses: the metric is of values, not of targets and predictions. */
  @Override
  protected final void update(Expr yTrue, Expr yPred, @Nullable Expr weight, CallContext ctx) {
    throw new IllegalArgumentException(
        "%s: expected values. Received: targets and predictions. Use Metric.of with a function of both."
            .formatted(this));
  }
}
