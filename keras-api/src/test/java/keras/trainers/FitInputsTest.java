package keras.trainers;

import static keras.testing.Refusals.classifier;
import static keras.testing.Refusals.one;
import static keras.testing.Refusals.refuses;
import static keras.testing.Refusals.two;
import static keras.testing.Refusals.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keras.callbacks.History;
import keras.data.Dataset;
import keras.engine.CallContext;
import keras.layers.Dense;
import keras.layers.Embedding;
import keras.layers.InputLayer;
import keras.models.Model;
import keras.models.Sequential;
import keras.ops.Expr;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.StdArrays;

/** What fit, evaluate and predict take as data, and what they refuse. */
class FitInputsTest {
  private static final float[][] A = {{1, 2}, {3, 4}, {-1, 0.5f}, {0, 1}};
  private static final float[][] B = {{1, 2, 0}, {3, 4, 1}, {-1, 0.5f, 2}, {0, 1, 3}};
  private static final float[][] P = {{1}, {2}, {3}, {4}};
  private static final float[][] Q = {{1, 0}, {2, 1}, {3, 1}, {4, 0}};

  private static void refusesFit(String message, Object x, Object y, Consumer<Fit> options) {
    refuses(message, () -> one().fit(x, y, options));
  }

  private static void refusesFit(String message, Object x, Object y) {
    refusesFit(message, x, y, f -> f.verbose(0));
  }

  private static void refusesTwo(String message, Object x, Object y, Consumer<Fit> options) {
    refuses(message, () -> two().fit(x, y, options));
  }

  private static void refusesTwo(String message, Object x, Object y) {
    refusesTwo(message, x, y, f -> f.verbose(0));
  }

  private static void refusesStream(String message, Dataset data, Consumer<Fit> options) {
    refuses(message, () -> one().fit(data, options));
  }

  // ---------------------------------------------------------------- forms of data

  @Test
  void takesOneTrainingInEveryForm() {
    try (Model model = two()) {
      List<?> start = model.getWeights();
      History expected = train(model, List.of(A, B), List.of(P, Q));
      assertEquals(2, expected.get("loss").size());
      same(expected, model, start, Map.of("b", B, "a", A), Map.of("q", Q, "p", P));
      same(
          expected,
          model,
          start,
          List.of(StdArrays.ndCopyOf(A), StdArrays.ndCopyOf(B)),
          List.of(P, StdArrays.ndCopyOf(Q)));
      same(
          expected,
          model,
          start,
          List.of(doubles(A), doubles(B)),
          List.of(new float[] {1, 2, 3, 4}, doubles(Q)));
      same(expected, model, start, List.of(A, B), List.of(new int[][] {{1}, {2}, {3}, {4}}, Q));
      restore(model, start);
      Dataset data = Dataset.of(List.of(A, B), List.of(P, Q)).batch(3);
      assertEquals(expected.history(), model.fit(data, f -> f.epochs(2).verbose(0)).history());
    }
  }

  private static History train(Model model, Object x, Object y) {
    return model.fit(x, y, f -> f.epochs(2).batchSize(3).shuffle(false).verbose(0));
  }

  private static void same(History expected, Model model, List<?> start, Object x, Object y) {
    restore(model, start);
    assertEquals(expected.history(), train(model, x, y).history());
  }

  @SuppressWarnings("unchecked") // what getWeights gave
  private static void restore(Model model, List<?> weights) {
    model.setWeights((List<? extends org.tensorflow.ndarray.NdArray<?>>) weights);
  }

  private static double[][] doubles(float[][] values) {
    double[][] out = new double[values.length][values[0].length];
    for (int i = 0; i < out.length; i++) {
      for (int j = 0; j < out[i].length; j++) {
        out[i][j] = values[i][j];
      }
    }
    return out;
  }

  @Test
  void trainsOnNaNWithoutAnError() {
    try (Model model = one()) {
      History history =
          model.fit(new float[][] {{Float.NaN, 1}}, zeros(1, 3), f -> f.epochs(2).verbose(0));
      assertEquals(List.of(Double.NaN, Double.NaN), history.get("loss"));
    }
  }

  /** A model of the caller's own. */
  static final class Own extends Model {
    private final Dense d = track("d", new Dense(1));

    @Override
    protected List<Expr> call(List<Expr> x, CallContext ctx) {
      return d.applyAll(x, ctx);
    }
  }

  @Test
  void buildsAModelOfOnesOwnWhenItSeesData() {
    try (Own model = new Own()) {
      model.compile("sgd", "mse");
      assertEquals(0, model.countParams());
      model.fit(A, P, f -> f.verbose(0));
      assertEquals(3, model.countParams());
    }
  }

  // ---------------------------------------------------------------- shapes and counts

  @Test
  void refusesSamplesOfAnotherShape() {
    refusesFit(
        "Dense 'out': expected inputs with last axis 2. Received: shape (None, 5).",
        zeros(4, 5),
        zeros(4, 3));
    refusesFit(
        "Sequential 'm': input 'in': expected shape (None, 2). Received: shape (None, 2, 2).",
        new float[4][2][2],
        zeros(4, 3));
    refuses(
        "Dense 'out': expected inputs with last axis 2. Received: shape (None, 5).",
        () -> one().predict(zeros(4, 5)));
    refusesTwo(
        "Functional 'm': input 'b': expected shape (None, 3). Received: shape (None, 2).",
        List.of(A, A),
        List.of(P, Q));
  }

  @Test
  void refusesTargetsOfAnotherShape() {
    refusesFit(
        "MeanSquaredError 'mse': TensorFlow refused an op on inputs of shapes [(None, 2), (None,"
            + " 3)]: Dimensions must be equal, but are 2 and 3 for 'train/Sub ="
            + " Sub[T=DT_FLOAT](train/Placeholder_1, train/BiasAdd)' with input shapes: [?,2],"
            + " [?,3]. Check the shapes and dtypes it combines.",
        zeros(4, 2),
        zeros(4, 2));
    refuses(
        "sparse_categorical_crossentropy: expected y_true of the shape of y_pred without its last"
            + " axis. Received: y_true (None, 3), y_pred (None, 3). For one-hot targets use"
            + " 'categorical_crossentropy'.",
        () -> classifier().fit(zeros(4, 2), zeros(4, 3), f -> f.verbose(0)));
  }

  @Test
  void refusesCountsThatDiffer() {
    refusesFit(
        "model.fit: x has 4 samples, y has 5. All arrays need the same first axis.",
        zeros(4, 2),
        zeros(5, 3));
    refusesFit(
        "model.fit: x has 4 samples, sampleWeight has 3. All arrays need the same first axis.",
        zeros(4, 2),
        zeros(4, 3),
        f -> f.sampleWeight(new float[3]));
    refusesTwo(
        "model.fit: x[0] has 4 samples, x[1] has 5. All arrays need the same first axis.",
        List.of(A, zeros(5, 3)),
        List.of(P, Q));
    refusesFit(
        "model.fit: validationData: x has 4 samples, y has 3. All arrays need the same first"
            + " axis.",
        zeros(4, 2),
        zeros(4, 3),
        f -> f.validationData(zeros(4, 2), zeros(3, 3)));
  }

  @Test
  void refusesAnotherNumberOfInputs() {
    refusesTwo(
        "model.fit: expected 2 arrays for x, one for each of [a, b]. Received: 1.",
        A,
        List.of(P, Q));
    refusesFit(
        "model.fit: expected 1 array for x, one for each of [in]. Received: 2.",
        List.of(A, B),
        zeros(4, 3));
    refuses(
        "model.fit: expected batches with 2 arrays in x, one for each of the inputs [a, b]."
            + " Received: 1.",
        () -> two().fit(Dataset.of(A, P), f -> f.verbose(0)));
  }

  @Test
  void refusesAnotherNumberOfTargets() {
    refusesTwo(
        "Functional 'm': y needs one array for each of the 2 outputs [p, q]. Received: 3 arrays.",
        List.of(A, B),
        List.of(P, Q, Q));
    refusesFit(
        "Sequential 'm': y needs one array for the output 'out'. Received: 2 arrays.",
        A,
        List.of(P, Q));
    refuses(
        "Sequential 'm': the loss needs targets. Received: y=null.",
        () -> one().fit(Dataset.of(A), f -> f.verbose(0)));
  }

  @Test
  void refusesNamesThatTheModelDoesNotHave() {
    refusesTwo(
        "model.fit: x names 'z', which the model does not have. Expected: [a, b].",
        Map.of("a", A, "z", B),
        List.of(P, Q));
    refusesTwo(
        "model.fit: x has no array for 'b'. Expected one for each of [a, b]. Received: [a].",
        Map.of("a", A),
        List.of(P, Q));
    refusesTwo(
        "model.fit: y names 'z', which the model does not have. Expected: [p, q].",
        List.of(A, B),
        Map.of("p", P, "z", Q));
    refuses(
        "model.predict: x names 'z', which the model does not have. Expected: [a, b].",
        () -> two().predictAll(Map.of("a", A, "z", B)));
  }

  @Test
  void refusesWhatIsNoArray() {
    refusesFit(
        "model.fit: x: expected an NdArray, a nested Java array of float, double, int, long, short,"
            + " byte, boolean or String, or a list of numbers or strings. Received: char[].",
        new char[] {'a'},
        zeros(1, 3));
    refusesFit(
        "model.fit: x[1] has 1 elements, the first row of that axis has 2. All rows need the same"
            + " length.",
        new float[][] {{1, 2}, {1}},
        zeros(2, 3));
    refusesFit(
        "model.fit: x is a scalar. Expected an array whose first axis counts the samples.",
        NdArrays.scalarOf(1f),
        zeros(2, 3));
  }

  @Test
  void refusesNoSamples() {
    refusesFit("model.fit: x has no samples. Expected one or more.", zeros(0, 2), zeros(0, 3));
    refusesFit("model.fit: x is empty. Expected one array or more.", List.of(), zeros(0, 3));
    refuses(
        "model.predict: x has no samples. Expected one or more.", () -> one().predict(zeros(0, 2)));
    Dataset none = () -> Collections.emptyIterator();
    refusesStream(
        "model.fit: the Dataset has no batches. Expected one or more in every pass.",
        none,
        f -> f.verbose(0));
    refuses(
        "model.evaluate: the Dataset has no batches. Expected one or more in every pass.",
        () -> one().evaluate(none, e -> e.verbose(0)));
    refuses(
        "model.predict: the Dataset has no batches. Expected one or more in every pass.",
        () -> one().predict(none));
    refusesFit(
        "model.fit: validationData: the Dataset has no batches. Expected one or more in every"
            + " pass.",
        A,
        zeros(4, 3),
        f -> f.verbose(0).validationData(none));
  }

  // ---------------------------------------------------------------- values

  @Test
  void refusesClassesThatAreNone() {
    refuses(
        "SparseCategoricalCrossentropy 'sparse_categorical_crossentropy' in the train function of"
            + " Sequential 'm' failed (op train/SparseSoftmaxCrossEntropyWithLogits): Received a"
            + " label value of 3 which is outside the valid range of [0, 3). Label values: 3 3 3 3."
            + " Check the values it is given.",
        () -> classifier().fit(A, new int[] {3, 3, 3, 3}, f -> f.verbose(0)));
    refuses(
        "SparseCategoricalCrossentropy 'sparse_categorical_crossentropy' in the test function of"
            + " Sequential 'm' failed (op test/SparseSoftmaxCrossEntropyWithLogits): Received a"
            + " label value of -1 which is outside the valid range of [0, 3). Label values: 0 -1 1"
            + " 2. Check the values it is given.",
        () -> classifier().evaluate(A, new int[] {0, -1, 1, 2}, e -> e.verbose(0)));
  }

  @Test
  void refusesAnIndexThatAnEmbeddingDoesNotHave() {
    try (Model model =
        new Sequential(new InputLayer(2).dtype("int32"), new Embedding(5, 2).name("e")).name("m")) {
      refuses(
          "Embedding 'e' in the predict function of Sequential 'm' failed (op predict/Gather):"
              + " indices[0,1] = 7 is not in [0, 5). Check the values it is given.",
          () -> model.predict(new int[][] {{1, 7}}));
    }
  }
}
