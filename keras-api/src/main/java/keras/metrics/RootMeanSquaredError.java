package keras.metrics;

import keras.engine.CallContext;
import keras.initializers.Zeros;
import keras.ops.Expr;
import keras.ops.LossWeights;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * The root of the mean of {@code (yTrue - yPred)²} over all samples of an epoch.
 *
 * <pre>{@code
 * Metric m = new RootMeanSquaredError().name("rmse");
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Weights: {@code total ()}, {@code count ()}.
 *
 * <p>Keras: {@code keras/src/metrics/regression_metrics.py}.
 */
public final class RootMeanSquaredError extends FluentMetric<RootMeanSquaredError> {
  /** Makes the metric with Keras' defaults. */
  public RootMeanSquaredError() {
    super("root_mean_squared_error");
  }

  @Override
  protected void build() {
    addVariable("total", Shape.scalar(), new Zeros());
    addVariable("count", Shape.scalar(), new Zeros());
  }

  @Override
  protected void update(Expr yTrue, Expr yPred, @Nullable Expr weight, CallContext ctx) {
    LossWeights.Pair pair = LossWeights.toSameRank(yTrue.cast(dtype()), yPred.cast(dtype()));
    Mean.accumulate(this, pair.second().sub(pair.first()).square(), weight, ctx);
  }

  @Override
  public Expr result(CallContext ctx) {
    return Mean.quotient(this, ctx).sqrt();
  }
}
