package keras.losses;

import java.util.Arrays;
import keras.config.Arg;
import keras.ops.ClassOps;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * 1 minus the Dice coefficient, the share that targets and predictions have in common (Milletari et
 * al., 2016).
 *
 * <pre>{@code
 * new Dice().axis(1, 2, 3)
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ...)} in [0, 1]. Losses: without the axes; one number
 * where no axes are given.
 *
 * <p>Keras: {@code keras/src/losses/losses.py}.
 */
public final class Dice extends LossFunctionWrapper<Dice> {
  @Arg private @Nullable Object axis;

  /** Makes the loss with Keras' defaults. */
  public Dice() {
    super("dice");
  }

  /** Sets the axes of a sample's values; without them, all samples have one loss. */
  public Dice axis(int... axes) {
    return with(
        () -> this.axis = axes.length == 1 ? axes[0] : Arrays.stream(axes).boxed().toList());
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return ClassOps.dice(yTrue, yPred, Axes.of(this, axis));
  }

  @Override
  protected void validate() {
    super.validate();
    Axes.of(this, axis);
  }
}
