package keras.layers;

import java.util.Map;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Expr;
import keras.regularizers.L1L2;
import keras.regularizers.Regularizer;
import org.jspecify.annotations.Nullable;

/**
 * Passes its inputs as they are, and adds a penalty on them to the loss: the sum of their absolute
 * values and of their squares, divided by the batch size.
 *
 * <pre>{@code
 * new ActivityRegularization().l1(0.01).l2(0.02)
 * }</pre>
 *
 * <p>Inputs: any shape, floating. Outputs: the same. A mask passes.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/regularization/activity_regularization.py}.
 */
public final class ActivityRegularization extends FluentLayer<ActivityRegularization> {
  @Arg private double l1;
  @Arg private double l2;

  /** Makes a layer without a penalty. */
  public ActivityRegularization() {}

  /** Sets the factor of the sum of absolute values. */
  public ActivityRegularization l1(double l1) {
    return Options.checked(this, "l1", l1);
  }

  /** Sets the factor of the sum of squares. */
  public ActivityRegularization l2(double l2) {
    return Options.checked(this, "l2", l2);
  }

  /** Refuses another penalty: the layer is one itself. */
  @Override
  public ActivityRegularization activityRegularizer(Regularizer regularizer) {
    throw new IllegalArgumentException(
        "ActivityRegularization: has no `activity_regularizer` but its own. Received: %s. Set `l1` and `l2`."
            .formatted(regularizer.getClass().getSimpleName()));
  }

  @Override
  protected void validate() {
    super.activityRegularizer(new L1L2(l1, l2));
  }

  @Override
  @Nullable Regularizer outputPenalty() {
    return new L1L2(l1, l2);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    config.remove("activity_regularizer");
    return config;
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    return x;
  }
}
