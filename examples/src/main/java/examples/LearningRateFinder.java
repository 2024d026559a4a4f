package examples;

import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import keras.Keras;
import keras.callbacks.Callback;
import keras.callbacks.Logs;
import keras.data.Np;
import keras.datasets.FashionMnist;
import keras.layers.Dense;
import keras.layers.Flatten;
import keras.models.Sequential;
import keras.optimizers.SGD;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Which learning rate? A model is trained while the rate grows from 1e-5 to 10, a little with each
 * batch: the loss falls, then climbs. A good rate is ten times below the turning point.
 *
 * <p>Arguments: the number of epochs, 16 unless given, and the folder of the picture, target.
 */
public final class LearningRateFinder {
  private static final double LEAST = 1e-5;
  private static final double MOST = 10;
  private static final int BATCHES = 22; // an epoch of 700 images

  private LearningRateFinder() {}

  /** Multiplies the learning rate after each batch, and keeps what each batch lost. */
  static final class ExponentialLearningRate extends Callback {
    final List<Double> rates = new ArrayList<>();
    final List<Double> losses = new ArrayList<>();
    private final double factor;
    private double sumOfEpochLosses;

    ExponentialLearningRate(double factor) {
      this.factor = factor;
    }

    @Override
    public void onEpochBegin(int epoch, Logs logs) {
      sumOfEpochLosses = 0;
    }

    @Override
    public void onBatchEnd(int batch, Logs logs) {
      double sum = logs.loss() * (batch + 1); // logs hold the mean of the epoch so far
      double rate = model().optimizer().learningRate();
      rates.add(rate);
      losses.add(sum - sumOfEpochLosses);
      sumOfEpochLosses = sum;
      model().optimizer().learningRate(rate * factor);
    }
  }

  /** Returns the mean of each loss and its neighbours, five on either side. */
  private static double[] smooth(List<Double> losses) {
    double[] smoothed = new double[losses.size()];
    for (int i = 0; i < smoothed.length; i++) {
      smoothed[i] =
          losses.subList(Math.max(0, i - 5), Math.min(losses.size(), i + 6)).stream()
              .mapToDouble(l -> l)
              .average()
              .orElseThrow();
    }
    return smoothed;
  }

  private static int turningPoint(double[] losses) {
    int least = 0;
    for (int i = 1; i < losses.length; i++) {
      least = losses[i] < losses[least] ? i : least;
    }
    return least;
  }

  private static void draw(ExponentialLearningRate found, double[] smoothed, Path picture) {
    double[] rates = found.rates.stream().mapToDouble(r -> r).toArray();
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(560)
            .title("Loss while the learning rate grows")
            .xAxisTitle("Learning rate")
            .yAxisTitle("Loss")
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setXAxisLogarithmic(true).setYAxisMin(0.0).setYAxisMax(5.0);
    double[] shown = found.losses.stream().mapToDouble(l -> Math.min(l, 5)).toArray();
    chart.addSeries("each batch", rates, shown).setMarker(SeriesMarkers.NONE);
    for (int i = 0; i < smoothed.length; i++) {
      smoothed[i] = Math.min(smoothed[i], 5);
    }
    chart.addSeries("smoothed", rates, smoothed).setMarker(SeriesMarkers.NONE);
    Pictures.save(BitmapEncoder.getBufferedImage(chart), picture);
    System.out.println("picture: " + picture.getFileName());
  }

  /** Runs the example. */
  public static void main(String[] args) {
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 16;
    Path folder = Path.of(args.length > 1 ? args[1] : "target");
    var fashion = FashionMnist.load(LearningRateFinder.class, "/fashion-mnist-mini");
    var x = Np.divide(fashion.train().x(), 255.0);
    Keras.setRandomSeed(42);
    try (var model =
        new Sequential(new Flatten(), new Dense(100, "relu"), new Dense(10, "softmax"))) {
      model.compile(new SGD(LEAST), "sparse_categorical_crossentropy", "accuracy");
      int iterations = BATCHES * epochs;
      var found = new ExponentialLearningRate(Math.exp(Math.log(MOST / LEAST) / (iterations - 1)));
      model.fit(x, fashion.train().y(), f -> f.epochs(epochs).verbose(0).callbacks(found));
      double[] smoothed = smooth(found.losses);
      int turn = turningPoint(smoothed);
      System.out.printf(
          "%d iterations; the loss of the first batch %.4f, the least, smoothed, %.4f at %.4f%n",
          iterations, found.losses.get(0), smoothed[turn], found.rates.get(turn));
      System.out.printf("suggested learning rate: %.4f%n", found.rates.get(turn) / 10);
      draw(found, smoothed, folder.resolve("learning-rate-finder.png"));
    }
  }
}
