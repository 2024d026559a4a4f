package keras.visualization;

import java.util.List;
import keras.models.Model;
import org.jspecify.annotations.Nullable;

/**
 * What a picture of a model shows: a box for each layer, arrows from layer to layer, and frames
 * around the layers of models inside the model.
 *
 * <pre>{@code
 * ModelGraph graph = ModelGraph.of(model, PlotOptions.ofPlot().showShapes(true));
 * }</pre>
 *
 * <p>Differs from Keras: a model inside the model that was made of a list of one input shows its
 * shape, not a list of it.
 *
 * <p>Keras: {@code keras/src/utils/model_visualization.py}.
 *
 * @param name the model's
 * @param boxes the layers, but for those in frames
 * @param frames the models inside the model that are shown with their layers
 * @param arrows between boxes, of any frame
 */
public record ModelGraph(
    String name, List<Box> boxes, List<ModelGraph> frames, List<Arrow> arrows) {
  /**
   * A layer.
   *
   * @param id unique in the picture
   * @param name the layer's, or null where names are not shown
   * @param activation null where it is not shown
   * @param columns how many cells the widest rows of the picture have, which titles span
   * @param cells what the last row says, from left to right
   */
  public record Box(
      int id,
      @Nullable String name,
      String className,
      @Nullable String activation,
      int columns,
      List<Cell> cells) {}

  /**
   * What a row says of a layer.
   *
   * @param name as in "Output shape"; empty where the value says all
   */
  public record Cell(String name, String value, Kind kind) {}

  /** What a cell tells, for its color. */
  public enum Kind {
    /** A fact. */
    PLAIN,
    /** That the layer trains. */
    TRAINABLE,
    /** That the layer does not train. */
    FROZEN
  }

  /** An arrow between the boxes of two ids. */
  public record Arrow(int from, int to) {}

  /**
   * Returns the graph of a model.
   *
   * @throws IllegalStateException if the model is not built
   */
  public static ModelGraph of(Model model, PlotOptions options) {
    return GraphOfModel.of(model, options);
  }
}
