package keras.trainers;

import keras.engine.Variable;
import keras.models.Model;

/** Guesses how many multiply-adds a step takes, to choose between one thread and all. */
final class WorkEstimate {
  private WorkEstimate() {}

  /** The elements of all matrices, once a sample. */
  static long of(Model model, int batch) {
    long elements = 0;
    if (model.graph() != null || model.isBuilt()) {
      for (Variable v : model.weights()) {
        if (v.shape().numDimensions() > 1) {
          elements += v.shape().size();
        }
      }
    }
    return elements * batch;
  }
}
