package examples;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import keras.Keras;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.data.FloatArray;
import keras.data.Np;
import keras.data.SampleArray;
import keras.datasets.Data;
import keras.datasets.FashionMnist;
import keras.engine.Shapes;
import keras.layers.Dense;
import keras.layers.Flatten;
import keras.layers.Layer;
import keras.models.Model;
import keras.models.Sequential;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.ByteNdArray;
import org.tensorflow.ndarray.LongNdArray;
import org.tensorflow.ndarray.NdArray;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Trains a classifier of Fashion-MNIST images, evaluates it, predicts with it, saves it, loads it
 * again, and draws images, the model, how it learned and what it predicts.
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
    FloatArray xFull = Np.divide(fashion.train().x(), 255.0);
    ByteNdArray yFull = fashion.train().y();
    int images = (int) xFull.shape().get(0);
    int valid = images / 12; // 5,000 of 60,000
    FloatArray xValid = Np.rows(xFull, 0, valid);
    ByteNdArray yValid = Np.rows(yFull, 0, valid);
    FloatArray xTrain = Np.rows(xFull, valid, images);
    ByteNdArray yTrain = Np.rows(yFull, valid, images);
    FloatArray xTest = Np.divide(fashion.test().x(), 255.0);
    ByteNdArray yTest = fashion.test().y();
    show("x_train", xTrain);
    show("y_train", yTrain);
    show("x_valid", xValid);
    show("x_test", xTest);
    FloatArray sample = Np.rows(xTrain, 0, 40);
    Pictures.images(sample, names(yTrain, 40), 10, out.resolve("samples.png"));

    try (var model =
        new Sequential(
            new Flatten().inputShape(28, 28),
            new Dense(300, "relu"),
            new Dense(100, "relu"),
            new Dense(10, "softmax"))) {
      model.summary();
      Keras.plotModel(model, out.resolve("model.png"), p -> p.showShapes(true).dpi(96));

      Layer hidden1 = model.layer(1);
      System.out.printf("layers: %s%n", model.layers().stream().map(Layer::name).toList());
      System.out.printf("the weights of %s:%n%s%n", hidden1.name(), hidden1.getWeights().get(0));

      model.compile("sgd", "sparse_categorical_crossentropy", "accuracy");
      History history =
          model.fit(xTrain, yTrain, f -> f.epochs(epochs).validationData(xValid, yValid));
      history.plot(out.resolve("learning-curves.png"));

      Logs scores = model.evaluate(xTest, yTest);
      System.out.printf(
          "test loss %.4f, test accuracy %.4f%n", scores.loss(), scores.get("accuracy"));

      FloatArray xNew = Np.rows(xTest, 0, 3);
      FloatArray probabilities = model.predict(xNew);
      System.out.println(Np.round(probabilities, 2));
      LongNdArray classes = Np.argmax(probabilities, -1);
      System.out.printf("predicted %s, are %s%n", names(classes, 3), names(yTest, 3));
      Pictures.images(xNew, names(classes, 3), 3, out.resolve("predictions.png"));

      Path file = out.resolve("fashion-mnist.h5");
      model.save(file.toString());
      try (Model same = Keras.loadModel(file)) {
        System.out.printf(
            "saved to %s and loaded again: the same probabilities? %s%n",
            file, same.predict(xNew).equals(probabilities) ? "yes" : "no");
      }
      System.out.println("pictures: samples.png, model.png, learning-curves.png, predictions.png");
    }
    return 0;
  }

  private static void show(String name, NdArray<?> array) {
    SampleArray samples = SampleArray.of(name, array);
    System.out.printf("%s: shape %s, %s%n", name, Shapes.show(samples.shape()), samples.dtype());
  }

  /** Returns the names of the first classes. */
  private static List<String> names(NdArray<?> classes, int count) {
    return classes
        .streamOfObjects()
        .limit(count)
        .map(c -> FashionMnist.CLASS_NAMES.get(((Number) c).intValue()))
        .toList();
  }
}
