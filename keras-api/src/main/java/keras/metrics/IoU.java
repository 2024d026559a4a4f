package keras.metrics;

import java.util.Arrays;
import java.util.List;
import keras.config.Arg;

/**
 * The mean intersection over union of some classes.
 *
 * <pre>{@code
 * Metric m = new IoU(3, 0, 2);
 * }</pre>
 *
 * <p>Targets and predictions: classes {@code (batch, ...)}. Weights: {@code total_confusion_matrix
 * (classes, classes)}, whole numbers: weights of samples are rounded down, unless {@code dtype}
 * says otherwise.
 *
 * <p>Keras: {@code keras/src/metrics/iou_metrics.py}.
 */
public final class IoU extends ClassIoU<IoU> {
  @Arg private List<Integer> targetClassIds = List.of();

  @Arg("sparse_y_true")
  private boolean sparseYTrue = true;

  private IoU() {
    super(true);
  }

  /**
   * Makes the metric with Keras' defaults.
   *
   * @param numClasses the number of classes
   * @param targetClassIds the classes whose mean is taken, each in [0, numClasses)
   */
  public IoU(int numClasses, int... targetClassIds) {
    this();
    numClasses(numClasses);
    this.targetClassIds = Arrays.stream(targetClassIds).boxed().toList();
    validate();
  }

  /** Sets whether targets are classes, and not one-hot. */
  public IoU sparseYTrue(boolean sparseYTrue) {
    return with(() -> this.sparseYTrue = sparseYTrue);
  }

  @Override
  boolean isSparse() {
    return sparseYTrue;
  }

  @Override
  List<Integer> targets() {
    return targetClassIds;
  }
}
