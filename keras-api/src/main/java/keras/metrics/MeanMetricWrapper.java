package keras.metrics;

import keras.engine.CallContext;
import keras.initializers.Zeros;
import keras.ops.Expr;
import keras.ops.LossWeights;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/** A metric that is the mean of a function of targets and predictions; its options chain. */
abstract class MeanMetricWrapper<M extends MeanMetricWrapper<M>> extends Metric {
  MeanMetricWrapper(String name) {
    super(name);
  }

  /** Computes the values of which the mean is taken. */
  abstract Expr function(Expr yTrue, Expr yPred);

  @Override
  protected final void build() {
    addVariable("total", Shape.scalar(), new Zeros());
    addVariable("count", Shape.scalar(), new Zeros());
  }

  @Override
  public final void update(Expr yTrue, Expr yPred, @Nullable Expr weight, CallContext ctx) {
    Expr mask = yPred.mask();
    Expr values = function(yTrue, yPred);
    Mean.accumulate(this, values, LossWeights.applyMask(weight, mask, dtype(), false), ctx);
  }

  @Override
  public final Expr result(CallContext ctx) {
    return Mean.quotient(this, ctx);
  }

  @Override
  public M name(String name) {
    super.name(name);
    return self();
  }

  @Override
  public M dtype(@Nullable String dtype) {
    super.dtype(dtype);
    return self();
  }

  /** Sets one option, if the metric is still open. */
  final M with(Runnable option) {
    requireOpen();
    option.run();
    validate();
    return self();
  }

  /** Checks that an option is in [0, 1]. */
  final void requireShare(String option, Number value) {
    double v = value.doubleValue();
    if (!(v >= 0 && v <= 1)) {
      throw new IllegalArgumentException(
          "%s: `%s` must be in [0, 1]. Received: %s=%s."
              .formatted(getClass().getSimpleName(), option, option, value));
    }
  }

  /** Checks that an option is at least 1. */
  final void requirePositive(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "%s: `%s` must be a positive integer. Received: %s=%d."
              .formatted(getClass().getSimpleName(), option, option, value));
    }
  }

  @SuppressWarnings("unchecked") // M is the class itself
  private M self() {
    return (M) this;
  }
}
