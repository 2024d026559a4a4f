package examples;

import java.awt.Color;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import keras.callbacks.EarlyStopping;
import keras.layers.Dense;
import keras.models.Sequential;
import keras.optimizers.SGD;
import keras.tuner.CvResults;
import keras.tuner.Distribution;
import keras.tuner.GridSearch;
import keras.tuner.KerasRegressor;
import keras.tuner.Params;
import keras.tuner.RandomizedSearch;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;

/**
 * All at once: a grid search and a random search over the layers, the neurons and the learning rate
 * of a regression MLP on the diabetes data, with folds, and what scikit-learn finds around Python's
 * Keras from the same seeds.
 *
 * <p>Arguments: the number of epochs, 20 unless given, the folder of the pictures, target, and the
 * number of threads, 2.
 */
public final class SearchForParameters {
  private static final int PROGRESSION = 10;

  private SearchForParameters() {}

  private static Sequential buildModel(int nHidden, int nNeurons, double learningRate) {
    var model = new Sequential();
    for (int layer = 0; layer < nHidden; layer++) {
      model.add(new Dense(nNeurons, "relu"));
    }
    model.add(new Dense(1));
    model.compile(new SGD(learningRate), "mse");
    return model;
  }

  private static Sequential build(Params p) {
    return buildModel(
        p.integer("n_hidden", 1), p.integer("n_neurons", 30), p.number("learning_rate", 3e-3));
  }

  /** Returns each column by its mean and deviation. */
  private static float[][] standardized(float[][] table) {
    float[][] result = new float[table.length][table[0].length];
    for (int c = 0; c < table[0].length; c++) {
      int column = c;
      double mean =
          IntStream.range(0, table.length)
              .mapToDouble(i -> table[i][column])
              .average()
              .orElseThrow();
      double variance =
          IntStream.range(0, table.length)
              .mapToDouble(i -> (table[i][column] - mean) * (table[i][column] - mean))
              .average()
              .orElseThrow();
      for (int i = 0; i < table.length; i++) {
        result[i][c] = (float) ((table[i][c] - mean) / Math.sqrt(variance));
      }
    }
    return result;
  }

  private static GridSearch searchGrid(float[][] x, float[][] y, int epochs, int threads) {
    var gridSearch =
        new GridSearch(
                new KerasRegressor(SearchForParameters::build).randomState(42),
                Map.of("n_hidden", List.of(0, 1, 2), "learning_rate", List.of(3e-3, 1e-2, 3e-2)))
            .cv(3)
            .nJobs(threads)
            .verbose(1);
    return gridSearch.fit(x, y, f -> f.epochs(epochs));
  }

  private static RandomizedSearch searchAtRandom(
      float[][] x, float[][] y, int epochs, int threads) {
    var rndSearch =
        new RandomizedSearch(
                new KerasRegressor(SearchForParameters::build).randomState(42),
                Map.of(
                    "n_hidden", List.of(0, 1, 2, 3),
                    "n_neurons", Distribution.randint(1, 100),
                    "learning_rate", Distribution.reciprocal(3e-4, 3e-2)))
            .nIter(10)
            .cv(3)
            .randomState(42)
            .nJobs(threads)
            .verbose(1);
    return rndSearch.fit(
        x,
        y,
        f -> f.epochs(epochs).validationSplit(0.1).callbacks(new EarlyStopping().patience(5)));
  }

  private static void drawGrid(CvResults results, Path picture) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(900)
            .height(560)
            .title("Grid search, three folds")
            .xAxisTitle("Learning rate")
            .yAxisTitle("Mean R2, with its deviation")
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    double[] means = results.numbers("mean_test_score");
    double[] deviations = results.numbers("std_test_score");
    List<Params> params = results.params();
    for (int hidden = 0; hidden < 3; hidden++) {
      int n = hidden;
      List<Integer> rows =
          IntStream.range(0, means.length)
              .filter(i -> params.get(i).integer("n_hidden") == n)
              .boxed()
              .toList();
      chart.addSeries(
          hidden + " hidden",
          rows.stream().map(i -> "" + params.get(i).number("learning_rate")).toList(),
          rows.stream().map(i -> means[i]).toList(),
          rows.stream().map(i -> deviations[i]).toList());
    }
    Pictures.save(BitmapEncoder.getBufferedImage(chart), picture);
  }

  private static void drawDraws(CvResults results, Path picture) {
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(560)
            .title("Random search, three folds")
            .xAxisTitle("Learning rate")
            .yAxisTitle("Mean R2")
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setXAxisLogarithmic(true).setXAxisMin(1e-4).setXAxisMax(1e-1);
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter).setMarkerSize(12);
    double[] means = results.numbers("mean_test_score");
    List<Params> params = results.params();
    for (int hidden = 0; hidden < 4; hidden++) {
      int n = hidden;
      int[] rows =
          IntStream.range(0, means.length)
              .filter(i -> params.get(i).integer("n_hidden") == n)
              .toArray();
      if (rows.length > 0) {
        chart.addSeries(
            hidden + " hidden",
            IntStream.of(rows).mapToDouble(i -> params.get(i).number("learning_rate")).toArray(),
            IntStream.of(rows).mapToDouble(i -> means[i]).toArray());
      }
    }
    Pictures.save(BitmapEncoder.getBufferedImage(chart), picture);
  }

  /** Runs the example. */
  public static void main(String[] args) {
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 20;
    Path folder = Path.of(args.length > 1 ? args[1] : "target");
    int threads = args.length > 2 ? Integer.parseInt(args[2]) : 2;
    double[][] table = Table.read("/diabetes.csv");
    float[][] x = standardized(Table.columns(table, 0, PROGRESSION));
    float[][] y = standardized(Table.columns(table, PROGRESSION, PROGRESSION + 1));

    try (var gridSearch = searchGrid(x, y, epochs, threads)) {
      System.out.printf("grid: %s, R2 %.4f%n", gridSearch.bestParams(), gridSearch.bestScore());
      System.out.println(gridSearch.cvResults());
      drawGrid(gridSearch.cvResults(), folder.resolve("grid-search.png"));
    }
    try (var rndSearch = searchAtRandom(x, y, epochs, threads)) {
      System.out.printf("random: %s, R2 %.4f%n", rndSearch.bestParams(), rndSearch.bestScore());
      System.out.println(rndSearch.cvResults());
      System.out.printf("R2 of the best on all samples: %.4f%n", rndSearch.score(x, y));
      drawDraws(rndSearch.cvResults(), folder.resolve("random-search.png"));
    }
    System.out.println("pictures: grid-search.png, random-search.png");
  }
}
