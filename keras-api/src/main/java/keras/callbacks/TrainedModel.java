package keras.callbacks;

import java.util.List;
import keras.optimizers.Optimizer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/** What callbacks see of the model in training. */
public interface TrainedModel {
  /** Whether training is to stop after this batch. */
  boolean stopTraining();

  /** Sets whether training is to stop after this batch. */
  void stopTraining(boolean stop);

  /** Returns the optimizer it was compiled with. */
  Optimizer optimizer();

  /** Returns copies of the weights. */
  List<NdArray<?>> getWeights();

  /** Overwrites the weights. */
  void setWeights(List<? extends NdArray<?>> weights);

  /** Writes the whole model to a file. */
  void save(String path);

  /** Writes the weights to a file. */
  void saveWeights(String path);

  /** Reads the weights from a file. */
  void loadWeights(String path);

  /**
   * Returns whether a metric is better the higher ({@code "up"}) or the lower ({@code "down"}) it
   * is; null where that is not known. Unless overridden, what Keras knows of the name.
   */
  default @Nullable String metricDirection(String metric) {
    return Directions.of(metric);
  }
}
