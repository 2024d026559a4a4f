package keras.losses;

import java.util.Arrays;
import keras.config.Arg;
import keras.ops.ClassOps;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * 1 minus Tversky's index, which weighs values that were missed and invented (Salehi et al., 2017).
 *
 * <pre>{@code
 * new Tversky().alpha(0.3).beta(0.7)
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ...)} in [0, 1]. Losses: without the axes; one number
 * where no axes are given.
 *
 * <p>Keras: {@code keras/src/losses/losses.py}.
 */
public final class Tversky extends LossFunctionWrapper<Tversky> {
  @Arg private double alpha = 0.5;
  @Arg private double beta = 0.5;
  @Arg private @Nullable Object axis;

  /** Makes the loss with Keras' defaults. */
  public Tversky() {
    super("tversky");
  }

  /** Sets the weight of what predictions miss of the targets. */
  public Tversky alpha(double alpha) {
    return with(() -> this.alpha = alpha);
  }

  /** Sets the weight of what predictions invent. */
  public Tversky beta(double beta) {
    return with(() -> this.beta = beta);
  }

  /** Sets the axes of a sample's values; without them, all samples have one loss. */
  public Tversky axis(int... axes) {
    return with(
        () -> this.axis = axes.length == 1 ? axes[0] : Arrays.stream(axes).boxed().toList());
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return ClassOps.tversky(yTrue, yPred, alpha, beta, Axes.of(this, axis));
  }

  @Override
  protected void validate() {
    super.validate();
    Axes.of(this, axis);
  }
}
