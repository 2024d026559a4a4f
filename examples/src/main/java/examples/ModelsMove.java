package examples;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import keras.Keras;
import keras.data.Np;
import keras.datasets.FashionMnist;
import keras.io.savedmodel.SavedModel;
import keras.layers.Dense;
import keras.layers.Flatten;
import keras.models.Model;
import keras.models.Sequential;
import keras.optimizers.Adam;
import keras.saving.LoadOptions;
import keras.saving.LoadReport;
import org.tensorflow.ndarray.FloatNdArray;

/**
 * Moves one model through every kind of file: trained and saved, loaded from a stream and trained
 * on with the optimizer's state, saved for tf_keras, exported for TensorFlow Serving and called.
 *
 * <p>Arguments: the folder for the files, {@code target/models} unless given. Python loads what is
 * in it: {@code keras.models.load_model("clothes.keras")}, {@code
 * tf_keras.models.load_model("clothes.h5")} and {@code ("clothes")}, {@code
 * tf.saved_model.load("serving/1")}.
 */
public final class ModelsMove {
  private ModelsMove() {}

  /** Runs the example. */
  public static void main(String[] args) throws IOException {
    Path dir = Files.createDirectories(Path.of(args.length > 0 ? args[0] : "target/models"));
    Keras.setRandomSeed(42);
    var fashion = FashionMnist.load(ModelsMove.class, "/fashion-mnist-mini");
    var x = Np.divide(fashion.train().x(), 255.0);
    var y = fashion.train().y();

    try (Model model =
        new Sequential(
            new Flatten().inputShape(28, 28),
            new Dense(100, "relu"),
            new Dense(10, "softmax").name("clothes"))) {
      model.compile(new Adam(1e-3), "sparse_categorical_crossentropy", "accuracy");
      model.fit(x, y, f -> f.epochs(1));
      model.save(dir.resolve("clothes.keras").toString());
    }

    byte[] sent = Files.readAllBytes(dir.resolve("clothes.keras"));
    try (Model model =
        Keras.loadModel(
            new ByteArrayInputStream(sent), LoadOptions.defaults().report(ModelsMove::tell))) {
      model.fit(x, y, f -> f.epochs(1)); // Adam goes on from its second moments
      model.save(dir.resolve("clothes.h5").toString()); // both Kerases
      model.save(dir.resolve("clothes").toString()); // SavedModel, for tf_keras
      model.export(dir.resolve("serving").resolve("1").toString()); // for TensorFlow Serving

      FloatNdArray predicted = model.predict(x);
      try (SavedModel served = SavedModel.load(dir.resolve("serving").resolve("1"))) {
        var signature = requireNonNull(served.signatures().get("serving_default"));
        System.out.println(signature);
        String input = signature.inputs().keySet().iterator().next();
        String output = signature.outputs().keySet().iterator().next();
        var outputs = served.call("serving_default", Map.of(input, x));
        System.out.printf(
            "largest difference to predict: %.1e%n",
            largestDifference(predicted, (FloatNdArray) requireNonNull(outputs.get(output))));
      }
    }
  }

  private static void tell(LoadReport report) {
    System.out.printf("%d arrays loaded, missing: %s%n", report.loaded().size(), report.missing());
  }

  private static double largestDifference(FloatNdArray a, FloatNdArray b) {
    double[] largest = {0};
    a.scalars()
        .forEachIndexed(
            (at, value) ->
                largest[0] = Math.max(largest[0], Math.abs(value.getFloat() - b.getFloat(at))));
    return largest[0];
  }
}
