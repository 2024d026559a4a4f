package keras.metrics;

import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.initializers.Zeros;
import keras.ops.Core;
import keras.ops.Expr;
import keras.ops.LossWeights;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * The coefficient of determination: the share of the targets' variance that predictions explain.
 *
 * <pre>{@code
 * Metric m = new R2Score().classAggregation("variance_weighted_average");
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, d)}. Weights: {@code num_samples ()}, {@code
 * squared_sum (d)}, {@code sum (d)}, {@code residual (d)}, {@code count (d)}.
 *
 * <p>Differs from Keras: with {@code numRegressors} the score is computed in {@code fit} too, where
 * Keras fails.
 *
 * <p>Keras: {@code keras/src/metrics/regression_metrics.py}.
 */
public final class R2Score extends FluentMetric<R2Score> {
  private static final List<String> AGGREGATIONS =
      List.of("uniform_average", "variance_weighted_average");

  @Arg private @Nullable String classAggregation = "uniform_average";
  @Arg private int numRegressors;

  /** Makes the metric with Keras' defaults. */
  public R2Score() {
    super("r2_score");
  }

  /**
   * Sets how the scores of the outputs become one: {@code "uniform_average"} or {@code
   * "variance_weighted_average"}; null leaves a score for each.
   */
  public R2Score classAggregation(@Nullable String classAggregation) {
    return with(() -> this.classAggregation = classAggregation);
  }

  /** Sets the number of independent variables, for the adjusted score; 0 for the plain one. */
  public R2Score numRegressors(int numRegressors) {
    return with(() -> this.numRegressors = numRegressors);
  }

  @Override
  protected void validate() {
    super.validate();
    if (classAggregation != null && !AGGREGATIONS.contains(classAggregation)) {
      throw new IllegalArgumentException(
          "R2Score: `class_aggregation` must be null or one of %s. Received: class_aggregation=%s."
              .formatted(String.join(", ", AGGREGATIONS), classAggregation));
    }
    if (numRegressors < 0) {
      throw new IllegalArgumentException(
          "R2Score: `num_regressors` must be at least 0. Received: num_regressors=%d."
              .formatted(numRegressors));
    }
  }

  @Override
  protected void build(Shape yTrue, Shape yPred) {
    if (yTrue.numDimensions() != 2 || yPred.numDimensions() != 2 || yPred.get(1) < 0) {
      throw new IllegalArgumentException(
          "%s: targets and predictions need the shape (batch, outputs). Received: %s and %s."
              .formatted(this, Shapes.show(yTrue), Shapes.show(yPred)));
    }
    addVariable("num_samples", Shape.scalar(), new Zeros());
    for (String name : List.of("squared_sum", "sum", "residual", "count")) {
      addVariable(name, Shape.of(yPred.get(1)), new Zeros());
    }
  }

  @Override
  protected void update(Expr yTrue, Expr yPred, @Nullable Expr weight, CallContext ctx) {
    LossWeights.Pair y = LossWeights.toSameRank(yTrue.cast(dtype()), yPred.cast(dtype()));
    Expr target = y.first();
    Expr given = weight == null ? target.constant(1) : weight.cast(dtype());
    Expr each = given.rank() == 1 ? given.expandDims(1) : given;
    Expr weights = Numpy.broadcastTo(each, Core.shape(target));
    Expr weighed = target.mul(weights);
    Mean.add(this, 2, weighed.sum(0), ctx);
    Mean.add(this, 1, target.mul(weighed).sum(0), ctx);
    Mean.add(this, 3, target.sub(y.second()).square().mul(weights).sum(0), ctx);
    Mean.add(this, 4, weights.sum(0), ctx);
    Mean.add(this, 0, Core.shape(target).prod(0).cast(dtype()), ctx);
  }

  @Override
  public Expr result(CallContext ctx) {
    List<Variable> v = variables();
    if (v.isEmpty()) {
      throw new IllegalStateException(
          "%s: there is no result before the first batch is taken into account.".formatted(this));
    }
    Expr sum = ctx.readRaw(v.get(2));
    Expr total = ctx.readRaw(v.get(1)).sub(sum.mul(sum.div(ctx.readRaw(v.get(4)))));
    Expr raw = total.constant(1).sub(ctx.readRaw(v.get(3)).div(total));
    raw = raw.wrap(raw.tf().math.isInf(raw)).where(Numpy.zerosLike(raw), raw);
    Expr score = aggregate(raw, total);
    return numRegressors == 0 ? score : adjusted(score, ctx.readRaw(v.get(0)));
  }

  private Expr aggregate(Expr raw, Expr total) {
    if (classAggregation == null) {
      return raw;
    }
    return classAggregation.equals("uniform_average")
        ? raw.mean(raw.axes())
        : total.mul(raw).sum(0).div(total.sum(0));
  }

  /** The plain score stays where there are not more samples than regressors and one. */
  private Expr adjusted(Expr score, Expr samples) {
    Expr free = samples.sub(numRegressors).sub(1);
    Expr lost = score.constant(1).sub(score).mul(samples.sub(1)).div(free);
    return free.greater(0).where(score.constant(1).sub(lost), score);
  }
}
