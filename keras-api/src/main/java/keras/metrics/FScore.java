package keras.metrics;

import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.initializers.Zeros;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/** The weighted harmonic mean of precision and recall; its options chain. */
abstract class FScore<M extends FScore<M>> extends FluentMetric<M> {
  private static final double EPSILON = 1e-7;
  private static final List<String> AVERAGES = List.of("micro", "macro", "weighted");

  @Arg private @Nullable String average;
  @Arg private @Nullable Double threshold;

  FScore(String name) {
    super(name);
  }

  /** Returns the weight of recall. */
  abstract double weightOfRecall();

  /**
   * Sets how the classes' scores become one.
   *
   * @param average {@code "micro"} counts all classes together, {@code "macro"} takes the mean of
   *     the classes' scores, {@code "weighted"} that by the classes' targets; null leaves a score
   *     for each class
   */
  public M average(@Nullable String average) {
    return with(() -> this.average = average);
  }

  /** Sets above what predictions mean 1, in (0, 1]; null if the likeliest class does. */
  public M threshold(@Nullable Double threshold) {
    return with(() -> this.threshold = threshold);
  }

  @Override
  protected void validate() {
    super.validate();
    if (average != null && !AVERAGES.contains(average)) {
      throw new IllegalArgumentException(
          "%s: `average` must be null or one of %s. Received: average=%s."
              .formatted(getClass().getSimpleName(), String.join(", ", AVERAGES), average));
    }
    if (threshold != null && !(threshold > 0 && threshold <= 1)) {
      throw new IllegalArgumentException(
          "%s: `threshold` must be in (0, 1]. Received: threshold=%s."
              .formatted(getClass().getSimpleName(), threshold));
    }
  }

  @Override
  protected final void build(Shape yTrue, Shape yPred) {
    if (yTrue.numDimensions() != 2 || yPred.numDimensions() != 2 || yPred.get(1) < 0) {
      throw new IllegalArgumentException(
          "%s: targets and predictions need the shape (batch, classes). Received: %s and %s."
              .formatted(this, Shapes.show(yTrue), Shapes.show(yPred)));
    }
    Shape shape = "micro".equals(average) ? Shape.scalar() : Shape.of(yPred.get(1));
    for (String name :
        List.of("true_positives", "false_positives", "false_negatives", "intermediate_weights")) {
      addVariable(name, shape, new Zeros());
    }
  }

  @Override
  protected final void update(Expr yTrue, Expr yPred, @Nullable Expr weight, CallContext ctx) {
    Expr target = yTrue.cast(dtype());
    Expr score = yPred.cast(dtype());
    Expr above =
        threshold == null
            ? Numpy.logicalAnd(
                Numpy.greaterEqual(score, Numpy.max(score, -1, true)), score.abs().greater(1e-9))
            : score.greater(threshold);
    Expr predicted = above.cast(dtype());
    Expr weights = weight == null ? null : weight.cast(dtype()).expandDims(1);
    Expr one = target.constant(1);
    add(0, predicted.mul(target), weights, ctx);
    add(1, predicted.mul(one.sub(target)), weights, ctx);
    add(2, one.sub(predicted).mul(target), weights, ctx);
    add(3, target, weights, ctx);
  }

  private void add(int index, Expr values, @Nullable Expr weights, CallContext ctx) {
    Variable v = variables().get(index);
    Expr weighed = weights == null ? values : values.mul(weights);
    Expr sum = "micro".equals(average) ? weighed.sum(weighed.axes()) : weighed.sum(0);
    ctx.assign(v, ctx.readRaw(v).add(sum));
  }

  @Override
  public final Expr result(CallContext ctx) {
    List<Variable> v = variables();
    if (v.isEmpty()) {
      throw new IllegalStateException(
          "%s: there is no result before the first batch is taken into account.".formatted(this));
    }
    Expr right = ctx.readRaw(v.get(0));
    Expr precision = right.div(right.add(ctx.readRaw(v.get(1))).add(EPSILON));
    Expr recall = right.div(right.add(ctx.readRaw(v.get(2))).add(EPSILON));
    double squared = weightOfRecall() * weightOfRecall();
    Expr mean = precision.mul(recall).div(precision.mul(squared).add(recall).add(EPSILON));
    Expr score = mean.mul(1 + squared);
    if (average == null) {
      return score;
    }
    if (average.equals("weighted")) {
      Expr weights = ctx.readRaw(v.get(3));
      return score.mul(weights.div(weights.sum(0).add(EPSILON))).sum(0);
    }
    return score.mean(score.axes());
  }
}
