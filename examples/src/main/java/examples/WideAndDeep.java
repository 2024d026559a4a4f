package examples;

import static keras.Keras.input;

import java.util.List;
import keras.Keras;
import keras.callbacks.Logs;
import keras.data.Np;
import keras.datasets.Data;
import keras.datasets.FashionMnist;
import keras.engine.KerasTensor;
import keras.layers.Concatenate;
import keras.layers.Dense;
import keras.layers.Flatten;
import keras.models.Model;
import keras.optimizers.Adam;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;

/**
 * A functional model with two inputs and two outputs: the brightness of each row of an image goes
 * straight to the output (wide), the image itself through two hidden layers (deep), and an
 * auxiliary output watches the deep half.
 *
 * <p>Arguments: the number of epochs, 10 unless given.
 */
public final class WideAndDeep {
  private WideAndDeep() {}

  /** Runs the example. */
  public static void main(String[] args) {
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 10;
    Keras.setRandomSeed(42);
    Data fashion = FashionMnist.load(WideAndDeep.class, "/fashion-mnist-mini");
    var xDeep = Np.divide(fashion.train().x(), 255.0);
    var xWide = rowMeans(xDeep);
    var y = fashion.train().y();
    var testDeep = Np.divide(fashion.test().x(), 255.0);
    var testWide = rowMeans(testDeep);
    var testY = fashion.test().y();

    KerasTensor wide = input("wide_input", 28);
    KerasTensor deep = input("deep_input", 28, 28);
    KerasTensor flat = new Flatten().apply(deep);
    KerasTensor hidden1 = new Dense(100, "relu").apply(flat);
    KerasTensor hidden2 = new Dense(30, "relu").apply(hidden1);
    KerasTensor both = new Concatenate().apply(wide, hidden2);
    KerasTensor output = new Dense(10, "softmax").name("output").apply(both);
    KerasTensor aux = new Dense(10, "softmax").name("aux_output").apply(hidden2);
    try (Model model = Model.of(List.of(wide, deep), List.of(output, aux))) {
      model.summary();
      model.compile(
          c ->
              c.optimizer(new Adam(1e-3))
                  .loss("sparse_categorical_crossentropy", "sparse_categorical_crossentropy")
                  .lossWeights(0.9, 0.1)
                  .metrics("accuracy", "accuracy"));
      model.fit(
          List.of(xWide, xDeep),
          List.of(y, y),
          f -> f.epochs(epochs).validationData(List.of(testWide, testDeep), List.of(testY, testY)));
      Logs scores = model.evaluate(List.of(testWide, testDeep), List.of(testY, testY));
      System.out.printf(
          "accuracy %.3f, of the deep half alone %.3f%n",
          scores.get("output_accuracy"), scores.get("aux_output_accuracy"));
    }
  }

  /** Returns the mean of each image's rows: (image, row). */
  private static FloatNdArray rowMeans(FloatNdArray images) {
    long count = images.shape().get(0);
    FloatNdArray means = NdArrays.ofFloats(Shape.of(count, 28));
    for (long i = 0; i < count; i++) {
      for (long row = 0; row < 28; row++) {
        float sum = 0;
        for (long column = 0; column < 28; column++) {
          sum += images.getFloat(i, row, column);
        }
        means.setFloat(sum / 28, i, row);
      }
    }
    return means;
  }
}
