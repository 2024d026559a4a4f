package keras.visualization;

import java.nio.file.Path;
import java.util.ServiceLoader;
import keras.callbacks.History;

/** What draws pictures, into files; keras-charts brings one, found as a Java service. */
public interface ChartLibrary {
  /** Draws a model; the file's name ends in {@code .png} or {@code .svg}. */
  void draw(ModelGraph graph, PlotOptions options, Path file);

  /**
   * Draws the learning curves of a training; the file's name ends in {@code .png} or {@code .svg}.
   */
  void draw(History history, Path file);

  /**
   * Returns the library on the class path.
   *
   * @param caller how messages name who asks
   * @throws IllegalStateException where there is none
   */
  static ChartLibrary find(String caller) {
    return ServiceLoader.load(ChartLibrary.class)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "%s: nothing on the class path draws. Add the keras-charts artifact, which draws PNG and SVG files."
                        .formatted(caller)));
  }
}
