package examples;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import keras.Keras;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.data.Np;
import keras.datasets.Data;
import keras.datasets.FashionMnist;
import keras.layers.Dense;
import keras.layers.Flatten;
import keras.models.Model;
import keras.models.Sequential;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.FloatNdArray;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Trains a classifier of Fashion-MNIST images, evaluates it, predicts with it, saves it, loads it
 * again and draws how it learned.
 */
@Command(
    name = "FashionMnistClassifier",
    mixinStandardHelpOptions = true,
    description = "Trains, evaluates, saves and reloads a classifier of Fashion-MNIST images.")
public final class FashionMnistClassifier implements Callable<Integer> {
  @Option(
      names = "--data",
      description = "Folder of the data set's four files; 900 embedded images unless given.")
  private @Nullable Path data;

  @Option(
      names = "--epochs",
      description = "How often to go through the images (${DEFAULT-VALUE}).")
  private int epochs = 30;

  @Option(
      names = "--out",
      description = "Folder for the model and the pictures (${DEFAULT-VALUE}).")
  private Path out = Path.of("target");

  private FashionMnistClassifier() {}

  /** Runs the example. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    return new CommandLine(new FashionMnistClassifier()).execute(args);
  }

  @Override
  public Integer call() {
    Keras.setRandomSeed(42);
    Data fashion =
        data == null
            ? FashionMnist.load(FashionMnistClassifier.class, "/fashion-mnist-mini")
            : FashionMnist.load(data);
    var xTrain = Np.divide(fashion.train().x(), 255.0);
    var yTrain = fashion.train().y();
    var xTest = Np.divide(fashion.test().x(), 255.0);
    var yTest = fashion.test().y();
    System.out.printf(
        "%d training images, %d test images%n", xTrain.shape().get(0), xTest.shape().get(0));

    try (var model =
        new Sequential(
            new Flatten().inputShape(28, 28),
            new Dense(300, "relu"),
            new Dense(100, "relu"),
            new Dense(10, "softmax"))) {
      model.summary();
      model.compile("sgd", "sparse_categorical_crossentropy", "accuracy");
      History history = model.fit(xTrain, yTrain, f -> f.epochs(epochs).validationSplit(0.1));

      Logs scores = model.evaluate(xTest, yTest);
      System.out.printf(
          "test loss %.4f, test accuracy %.4f%n", scores.loss(), scores.get("accuracy"));

      FloatNdArray three = Np.rows(xTest, 0, 3);
      FloatNdArray probabilities = model.predict(three);
      var classes = Np.argmax(probabilities, -1);
      for (int i = 0; i < 3; i++) {
        System.out.printf(
            "image %d: predicted %s (%.0f %%), is %s%n",
            i,
            FashionMnist.CLASS_NAMES.get((int) classes.getLong(i)),
            100 * probabilities.getFloat(i, classes.getLong(i)),
            FashionMnist.CLASS_NAMES.get(yTest.getByte(i)));
      }

      Path file = out.resolve("fashion-mnist.h5");
      model.save(file.toString());
      try (Model same = Keras.loadModel(file.toString())) {
        System.out.printf(
            "saved to %s and loaded again: the same probabilities? %s%n",
            file, same.predict(three).equals(probabilities) ? "yes" : "no");
      }

      Pictures.learningCurves(history, out.resolve("learning-curves.png"));
      Pictures.predictions(three, classes, out.resolve("predictions.png"));
      System.out.printf("pictures: %s, %s%n", "learning-curves.png", "predictions.png");
    }
    return 0;
  }
}
