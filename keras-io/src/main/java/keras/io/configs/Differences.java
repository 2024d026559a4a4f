package keras.io.configs;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import keras.io.migration.Difference;
import keras.layers.EmbeddingLayer;
import keras.layers.Layer;
import keras.models.Model;
import org.tensorflow.ndarray.Shape;

/** What the readers of a saved model will compute otherwise, as far as it matters to the model. */
public final class Differences {
  private Differences() {}

  /** Returns a sentence for each Keras that will train the model otherwise. */
  public static List<String> sentences(Model model, String file, List<Difference> all) {
    Set<Layer> layers = new LinkedHashSet<>();
    collect(model, layers);
    List<Difference> mattering = all.stream().filter(d -> matters(d, model, layers)).toList();
    List<String> sentences = new ArrayList<>();
    for (boolean inKeras3 : new boolean[] {true, false}) {
      List<String> parts =
          mattering.stream()
              .filter(d -> d.inKeras3() == inKeras3)
              .map(d -> d.object() + ": " + d.why())
              .toList();
      if (!parts.isEmpty()) {
        sentences.add(
            "%s: %s trains this model otherwise. %s."
                .formatted(file, inKeras3 ? "Keras 3" : "tf_keras", String.join("; ", parts)));
      }
    }
    return sentences;
  }

  private static void collect(Model model, Set<Layer> all) {
    for (Layer layer : model.layers()) {
      all.add(layer);
      if (layer instanceof Model inner) {
        collect(inner, all);
      }
    }
  }

  private static boolean matters(Difference d, Model model, Set<Layer> layers) {
    return switch (d.matters()) {
      case EVERYWHERE -> true;
      case IMAGES -> isOfImages(d.object(), layers);
      case EMBEDDINGS -> layers.stream().anyMatch(EmbeddingLayer.class::isInstance);
      case NEW_OPTIMIZER -> model.optimizer().iterations() == 0;
    };
  }

  /** Whether a layer has inputs of four or five axes; one inside another layer may have them. */
  private static boolean isOfImages(String object, Set<Layer> layers) {
    List<Layer> named = layers.stream().filter(l -> object.endsWith("'" + l.name() + "'")).toList();
    return named.isEmpty()
        || named.stream()
            .map(Layer::builtShapes)
            .anyMatch(shapes -> shapes != null && shapes.stream().anyMatch(Differences::isImages));
  }

  private static boolean isImages(Shape shape) {
    return shape.numDimensions() == 4 || shape.numDimensions() == 5;
  }
}
