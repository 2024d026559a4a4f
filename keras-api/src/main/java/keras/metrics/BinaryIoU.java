package keras.metrics;

import java.util.Arrays;
import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;

/**
 * The mean intersection over union of classes 0 and 1, or of one of them.
 *
 * <pre>{@code
 * Metric m = new BinaryIoU().targetClassIds(1).threshold(0.3);
 * }</pre>
 *
 * <p>Targets, 0 or 1, and predictions in [0, 1]: {@code (batch, ...)}. Weights: {@code
 * total_confusion_matrix (2, 2)}, whole numbers: weights of samples are rounded down, unless {@code
 * dtype} says otherwise.
 *
 * <p>Keras: {@code keras/src/metrics/iou_metrics.py}.
 */
public final class BinaryIoU extends IoUMetric<BinaryIoU> {
  @Arg private List<Integer> targetClassIds = List.of(0, 1);
  @Arg private double threshold = 0.5;

  /** Makes the metric with Keras' defaults. */
  public BinaryIoU() {}

  /** Sets the classes whose mean is taken: 0, 1 or both. */
  public BinaryIoU targetClassIds(int... targetClassIds) {
    return with(() -> this.targetClassIds = Arrays.stream(targetClassIds).boxed().toList());
  }

  /** Sets from which prediction on the class is 1. */
  public BinaryIoU threshold(double threshold) {
    return with(() -> this.threshold = threshold);
  }

  @Override
  int classes() {
    return 2;
  }

  @Override
  List<Integer> targets() {
    return targetClassIds;
  }

  @Override
  protected void validate() {
    super.validate();
    requireTargets();
  }

  @Override
  protected void update(Expr yTrue, Expr yPred, @Nullable Expr weight, CallContext ctx) {
    Expr guess = Numpy.greaterEqual(yPred.cast(DType.FLOAT32), threshold);
    count(yTrue, guess, weight, null, ctx);
  }
}
