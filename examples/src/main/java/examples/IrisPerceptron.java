package examples;

import java.awt.Color;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import keras.config.NumpyRandom;
import keras.initializers.Zeros;
import keras.layers.Dense;
import keras.losses.Loss;
import keras.models.Sequential;
import keras.optimizers.SGD;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.tensorflow.ndarray.FloatNdArray;

/**
 * The perceptron (Rosenblatt, 1957): one threshold unit learns to tell Iris setosa from the other
 * irises by their petals, with scikit-learn's {@code Perceptron(random_state=42)} as the judge: the
 * same samples in the same order end in the same weights.
 *
 * <p>Argument: the folder of the picture, target unless given.
 */
public final class IrisPerceptron {
  private static final int MOST_EPOCHS = 1000;
  private static final int PATIENCE = 5;
  private static final double TOLERANCE = 1e-3;
  private static final int LARGEST = Integer.MAX_VALUE;

  /** The perceptron's loss: how far on the wrong side of the boundary a sample is. */
  private static final Loss WRONG_SIDE =
      Loss.of("wrong_side", (yTrue, yPred) -> yTrue.mul(yPred).neg().maximum(0).sum(-1));

  /** What a perceptron learned: it fires where w[0] length + w[1] width + bias is positive. */
  record Learned(double length, double width, double bias, int epochs) {
    boolean fires(double petalLength, double petalWidth) {
      return length * petalLength + width * petalWidth + bias > 0;
    }
  }

  private IrisPerceptron() {}

  /** Reads the petals of 150 irises: length and width in cm, and the species, 0 to 2. */
  static double[][] irises() {
    return Arrays.stream(Table.read("/iris.csv"))
        .map(v -> new double[] {v[2], v[3], v[4]})
        .toArray(double[][]::new);
  }

  /** Trains one unit, sample by sample, until its loss has not fallen for five epochs. */
  static Learned train(double[][] irises) {
    int n = irises.length;
    NumpyRandom random = new NumpyRandom(42);
    random.randint(1, LARGEST); // scikit-learn draws a seed that it does not use
    int seed = random.randint(0, LARGEST);
    int[] order = new int[n];
    Arrays.setAll(order, i -> i);
    try (var model = new Sequential(new Dense(1).kernelInitializer(new Zeros()).inputShape(2))) {
      model.compile(new SGD(1.0), WRONG_SIDE);
      double best = Double.POSITIVE_INFINITY;
      int epochs = 0;
      for (int worse = 0; worse < PATIENCE && epochs < MOST_EPOCHS; epochs++) {
        shuffle(order, seed);
        double[][] x = new double[n][];
        double[][] y = new double[n][];
        for (int i = 0; i < n; i++) {
          double[] iris = irises[order[i]];
          x[i] = new double[] {iris[0], iris[1]};
          y[i] = new double[] {iris[2] == 0 ? 1 : -1};
        }
        double loss =
            model.fit(x, y, f -> f.batchSize(1).shuffle(false).verbose(0)).get("loss").get(0);
        worse = loss > best - TOLERANCE ? worse + 1 : 0;
        best = Math.min(best, loss);
      }
      var kernel = (FloatNdArray) model.getWeights().get(0);
      var bias = (FloatNdArray) model.getWeights().get(1);
      return new Learned(kernel.getFloat(0, 0), kernel.getFloat(1, 0), bias.getFloat(0), epochs);
    }
  }

  /** Shuffles as scikit-learn's stochastic gradient descent does before each epoch. */
  private static void shuffle(int[] order, int seed) {
    int state = seed;
    for (int i = 0; i < order.length - 1; i++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      int j = i + (state & LARGEST) % (order.length - i);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
  }

  private static void draw(double[][] irises, Learned learned, Path picture) {
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(560)
            .title("Iris setosa or not, by one threshold unit")
            .xAxisTitle("Petal length (cm)")
            .yAxisTitle("Petal width (cm)")
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(7.0).setYAxisMin(0.0).setYAxisMax(3.0);
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    for (boolean setosa : new boolean[] {true, false}) {
      double[][] some =
          Arrays.stream(irises).filter(i -> (i[2] == 0) == setosa).toArray(double[][]::new);
      chart.addSeries(
          setosa ? "Iris setosa" : "Not Iris setosa",
          Arrays.stream(some).mapToDouble(i -> i[0]).toArray(),
          Arrays.stream(some).mapToDouble(i -> i[1]).toArray());
    }
    double[] lengths = {0, -learned.bias() / learned.length()};
    double[] widths = {-learned.bias() / learned.width(), 0};
    chart
        .addSeries("decision boundary", lengths, widths)
        .setXYSeriesRenderStyle(XYSeriesRenderStyle.Line)
        .setMarker(SeriesMarkers.NONE);
    Pictures.save(BitmapEncoder.getBufferedImage(chart), picture);
  }

  /** Runs the example. */
  public static void main(String[] args) {
    Path folder = Path.of(args.length > 0 ? args[0] : "target");
    double[][] irises = irises();
    Learned learned = train(irises);
    System.out.printf(
        "after %d epochs: weights [%.4f, %.4f], bias %.4f%n",
        learned.epochs(), learned.length(), learned.width(), learned.bias());
    for (double[] petal : List.of(new double[] {2, 0.5}, new double[] {3, 1})) {
      System.out.printf(
          "a petal of %s x %s cm, Iris setosa: %s%n",
          petal[0], petal[1], learned.fires(petal[0], petal[1]));
    }
    draw(irises, learned, folder.resolve("perceptron.png"));
    System.out.println("picture: perceptron.png");
  }
}
