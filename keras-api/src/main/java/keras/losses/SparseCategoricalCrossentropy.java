package keras.losses;

import java.util.Map;
import keras.config.Arg;
import keras.ops.Expr;
import keras.ops.LossOps;
import org.jspecify.annotations.Nullable;

/**
 * The crossentropy of integer classes and the probabilities of classes.
 *
 * <pre>{@code
 * new SparseCategoricalCrossentropy().fromLogits(true)
 * }</pre>
 *
 * <p>Targets: {@code (batch, ...)} or {@code (batch, ..., 1)}, integers in [0, classes).
 * Predictions: {@code (batch, ..., classes)}. Losses: {@code (batch, ...)}. As in Keras on a CPU, a
 * class outside of that range is an error when the batch is computed, but for the one that {@link
 * #ignoreClass} names.
 *
 * <p>Keras: {@code keras/src/losses/losses.py}.
 */
public final class SparseCategoricalCrossentropy
    extends LossFunctionWrapper<SparseCategoricalCrossentropy> {
  @Arg private boolean fromLogits;
  @Arg private @Nullable Integer ignoreClass;
  @Arg private int axis = -1;

  /** Makes the loss with Keras' defaults. */
  public SparseCategoricalCrossentropy() {
    super("sparse_categorical_crossentropy");
  }

  /** Says that predictions are logits and not probabilities. */
  public SparseCategoricalCrossentropy fromLogits(boolean fromLogits) {
    return with(() -> this.fromLogits = fromLogits);
  }

  /** Sets the class whose samples count nothing; null for none. */
  public SparseCategoricalCrossentropy ignoreClass(@Nullable Integer ignoreClass) {
    return with(() -> this.ignoreClass = ignoreClass);
  }

  /** Sets the axis of the classes, which must be the last one. */
  public SparseCategoricalCrossentropy axis(int axis) {
    return with(() -> this.axis = axis);
  }

  @Override
  Expr function(Expr yTrue, Expr yPred) {
    return LossOps.sparseCategoricalCrossentropy(yTrue, yPred, fromLogits, ignoreClass, axis);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    config.remove("axis");
    return config;
  }
}
