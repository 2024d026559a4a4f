package keras.losses;

import java.util.Map;
import keras.config.Arg;
import keras.ops.Expr;
import keras.ops.RegressionOps;
import org.jspecify.annotations.Nullable;

/**
 * Half the square of small errors, and {@code delta * |error| - delta² / 2} of large ones.
 *
 * <pre>{@code
 * new Huber().delta(1.5)
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Losses: {@code (batch, ...)}, the last axis
 * averaged.
 *
 * <p>Differs from Keras: a {@code delta} other than 1 is written to the config, which Keras reads
 * but forgets to write.
 *
 * <p>Keras: {@code keras/src/losses/losses.py}.
 */
public final class Huber extends LossFunctionWrapper<Huber> {
  @Arg private double delta = 1.0;

  /** Makes the loss with Keras' defaults. */
  public Huber() {
    super("huber_loss");
  }

  /** Sets the size of an error from which on it counts as large. */
  public Huber delta(double delta) {
    return with(() -> this.delta = delta);
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return RegressionOps.huber(yTrue, yPred, delta);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    if (delta == 1) {
      config.remove("delta");
    }
    return config;
  }
}
