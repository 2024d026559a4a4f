package keras.metrics;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The mean intersection over union of all classes, with one-hot targets.
 *
 * <pre>{@code
 * Metric m = new OneHotMeanIoU(3);
 * }</pre>
 *
 * <p>Targets and predictions, one-hot: {@code (batch, ..., classes)}. Weights: {@code
 * total_confusion_matrix (classes, classes)}, whole numbers: weights of samples are rounded down,
 * unless {@code dtype} says otherwise.
 *
 * <p>Keras: {@code keras/src/metrics/iou_metrics.py}.
 */
public final class OneHotMeanIoU extends ClassIoU<OneHotMeanIoU> {

  private OneHotMeanIoU() {
    super(false);
  }

  /**
   * Makes the metric with Keras' defaults.
   *
   * @param numClasses the number of classes
   */
  public OneHotMeanIoU(int numClasses) {
    this();
    numClasses(numClasses);
    validate();
  }

  @Override
  boolean isSparse() {
    return false;
  }

  @Override
  List<Integer> targets() {
    return IntStream.range(0, classes()).boxed().toList();
  }
}
