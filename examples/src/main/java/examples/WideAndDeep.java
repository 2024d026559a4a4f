package examples;

import java.nio.file.Path;
import java.util.List;
import keras.Keras;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.data.Np;
import keras.data.TrainTestSplit;
import keras.engine.CallContext;
import keras.engine.KerasTensor;
import keras.layers.Concatenate;
import keras.layers.Dense;
import keras.layers.Normalization;
import keras.metrics.RootMeanSquaredError;
import keras.models.Model;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.optimizers.Adam;
import org.tensorflow.ndarray.NdArray;

/**
 * Wide and deep (Cheng et al., 2016): some columns of a table go straight to the output, others
 * through two hidden layers, some both ways; an auxiliary output watches the deep half. Once as a
 * functional model, and once as a class.
 *
 * <p>Arguments: the number of epochs, 60 unless given; the folder of the pictures, target unless
 * given.
 */
public final class WideAndDeep {
  private static final int[] WIDE = {0, 1, 2, 3, 4}; // age to s1
  private static final int[] DEEP = {2, 3, 4, 5, 6, 7, 8, 9}; // bmi to s6
  private static final int PROGRESSION = 10;

  private WideAndDeep() {}

  /** The patients: parts of the table, and how far the disease has come a year later. */
  private record Patients(NdArray<?> wide, NdArray<?> deep, NdArray<?> y) {
    static Patients of(NdArray<?> x, NdArray<?> y) {
      return new Patients(Np.take(x, WIDE, 1), Np.take(x, DEEP, 1), y);
    }

    List<NdArray<?>> inputs() {
      return List.of(wide, deep);
    }

    List<NdArray<?>> targets() {
      return List.of(y, y);
    }
  }

  /** The model as a graph of layers. */
  private static Model functional(Patients train) {
    Normalization normWide = new Normalization().inputShape(WIDE.length);
    Normalization normDeep = new Normalization().inputShape(DEEP.length);
    normWide.adapt(train.wide());
    normDeep.adapt(train.deep());
    KerasTensor inputWide = Keras.input("input_wide", WIDE.length);
    KerasTensor inputDeep = Keras.input("input_deep", DEEP.length);
    KerasTensor hidden1 = new Dense(30, "relu").apply(normDeep.apply(inputDeep));
    KerasTensor hidden2 = new Dense(30, "relu").apply(hidden1);
    KerasTensor both = new Concatenate().apply(normWide.apply(inputWide), hidden2);
    KerasTensor output = new Dense(1).name("output").apply(both);
    KerasTensor auxOutput = new Dense(1).name("aux_output").apply(hidden2);
    return Model.of(List.of(inputWide, inputDeep), List.of(output, auxOutput));
  }

  /** The model as a class. */
  static final class WideAndDeepModel extends Model {
    final Normalization normWide = new Normalization();
    final Normalization normDeep = new Normalization();
    private final Dense hidden1;
    private final Dense hidden2;
    private final Dense mainOutput;
    private final Dense auxOutput;

    WideAndDeepModel(int units, String activation) {
      hidden1 = new Dense(units, activation);
      hidden2 = new Dense(units, activation);
      mainOutput = new Dense(1); // after the hidden layers: seeds are drawn in this order
      auxOutput = new Dense(1);
    }

    @Override
    protected List<Expr> call(List<Expr> inputs, CallContext ctx) {
      Expr wide = normWide.apply(inputs.get(0), ctx);
      Expr deep = hidden2.apply(hidden1.apply(normDeep.apply(inputs.get(1), ctx), ctx), ctx);
      Expr both = Numpy.concatenate(List.of(wide, deep), -1);
      return List.of(mainOutput.apply(both, ctx), auxOutput.apply(deep, ctx));
    }
  }

  private static History train(Model model, Patients train, Patients valid, int epochs) {
    model.compile(
        c ->
            c.optimizer(new Adam(1e-3))
                .loss("mse", "mse")
                .lossWeights(0.9, 0.1)
                .metrics(new RootMeanSquaredError(), new RootMeanSquaredError()));
    History history =
        model.fit(
            train.inputs(),
            train.targets(),
            f -> f.epochs(epochs).verbose(0).validationData(valid.inputs(), valid.targets()));
    List<Double> losses = history.get("val_loss");
    System.out.printf(
        "validation loss %.2f after the first epoch, %.2f after the last%n",
        losses.get(0), losses.get(losses.size() - 1));
    return history;
  }

  private static void report(String name, Model model, Patients test) {
    Logs scores = model.evaluate(test.inputs(), test.targets(), e -> e.verbose(0));
    System.out.printf("%s: %s%n", name, scores.asMap());
    List<NdArray<?>> three =
        test.inputs().stream().<NdArray<?>>map(x -> Np.take(x, new int[] {0, 1, 2})).toList();
    List<NdArray<?>> predicted = model.predictAll(three);
    System.out.printf(
        "%s, of the deep half alone %s%n",
        Np.reshape(predicted.get(0), -1), Np.reshape(predicted.get(1), -1));
  }

  /** Runs the example. */
  public static void main(String[] args) {
    int epochs = args.length > 0 ? Integer.parseInt(args[0]) : 60;
    Path out = Path.of(args.length > 1 ? args[1] : "target");
    double[][] table = Table.read("/diabetes.csv");
    float[][] x = Table.columns(table, 0, PROGRESSION);
    float[][] y = Table.columns(table, PROGRESSION, PROGRESSION + 1);
    var full = TrainTestSplit.of(x, y, 0.2, 42);
    var split = TrainTestSplit.of(full.xTrain(), full.yTrain(), 0.2, 42);
    Patients train = Patients.of(split.xTrain(), split.yTrain());
    Patients valid = Patients.of(split.xTest(), split.yTest());
    Patients test = Patients.of(full.xTest(), full.yTest());

    Keras.setRandomSeed(42);
    try (Model model = functional(train)) {
      Keras.plotModel(
          model,
          out.resolve("wide-and-deep.png"),
          p -> p.showShapes(true).showLayerNames(true).dpi(96));
      train(model, train, valid, epochs).plot(out.resolve("wide-and-deep-curves.png"));
      report("functional", model, test);
    }

    Keras.setRandomSeed(42);
    try (WideAndDeepModel model = new WideAndDeepModel(30, "relu")) {
      model.normWide.adapt(train.wide());
      model.normDeep.adapt(train.deep());
      train(model, train, valid, epochs);
      report("class", model, test);
    }
    System.out.println("pictures: wide-and-deep.png, wide-and-deep-curves.png");
  }
}
