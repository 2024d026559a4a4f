package keras.losses;

import java.util.Map;
import keras.config.Arg;
import keras.ops.Expr;
import keras.ops.RegressionOps;
import org.jspecify.annotations.Nullable;

/**
 * Minus the cosine of the angle between targets and predictions: -1 where they point alike.
 *
 * <pre>{@code
 * new CosineSimilarity().axis(-1)
 * }</pre>
 *
 * <p>Targets and predictions: {@code (batch, ..., d)}. Losses: {@code (batch, ...)}, without the
 * axis.
 *
 * <p>Differs from Keras: an {@code axis} other than -1 is written to the config, which Keras reads
 * but forgets to write.
 *
 * <p>Keras: {@code keras/src/losses/losses.py}.
 */
public final class CosineSimilarity extends LossFunctionWrapper<CosineSimilarity> {
  @Arg private int axis = -1;

  /** Makes the loss with Keras' defaults. */
  public CosineSimilarity() {
    super("cosine_similarity");
  }

  /** Sets the axis of the vectors. */
  public CosineSimilarity axis(int axis) {
    return with(() -> this.axis = axis);
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return RegressionOps.cosineSimilarity(yTrue, yPred, axis).neg();
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    if (axis == -1) {
      config.remove("axis");
    }
    return config;
  }
}
