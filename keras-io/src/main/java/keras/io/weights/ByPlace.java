package keras.io.weights;

import keras.saving.LoadOptions;

/** Files that hold weights by the place of their layer, and not by its name. */
public final class ByPlace {
  private ByPlace() {}

  /** Throws where weights are to be matched by the names of layers. */
  public static void require(LoadOptions options, String file) {
    if (options.byName()) {
      throw new IllegalArgumentException(
          "loadWeights: `byName` is for legacy .h5 files; %s holds weights by the place of their layer."
              .formatted(file));
    }
  }
}
