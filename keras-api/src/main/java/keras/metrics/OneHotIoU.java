package keras.metrics;

import java.util.Arrays;
import java.util.List;
import keras.config.Arg;

/**
 * The mean intersection over union of some classes, with one-hot targets.
 *
 * <pre>{@code
 * Metric m = new OneHotIoU(3, 0, 2);
 * }</pre>
 *
 * <p>Targets and predictions, one-hot: {@code (batch, ..., classes)}. Weights: {@code
 * total_confusion_matrix (classes, classes)}, whole numbers: weights of samples are rounded down,
 * unless {@code dtype} says otherwise.
 *
 * <p>Keras: {@code keras/src/metrics/iou_metrics.py}.
 */
public final class OneHotIoU extends ClassIoU<OneHotIoU> {
  @Arg private List<Integer> targetClassIds = List.of();

  private OneHotIoU() {
    super(false);
  }

  /**
   * Makes the metric with Keras' defaults.
   *
   * @param numClasses the number of classes
   * @param targetClassIds the classes whose mean is taken, each in [0, numClasses)
   */
  public OneHotIoU(int numClasses, int... targetClassIds) {
    this();
    numClasses(numClasses);
    this.targetClassIds = Arrays.stream(targetClassIds).boxed().toList();
    validate();
  }

  @Override
  boolean isSparse() {
    return false;
  }

  @Override
  List<Integer> targets() {
    return targetClassIds;
  }
}
