package examples;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import keras.Keras;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.data.Np;
import keras.datasets.FashionMnist;
import keras.layers.Dense;
import keras.layers.Flatten;
import keras.models.Sequential;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.FloatNdArray;

/**
 * Trains a classifier of Fashion-MNIST images, evaluates it, predicts with it and plots how it
 * learned.
 *
 * <p>Arguments: {@code --data DIR} for the full data set's four files (an embedded sample of 900
 * images unless given), {@code --epochs N}, {@code --out DIR} for the pictures.
 */
public final class FashionMnistClassifier {
  private FashionMnistClassifier() {}

  /** Runs the example. */
  public static void main(String[] args) {
    String folder = option(args, "--data");
    int epochs = Integer.parseInt(option(args, "--epochs", folder == null ? "20" : "30"));
    Path out = Path.of(option(args, "--out", "target"));

    Keras.setRandomSeed(42);
    var fashion =
        folder == null
            ? FashionMnist.load(FashionMnistClassifier.class, "/fashion-mnist-mini")
            : FashionMnist.load(Path.of(folder));
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
      var classes = Np.argmax(model.predict(three), -1);
      for (int i = 0; i < 3; i++) {
        System.out.printf(
            "image %d: predicted %s, is %s%n",
            i,
            FashionMnist.CLASS_NAMES.get((int) classes.getLong(i)),
            FashionMnist.CLASS_NAMES.get(yTest.getByte(i)));
      }
      Path picture = out.resolve("learning-curves.png");
      LearningCurves.save(history, picture);
      System.out.println("Learning curves: " + picture);
    }
  }

  private static @Nullable String option(String[] args, String name) {
    int at = List.of(args).indexOf(name);
    return at >= 0 && at + 1 < args.length ? args[at + 1] : null;
  }

  private static String option(String[] args, String name, String otherwise) {
    String given = option(args, name);
    return given == null ? otherwise : given;
  }

  /** Returns the epochs 1 to n. */
  static double[] epochs(int n) {
    return IntStream.rangeClosed(1, n).asDoubleStream().toArray();
  }
}
