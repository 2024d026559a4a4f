package keras.metrics;

import java.util.List;
import java.util.stream.IntStream;
import keras.config.Arg;

/**
 * The mean intersection over union of all classes.
 *
 * <pre>{@code
 * Metric m = new MeanIoU(3);
 * }</pre>
 *
 * <p>Targets and predictions: classes {@code (batch, ...)}. Weights: {@code total_confusion_matrix
 * (classes, classes)}, whole numbers: weights of samples are rounded down, unless {@code dtype}
 * says otherwise.
 *
 * <p>Keras: {@code keras/src/metrics/iou_metrics.py}.
 */
public final class MeanIoU extends ClassIoU<MeanIoU> {
  @Arg("sparse_y_true")
  private boolean sparseYTrue = true;

  private MeanIoU() {
    super(true);
  }

  /**
   * Makes the metric with Keras' defaults.
   *
   * @param numClasses the number of classes
   */
  public MeanIoU(int numClasses) {
    this();
    numClasses(numClasses);
    validate();
  }

  /** Sets whether targets are classes, and not one-hot. */
  public MeanIoU sparseYTrue(boolean sparseYTrue) {
    return with(() -> this.sparseYTrue = sparseYTrue);
  }

  @Override
  boolean isSparse() {
    return sparseYTrue;
  }

  @Override
  List<Integer> targets() {
    return IntStream.range(0, classes()).boxed().toList();
  }
}
