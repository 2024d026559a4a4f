package keras.metrics;

import keras.engine.CallContext;
import keras.initializers.Zeros;
import keras.ops.Expr;
import keras.ops.LossWeights;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/** A metric that is the mean of a function of targets and predictions; its options chain. */
abstract class MeanMetricWrapper<M extends MeanMetricWrapper<M>> extends FluentMetric<M> {
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
  protected final void update(Expr yTrue, Expr yPred, @Nullable Expr weight, CallContext ctx) {
    Expr mask = yPred.mask();
    Expr values = function(yTrue, yPred);
    Mean.accumulate(this, values, LossWeights.applyMask(weight, mask, dtype(), false), ctx);
  }

  @Override
  public final Expr result(CallContext ctx) {
    return Mean.quotient(this, ctx);
  }
}
