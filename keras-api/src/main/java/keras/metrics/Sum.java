package keras.metrics;

import keras.engine.CallContext;
import keras.initializers.Zeros;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * The sum of values over samples, weighed or not.
 *
 * <pre>{@code
 * Sum words = new Sum().name("words");
 * words.update(batchWords, null, ctx);
 * }</pre>
 *
 * <p>Values: any shape. Weights: {@code total ()}.
 *
 * <p>Keras: {@code keras/src/metrics/reduction_metrics.py}.
 */
public final class Sum extends ReductionMetric<Sum> {
  /** Makes the metric with Keras' defaults. */
  public Sum() {
    super("sum");
  }

  @Override
  protected void build() {
    addVariable("total", Shape.scalar(), new Zeros());
  }

  @Override
  public void update(Expr values, @Nullable Expr weight, CallContext ctx) {
    Mean.add(this, 0, Mean.samplewise(dtype(), values, weight, Expr::sum).values().sum(), ctx);
  }

  @Override
  public Expr result(CallContext ctx) {
    return ctx.readRaw(variables().get(0));
  }
}
