package examples;

import static keras.Keras.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import keras.Keras;
import keras.callbacks.Logs;
import keras.data.TrainTestSplit;
import keras.engine.KerasTensor;
import keras.layers.Concatenate;
import keras.layers.Dense;
import keras.layers.Normalization;
import keras.metrics.RootMeanSquaredError;
import keras.models.Model;
import keras.optimizers.Adam;
import org.tensorflow.ndarray.NdArray;

/**
 * Saves a wide and deep regression with two inputs and two outputs in every format, and restores
 * it: a SavedModel, {@code .keras}, {@code .h5}, and the weights alone. Python opens the same
 * files.
 *
 * <p>Arguments: the number of epochs, 20 unless given; the folder for the files.
 */
public final class SaveAndRestore {
  private SaveAndRestore() {}

  /** Makes the network; its normalizations know what they see in training. */
  private static Model network(NdArray<?> wide, NdArray<?> deep) {
    Normalization normWide = new Normalization();
    Normalization normDeep = new Normalization();
    normWide.adapt(wide);
    normDeep.adapt(deep);
    KerasTensor inputWide = input("input_wide", 5);
    KerasTensor inputDeep = input("input_deep", 8);
    KerasTensor hidden1 = new Dense(30, "relu").apply(normDeep.apply(inputDeep));
    KerasTensor hidden2 = new Dense(30, "relu").apply(hidden1);
    KerasTensor concat = new Concatenate().apply(normWide.apply(inputWide), hidden2);
    KerasTensor output = new Dense(1).name("output").apply(concat);
    KerasTensor aux = new Dense(1).name("aux_output").apply(hidden2);
    Model model = Model.of(List.of(inputWide, inputDeep), List.of(output, aux));
    model.compile(
        c ->
            c.optimizer(new Adam(1e-2))
                .loss("mse", "mse")
                .lossWeights(0.9, 0.1)
                .metrics(new RootMeanSquaredError(), new RootMeanSquaredError()));
    return model;
  }

  /** Runs the example. */
  public static void main(String[] args) throws IOException {
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 20;
    Path dir = Files.createDirectories(Path.of(args.length > 1 ? args[1] : "target/saved"));
    double[][] table = Table.read("/diabetes.csv");
    float[][] y = Table.columns(table, 10, 11);
    var wide = TrainTestSplit.of(Table.columns(table, 0, 5), y, 0.2, 42);
    var deep = TrainTestSplit.of(Table.columns(table, 2, 10), y, 0.2, 42);
    var xTrain = List.of(wide.xTrain(), deep.xTrain());
    var yTrain = List.of(wide.yTrain(), wide.yTrain());
    var xTest = List.of(wide.xTest(), deep.xTest());
    var yTest = List.of(wide.yTest(), wide.yTest());

    Keras.setRandomSeed(42);
    List<NdArray<?>> predictions;
    try (Model model = network(wide.xTrain(), deep.xTrain())) {
      model.fit(xTrain, yTrain, f -> f.epochs(epochs).verbose(0));
      tell("trained", model.evaluate(xTest, yTest, e -> e.verbose(0)));
      predictions = model.predictAll(xTest);

      model.save(dir.resolve("my_model").toString()); // a SavedModel
      model.save(dir.resolve("my_model.keras").toString());
      model.save(dir.resolve("my_model.h5").toString());
      model.saveWeights(dir.resolve("my_model.weights.h5").toString());
      model.saveWeights(dir.resolve("my_weights").toString()); // a TensorFlow checkpoint
    }

    for (String name : List.of("my_model", "my_model.keras", "my_model.h5")) {
      try (Model model = Keras.loadModel(dir.resolve(name))) {
        tell(name, model.evaluate(xTest, yTest, e -> e.verbose(0)));
        System.out.println("  same predictions: " + predictions.equals(model.predictAll(xTest)));
        model.fit(xTrain, yTrain, f -> f.verbose(0)); // Adam goes on where it was
        tell("  an epoch later", model.evaluate(xTest, yTest, e -> e.verbose(0)));
      }
    }
    for (String name : List.of("my_model.weights.h5", "my_weights")) {
      try (Model model = network(wide.xTrain(), deep.xTrain())) {
        model.loadWeights(dir.resolve(name));
        tell(name, model.evaluate(xTest, yTest, e -> e.verbose(0)));
        System.out.println("  same predictions: " + predictions.equals(model.predictAll(xTest)));
      }
    }
    try (Stream<Path> files = Files.walk(dir)) {
      files.filter(Files::isRegularFile).map(dir::relativize).sorted().forEach(System.out::println);
    }
  }

  private static void tell(String what, Logs scores) {
    System.out.printf(
        "%s: test loss %.4f, RMSE %.4f, of the deep half alone %.4f%n",
        what,
        scores.loss(),
        scores.get("output_root_mean_squared_error"),
        scores.get("aux_output_root_mean_squared_error"));
  }
}
