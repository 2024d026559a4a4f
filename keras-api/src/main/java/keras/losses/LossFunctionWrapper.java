package keras.losses;

import keras.ops.Expr;
import keras.ops.LossWeights;
import org.jspecify.annotations.Nullable;

/** A loss that is a function of targets and predictions of one rank; its options chain. */
abstract class LossFunctionWrapper<L extends LossFunctionWrapper<L>> extends Loss {
  LossFunctionWrapper(String name) {
    super(name);
  }

  /** Computes the losses of samples. */
  abstract Expr function(Expr yTrue, Expr yPred);

  @Override
  protected final Expr call(Expr yTrue, Expr yPred) {
    LossWeights.Pair y = LossWeights.toSameRank(yTrue, yPred);
    return function(y.first(), y.second());
  }

  @Override
  public L name(String name) {
    super.name(name);
    return self();
  }

  @Override
  public L reduction(@Nullable String reduction) {
    super.reduction(reduction);
    return self();
  }

  @Override
  public L dtype(@Nullable String dtype) {
    super.dtype(dtype);
    return self();
  }

  /** Sets one option, if the loss is still open. */
  final L with(Runnable option) {
    requireOpen();
    option.run();
    validate();
    return self();
  }

  /** Checks that an option is in [0, 1]. */
  final void requireShare(String option, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "%s: `%s` must be in [0, 1]. Received: %s=%s."
              .formatted(getClass().getSimpleName(), option, option, value));
    }
  }

  @SuppressWarnings("unchecked") // L is the class itself
  private L self() {
    return (L) this;
  }
}
