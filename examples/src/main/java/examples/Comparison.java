package examples;

import java.awt.Color;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import keras.Keras;
import keras.callbacks.History;
import keras.data.Np;
import keras.datasets.Data;
import keras.datasets.FashionMnist;
import keras.models.Sequential;
import keras.trainers.Fit;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Trains variants of a classifier of clothing on the same images from the same seed. */
final class Comparison {
  private final Data fashion = FashionMnist.load(Comparison.class, "/fashion-mnist-mini");
  private final Map<String, History> histories = new LinkedHashMap<>();

  /** Trains a model with its options of fit, and prints what it came to. */
  History fit(String name, Supplier<Sequential> build, Consumer<Fit> options) {
    var xTrain = Np.divide(fashion.train().x(), 255.0);
    var xValid = Np.divide(fashion.test().x(), 255.0);
    Keras.setRandomSeed(42);
    try (var model = build.get()) {
      History history =
          model.fit(
              xTrain,
              fashion.train().y(),
              f -> {
                f.verbose(0).validationData(xValid, fashion.test().y());
                options.accept(f);
              });
      histories.put(name, history);
      int last = history.epoch().size() - 1;
      System.out.printf(
          "%s: validation loss %.4f, accuracy %.4f%n",
          name, history.get("val_loss").get(last), history.get("val_accuracy").get(last));
      return history;
    }
  }

  /** Draws the validation losses, epoch by epoch. */
  void draw(String title, Path picture) {
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(560)
            .title(title)
            .xAxisTitle("Epoch")
            .yAxisTitle("Validation loss")
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(2.5);
    histories.forEach(
        (name, history) -> {
          List<Double> losses = history.get("val_loss");
          chart
              .addSeries(
                  name,
                  IntStream.rangeClosed(1, losses.size()).mapToDouble(i -> i).toArray(),
                  losses.stream().mapToDouble(l -> l).toArray())
              .setMarker(SeriesMarkers.NONE);
        });
    Pictures.save(BitmapEncoder.getBufferedImage(chart), picture);
    System.out.println("picture: " + picture.getFileName());
  }
}
