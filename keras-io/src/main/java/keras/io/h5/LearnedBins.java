package keras.io.h5;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.engine.HostTensor;
import keras.engine.Shapes;
import keras.io.hdf5.Hdf5Dataset;
import keras.io.weights.StoredValues;
import keras.layers.Discretization;
import keras.models.Model;
import keras.saving.ModelFormatException;
import org.tensorflow.ndarray.Shape;

/**
 * What layers {@code Discretization} learned from data, in files of tf_keras: there the numbers
 * that the boundaries are computed of are a weight, {@code summary}, of shape (2, numbers). Here
 * and in Keras 3 they are none.
 *
 * <p>Keras: {@code tf_keras/src/layers/preprocessing/discretization.py}.
 */
final class LearnedBins {
  private static final String SUMMARY = "summary";

  /** The only variable that a layer of tf_keras stores by itself. */
  private static final String OWN = "0";

  private final Map<Discretization, StoredLayer> found = new LinkedHashMap<>();
  private final Map<Discretization, HostTensor> read = new LinkedHashMap<>();

  /**
   * Finds the layers of a model that are to learn their boundaries, and what a file has of them: by
   * their names, or all of them in their order.
   */
  static LearnedBins of(Model model, List<StoredLayer> stored, boolean byName) {
    LearnedBins bins = new LearnedBins();
    List<Discretization> layers =
        model.layers().stream()
            .filter(Discretization.class::isInstance)
            .map(Discretization.class::cast)
            .filter(layer -> layer.config().get("num_bins") != null)
            .toList();
    List<StoredLayer> summaries = stored.stream().filter(LearnedBins::isSummary).toList();
    if (byName) {
      for (Discretization layer : layers) {
        summaries.stream()
            .filter(s -> LegacyWeights.name(s).equals(layer.name()))
            .forEach(s -> bins.found.put(layer, s));
      }
    } else if (layers.size() == summaries.size()) {
      for (int i = 0; i < layers.size(); i++) {
        bins.found.put(layers.get(i), summaries.get(i));
      }
    }
    return bins;
  }

  private static boolean isSummary(StoredLayer layer) {
    return layer.datasets().size() == 1 && layer.shortName(0).equals(SUMMARY);
  }

  /** Whether a file's layer is one that was found. */
  boolean has(StoredLayer layer) {
    return found.containsValue(layer);
  }

  /**
   * Reads the numbers.
   *
   * @throws ModelFormatException if there are none, or if they have another shape
   */
  void read(String file) {
    found.forEach(
        (layer, stored) -> {
          Hdf5Dataset dataset = stored.datasets().get(0);
          Shape shape = StoredValues.shape(dataset);
          if (shape.numDimensions() != 2 || shape.get(0) != 2 || shape.get(1) == 0) {
            throw new ModelFormatException(
                file,
                stored.name(),
                "layer '%s': expected a summary of shape (2, numbers), which adapt makes. Received: shape %s."
                    .formatted(layer.name(), Shapes.show(shape)));
          }
          read.put(layer, StoredValues.read(dataset));
        });
  }

  /** Gives the layers their boundaries. */
  void learn() {
    read.forEach((layer, summary) -> layer.loadOwnVariables(Map.of(OWN, summary)));
  }
}
