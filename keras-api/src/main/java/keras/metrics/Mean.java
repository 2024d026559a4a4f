package keras.metrics;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.initializers.Zeros;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.LossOps;
import keras.ops.LossWeights;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * The mean of values over samples, weighed or not.
 *
 * <pre>{@code
 * Mean loss = new Mean().name("loss");
 * loss.update(batchLoss, null, ctx);
 * }</pre>
 *
 * <p>Values: any shape; of every sample, the mean counts. Weights: {@code total ()}, {@code count
 * ()}.
 *
 * <p>Keras: {@code keras/src/metrics/reduction_metrics.py}.
 */
public final class Mean extends ReductionMetric<Mean> {
  /** Makes the metric with Keras' defaults. */
  public Mean() {
    super("mean");
  }

  @Override
  protected void build() {
    addVariable("total", Shape.scalar(), new Zeros());
    addVariable("count", Shape.scalar(), new Zeros());
  }

  @Override
  public void update(Expr values, @Nullable Expr weight, CallContext ctx) {
    accumulate(this, values, weight, ctx);
  }

  @Override
  public Expr result(CallContext ctx) {
    return quotient(this, ctx);
  }

  /** Adds values to the total and the count of a metric that has these two variables. */
  static void accumulate(Metric metric, Expr all, @Nullable Expr sampleWeight, CallContext ctx) {
    Samplewise samples = samplewise(metric.dtype(), all, sampleWeight, LossOps::mean);
    Expr weight = samples.weight();
    add(metric, 0, samples.values().sum(), ctx);
    add(metric, 1, weight == null ? samples(samples.values()) : weight.sum(), ctx);
  }

  /** One value a sample, weighed, and what the samples weigh; null where all weigh alike. */
  record Samplewise(Expr values, @Nullable Expr weight) {}

  /** Makes one value of those of each sample, by a reduction over axes, and weighs it. */
  static Samplewise samplewise(
      DType dtype, Expr all, @Nullable Expr sampleWeight, BiFunction<Expr, int[], Expr> reduction) {
    Expr mask = all.mask();
    Expr values = all.cast(dtype);
    Expr weight = null;
    if (sampleWeight != null) {
      weight = sampleWeight.cast(dtype);
      Expr masked = LossWeights.applyMask(weight, mask, dtype, false);
      LossWeights.Pair pair = LossWeights.toSameRank(values, masked == null ? weight : masked);
      values = pair.first();
      weight = pair.second();
      int weightRank = weight.rank();
      if (values.rank() > weightRank) {
        values = reduction.apply(values, IntStream.range(weightRank, values.rank()).toArray());
      }
      weight = Numpy.broadcastTo(weight, Core.shape(values));
      values = values.mul(weight);
      if (weightRank > 1) {
        weight = reduction.apply(weight, IntStream.range(1, weightRank).toArray());
      }
    }
    if (values.rank() > 1) {
      values = reduction.apply(values, IntStream.range(1, values.rank()).toArray());
    }
    return new Samplewise(values, weight);
  }

  private static Expr samples(Expr values) {
    if (values.rank() == 0) {
      return values.constant(1);
    }
    long known = values.shape().get(0);
    return known >= 0
        ? values.constant((double) known)
        : Numpy.take(Core.shape(values), Core.constant(values.tf(), 0, DType.INT32), 0)
            .cast(values.dtype());
  }

  static void add(Metric metric, int index, Expr value, CallContext ctx) {
    Variable v = metric.variables().get(index);
    ctx.assign(v, ctx.readRaw(v).add(value));
  }

  static Expr quotient(Metric metric, CallContext ctx) {
    List<Variable> v = metric.variables();
    return Numpy.divideNoNan(ctx.readRaw(v.get(0)), ctx.readRaw(v.get(1)));
  }
}
