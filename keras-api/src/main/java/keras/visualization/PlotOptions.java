package keras.visualization;

import java.util.List;
import keras.trainers.OptionChecks;

/**
 * The options of {@code Keras.plotModel} and {@code Keras.modelToDot}, by Keras' names.
 *
 * <pre>{@code
 * Keras.plotModel(model, "model.svg", p -> p.showShapes(true).showLayerNames(true).rankdir("LR"));
 * }</pre>
 *
 * <p>Keras: {@code keras/src/utils/model_visualization.py}.
 */
public final class PlotOptions {
  private static final List<String> RANKDIRS = List.of("TB", "LR", "BT", "RL");
  private static final List<String> SPLINES =
      List.of("ortho", "polyline", "line", "spline", "curved");

  private boolean showShapes;
  private boolean showDtype;
  private boolean showLayerNames;
  private String rankdir = "TB";
  private boolean expandNested;
  private int dpi = 200;
  private boolean showLayerActivations;
  private boolean showTrainable;
  private String splines = "ortho";

  private PlotOptions() {}

  /** Makes the options of {@code plot_model} with Keras' defaults. */
  public static PlotOptions ofPlot() {
    return new PlotOptions();
  }

  /** Makes the options of {@code model_to_dot} with Keras' defaults: it shows layers' names. */
  public static PlotOptions ofDot() {
    return new PlotOptions().showLayerNames(true);
  }

  /** Sets whether shapes are shown; unless set they are not. */
  public PlotOptions showShapes(boolean show) {
    showShapes = show;
    return this;
  }

  /** Sets whether the dtypes of outputs are shown; unless set they are not. */
  public PlotOptions showDtype(boolean show) {
    showDtype = show;
    return this;
  }

  /** Sets whether the layers' names are shown beside their classes. */
  public PlotOptions showLayerNames(boolean show) {
    showLayerNames = show;
    return this;
  }

  /**
   * Sets where the arrows point: {@code "TB"} from top to bottom, {@code "LR"} from left to right,
   * {@code "BT"} and {@code "RL"} back; {@code "TB"} unless set.
   */
  public PlotOptions rankdir(String direction) {
    rankdir = oneOf("rankdir", direction, RANKDIRS);
    return this;
  }

  /** Sets whether models in the model are shown as boxes with their layers; unless set not. */
  public PlotOptions expandNested(boolean expand) {
    expandNested = expand;
    return this;
  }

  /** Sets how many dots an inch has, of 72 points; 200 unless set. An SVG has none. */
  public PlotOptions dpi(int dots) {
    dpi = OptionChecks.positive("plotModel", "dpi", dots);
    return this;
  }

  /** Sets whether activations are shown of layers that have one; unless set they are not. */
  public PlotOptions showLayerActivations(boolean show) {
    showLayerActivations = show;
    return this;
  }

  /** Sets whether it is shown of layers with weights if they train; unless set it is not. */
  public PlotOptions showTrainable(boolean show) {
    showTrainable = show;
    return this;
  }

  /**
   * Sets how edges run: {@code "ortho"} in right angles, as unless set, {@code "polyline"}, {@code
   * "line"}, {@code "spline"} or {@code "curved"}.
   */
  public PlotOptions splines(String kind) {
    splines = oneOf("splines", kind, SPLINES);
    return this;
  }

  private static String oneOf(String option, String value, List<String> known) {
    if (!known.contains(value)) {
      throw new IllegalArgumentException(
          "plotModel: `%s` must be one of %s. Received: %s=%s."
              .formatted(option, String.join(", ", known), option, value));
    }
    return value;
  }

  /** Whether shapes are shown. */
  public boolean showShapes() {
    return showShapes;
  }

  /** Whether dtypes are shown. */
  public boolean showDtype() {
    return showDtype;
  }

  /** Whether names are shown. */
  public boolean showLayerNames() {
    return showLayerNames;
  }

  /** Returns where the arrows point. */
  public String rankdir() {
    return rankdir;
  }

  /** Whether models in the model show their layers. */
  public boolean expandNested() {
    return expandNested;
  }

  /** Returns how many dots an inch has. */
  public int dpi() {
    return dpi;
  }

  /** Whether activations are shown. */
  public boolean showLayerActivations() {
    return showLayerActivations;
  }

  /** Whether it is shown what trains. */
  public boolean showTrainable() {
    return showTrainable;
  }

  /** Returns how edges run. */
  public String splines() {
    return splines;
  }
}
