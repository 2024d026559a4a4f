package examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.callbacks.History;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws what a history holds, epoch by epoch. */
final class LearningCurves {
  private LearningCurves() {}

  static void save(History history, Path picture) {
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(560)
            .title("Fashion-MNIST classifier")
            .xAxisTitle("Epoch")
            .yAxisTitle("Loss, accuracy")
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.InsideNE);
    chart.getStyler().setYAxisMin(0.0);
    for (Map.Entry<String, List<Double>> series : history.history().entrySet()) {
      double[] values = series.getValue().stream().mapToDouble(Double::doubleValue).toArray();
      chart
          .addSeries(series.getKey(), FashionMnistClassifier.epochs(values.length), values)
          .setMarker(SeriesMarkers.NONE);
    }
    try {
      Path folder = picture.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      BitmapEncoder.saveBitmap(chart, picture.toString(), BitmapFormat.PNG);
    } catch (IOException e) {
      throw new UncheckedIOException("The picture " + picture + " could not be written.", e);
    }
  }
}
