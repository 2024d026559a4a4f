package examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import keras.Keras;
import keras.callbacks.Callback;
import keras.callbacks.EarlyStopping;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.data.Np;
import keras.data.TrainTestSplit;
import keras.engine.KerasTensor;
import keras.layers.Concatenate;
import keras.layers.Dense;
import keras.layers.Normalization;
import keras.metrics.RootMeanSquaredError;
import keras.models.Model;
import keras.models.Sequential;
import keras.optimizers.Adam;
import org.tensorflow.ndarray.NdArray;

/**
 * The article's regression models on the article's own data: what houses cost in 20,640 districts
 * of California (Pace and Barry, 1997). A plain MLP, wide and deep with one input, with two, with
 * two outputs, and as a class that trains until it no longer improves.
 *
 * <p>Arguments: the file {@code cal_housing.data}, which scikit-learn's {@code
 * fetch_california_housing} downloads in {@code cal_housing.tgz}; the number of epochs, 20 unless
 * given.
 */
public final class CaliforniaHousing {
  private static final int[] WIDE = {0, 1, 2, 3, 4};
  private static final int[] DEEP = {2, 3, 4, 5, 6, 7};

  private final TrainTestSplit full;
  private final TrainTestSplit split;
  private final int epochs;

  private CaliforniaHousing(double[][] table, int epochs) {
    double[][] x = Stream.of(table).map(CaliforniaHousing::features).toArray(double[][]::new);
    double[][] y =
        Stream.of(table).map(row -> new double[] {row[8] / 100_000}).toArray(double[][]::new);
    full = TrainTestSplit.of(x, y, 0.25, 42);
    split = TrainTestSplit.of(full.xTrain(), full.yTrain(), 0.25, 42);
    this.epochs = epochs;
  }

  /** Returns the features that scikit-learn makes: means of a household take the place of sums. */
  private static double[] features(double[] row) {
    double longitude = row[0];
    double latitude = row[1];
    double age = row[2];
    double households = row[6];
    double income = row[7];
    return new double[] {
      income,
      age,
      row[3] / households, // rooms
      row[4] / households, // bedrooms
      row[5], // population
      row[5] / households, // occupants
      latitude,
      longitude
    };
  }

  private static List<NdArray<?>> wideAndDeep(NdArray<?> x) {
    return List.of(Np.take(x, WIDE, 1), Np.take(x, DEEP, 1));
  }

  private static void compileOne(Model model) {
    model.compile(new Adam(1e-3), "mse", new RootMeanSquaredError());
  }

  private static void compileTwo(Model model) {
    model.compile(
        c ->
            c.optimizer(new Adam(1e-3))
                .loss("mse", "mse")
                .lossWeights(0.9, 0.1)
                .metrics(new RootMeanSquaredError(), new RootMeanSquaredError()));
  }

  private void mlp() {
    Keras.setRandomSeed(42);
    Normalization normalization = new Normalization().inputShape(8);
    try (var model =
        new Sequential(
            normalization,
            new Dense(50, "relu"),
            new Dense(50, "relu"),
            new Dense(50, "relu"),
            new Dense(1))) {
      compileOne(model);
      normalization.adapt(split.xTrain());
      train("MLP", model, List::of, 1, epochs);
      NdArray<?> three = Np.take(full.xTest(), new int[] {0, 1, 2});
      System.out.println(
          "the first three districts of the test: " + Np.reshape(model.predict(three), -1));
    }
  }

  private void oneInput() {
    Keras.setRandomSeed(42);
    Normalization normalization = new Normalization();
    KerasTensor input = Keras.input(8);
    KerasTensor normalized = normalization.apply(input);
    KerasTensor hidden1 = new Dense(30, "relu").apply(normalized);
    KerasTensor hidden2 = new Dense(30, "relu").apply(hidden1);
    KerasTensor concat = new Concatenate().apply(normalized, hidden2);
    try (Model model = Model.of(input, new Dense(1).apply(concat))) {
      compileOne(model);
      normalization.adapt(split.xTrain());
      train("wide and deep", model, List::of, 1, epochs);
    }
  }

  private void twoInputs(boolean auxiliary) {
    Keras.setRandomSeed(42);
    Normalization normWide = new Normalization();
    Normalization normDeep = new Normalization();
    KerasTensor inputWide = Keras.input(WIDE.length);
    KerasTensor inputDeep = Keras.input(DEEP.length);
    KerasTensor wide = normWide.apply(inputWide);
    KerasTensor hidden1 = new Dense(30, "relu").apply(normDeep.apply(inputDeep));
    KerasTensor hidden2 = new Dense(30, "relu").apply(hidden1);
    KerasTensor output = new Dense(1).apply(new Concatenate().apply(wide, hidden2));
    List<KerasTensor> outputs =
        auxiliary ? List.of(output, new Dense(1).apply(hidden2)) : List.of(output);
    try (Model model = Model.of(List.of(inputWide, inputDeep), outputs)) {
      if (auxiliary) {
        compileTwo(model);
      } else {
        compileOne(model);
      }
      adapt(normWide, normDeep);
      String name = auxiliary ? "two outputs" : "two inputs";
      train(name, model, CaliforniaHousing::wideAndDeep, outputs.size(), epochs);
    }
  }

  private void untilItNoLongerImproves() {
    Keras.setRandomSeed(42);
    try (var model = new WideAndDeep.WideAndDeepModel(30, "relu")) {
      compileTwo(model);
      adapt(model.normWide, model.normDeep);
      train("class", model, CaliforniaHousing::wideAndDeep, 2, (epochs + 1) / 2);
      var earlyStopping = new EarlyStopping().patience(10).restoreBestWeights(true);
      train("stopped", model, CaliforniaHousing::wideAndDeep, 2, 5 * epochs, earlyStopping);
      System.out.printf("the best epoch: %d%n", earlyStopping.bestEpoch() + 1);
    }
  }

  private void adapt(Normalization wide, Normalization deep) {
    List<NdArray<?>> x = wideAndDeep(split.xTrain());
    wide.adapt(x.get(0));
    deep.adapt(x.get(1));
  }

  /** Trains on the districts' columns as a model takes them, and prints its scores on the test. */
  private void train(
      String name,
      Model model,
      Function<NdArray<?>, List<NdArray<?>>> inputs,
      int outputs,
      int most,
      Callback... callbacks) {
    History history =
        model.fit(
            inputs.apply(split.xTrain()),
            Collections.nCopies(outputs, split.yTrain()),
            f ->
                f.epochs(most)
                    .verbose(0)
                    .callbacks(callbacks)
                    .validationData(
                        inputs.apply(split.xTest()), Collections.nCopies(outputs, split.yTest())));
    Logs scores =
        model.evaluate(
            inputs.apply(full.xTest()),
            Collections.nCopies(outputs, full.yTest()),
            e -> e.verbose(0));
    List<Double> losses = history.get("val_loss");
    System.out.printf(
        "%s: %d epochs, validation loss %.4f, then %.4f; test %s%n",
        name, losses.size(), losses.get(0), losses.get(losses.size() - 1), scores.asMap());
  }

  /** Runs the example. */
  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      throw new IllegalArgumentException(
          "CaliforniaHousing needs the file cal_housing.data: scikit-learn's"
              + " fetch_california_housing downloads it in cal_housing.tgz.");
    }
    int epochs = args.length > 1 ? Integer.parseInt(args[1]) : 20;
    var houses = new CaliforniaHousing(Table.read(Path.of(args[0])), epochs);
    houses.mlp();
    houses.oneInput();
    houses.twoInputs(false);
    houses.twoInputs(true);
    houses.untilItNoLongerImproves();
  }
}
