package keras.metrics;

import keras.config.Arg;
import keras.ops.Expr;
import keras.ops.LossOps;
import org.jspecify.annotations.Nullable;

/**
 * The crossentropy of integer classes and the probabilities of classes.
 *
 * <pre>{@code
 * Metric m = new SparseCategoricalCrossentropy().name("m");
 * }</pre>
 *
 * <p>Targets: {@code (batch, ...)} or {@code (batch, ..., 1)}, integers in [0, classes).
 * Predictions: {@code (batch, ..., classes)}. Weights: {@code total ()}, {@code count ()}.
 *
 * <p>Keras: {@code keras/src/metrics/probabilistic_metrics.py}.
 */
public final class SparseCategoricalCrossentropy
    extends MeanMetricWrapper<SparseCategoricalCrossentropy> {
  @Arg private boolean fromLogits;
  @Arg private @Nullable Integer ignoreClass;
  @Arg private int axis = -1;

  /** Makes the metric with Keras' defaults. */
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
}
