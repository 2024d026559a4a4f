package keras.charts;

import java.nio.file.Path;
import keras.callbacks.History;
import keras.visualization.ChartLibrary;
import keras.visualization.ModelGraph;
import keras.visualization.PlotOptions;

/**
 * Draws PNG and SVG files: models laid out by the Eclipse Layout Kernel, learning curves by XChart.
 * It needs no display and no Graphviz.
 */
public final class FileCharts implements ChartLibrary {
  private static final double POINTS_PER_INCH = 72;

  /** Makes the service. */
  public FileCharts() {}

  @Override
  public void draw(ModelGraph graph, PlotOptions options, Path file) {
    GraphPicture picture = new GraphPicture(GraphLayout.of(graph, options));
    PictureFile.write("plotModel", file, options.dpi() / POINTS_PER_INCH, picture);
  }

  @Override
  public void draw(History history, Path file) {
    PictureFile.write("history.plot", file, 2, new LearningCurves(history));
  }
}
