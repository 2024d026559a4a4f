package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import keras.Keras;
import keras.callbacks.History;
import keras.callbacks.LambdaCallback;
import keras.config.CustomObjects;
import keras.losses.BinaryCrossentropy;
import keras.models.Model;
import keras.optimizers.Adam;
import keras.optimizers.RMSprop;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.StdArrays;

/** Models with training steps of their own do in Java what they do in Python. */
@ExtendWith(PythonExtension.class)
class OwnStepsTest {
  /** Ten batches of 32. */
  private static final float[][] X = data(320);

  /** Trains ten steps, and reports. */
  private static final String REPORT =
      """
      result["before"] = [w.numpy() for w in model.weights]
      result["steps"] = []
      steps = keras.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs:
          result["steps"].append([logs[k] for k in sorted(logs)]))
      history = model.fit(x, batch_size=32, shuffle=False,
                          verbose=0, callbacks=[steps])
      result["history"] = history.history
      result["weights"] = [w.numpy() for w in model.weights]
      """;

  private static float[][] data(int n) {
    Random random = new Random(5);
    float[][] x = new float[n][6];
    for (float[] row : x) {
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextFloat();
      }
    }
    return x;
  }

  @BeforeEach
  void startAnew() {
    Keras.clearSession();
    Keras.setRandomSeed(42);
  }

  private static PythonResult python(Python python, String build) {
    return python
        .keras3()
        .exec(
            "keras.utils.set_random_seed(42)\n" + build + REPORT,
            Map.of("x", StdArrays.ndCopyOf(X)));
  }

  /**
   * Compares the logs of each of the steps, the history and the weights.
   *
   * @param tolerance of the first three steps' logs; after ten, tenfold
   */
  private static void assertTrainsAlike(PythonResult python, Model model, double tolerance) {
    Arrays32.assertNear("before", python.arrays("before"), model.getWeights(), 0);
    List<double[]> steps = new ArrayList<>();
    LambdaCallback remember =
        new LambdaCallback()
            .onTrainBatchEnd(
                (batch, logs) ->
                    steps.add(logs.asMap().values().stream().mapToDouble(d -> d).toArray()));
    History history =
        model.fit(X, f -> f.batchSize(32).shuffle(false).verbose(0).callbacks(remember));
    List<?> expected = python.list("steps");
    assertEquals(expected.size(), steps.size());
    for (int i = 0; i < steps.size(); i++) {
      double[] e =
          ((List<?>) expected.get(i))
              .stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
      assertArrayEquals(e, steps.get(i), i < 3 ? tolerance : 10 * tolerance, "step " + i);
    }
    assertEquals(python.map("history").keySet(), history.history().keySet());
    for (String name : history.history().keySet()) {
      assertArrayEquals(
          python.series("history", name), doubles(history, name), 10 * tolerance, name);
    }
    Arrays32.assertNear("weights", python.arrays("weights"), model.getWeights(), 10 * tolerance);
  }

  @Test
  void trainsAGanWithTwoOptimizers(Python python) {
    PythonResult expected =
        python(
            python,
            Gan.PYTHON
                + """
                model = gan()
                model.compile(keras.optimizers.Adam(0.01), keras.optimizers.RMSprop(0.02),
                              keras.losses.BinaryCrossentropy())
                """);
    try (Gan model = Gan.small()) {
      model.compile(new Adam(0.01), new RMSprop(0.02), new BinaryCrossentropy());
      assertTrainsAlike(expected, model, 1e-6);
    }
  }

  @Test
  void trainsAWassersteinGanWithPenalizedGradients(Python python) {
    PythonResult expected =
        python(
            python,
            WassersteinGan.PYTHON
                + """
                model = wgan()
                model.compile(keras.optimizers.Adam(2e-3, beta_1=0.5, beta_2=0.9),
                              keras.optimizers.Adam(1e-3, beta_1=0.5, beta_2=0.9))
                """);
    try (WassersteinGan model = WassersteinGan.small()) {
      model.compile(new Adam(2e-3).beta1(0.5).beta2(0.9), new Adam(1e-3).beta1(0.5).beta2(0.9));
      assertTrainsAlike(expected, model, 1e-6);
    }
  }

  @Test
  void trainsAVariationalAutoencoder(Python python) {
    PythonResult expected =
        python(python, Vae.PYTHON + "model = vae()\nmodel.compile(optimizer=\"adam\")\n");
    try (Vae model = Vae.small()) {
      model.compile(c -> c.optimizer("adam"));
      assertTrainsAlike(expected, model, 1e-6);
    }
  }

  /** Keras must be told that a model without a call is built; here its layers say so. */
  @Test
  void passesWeightsToPythonAndBack(Python python, @TempDir Path folder) {
    String mine = folder.resolve("java.weights.h5").toString();
    String theirs = folder.resolve("python.weights.h5").toString();
    try (Gan model = Gan.small();
        Gan again = Gan.small()) {
      model.compile(new Adam(0.01), new RMSprop(0.02), new BinaryCrossentropy());
      model.fit(X, f -> f.batchSize(32).verbose(0));
      model.saveWeights(mine);
      PythonResult read =
          python
              .keras3()
              .exec(
                  Gan.PYTHON
                      + """
                      model = gan()
                      model.built = True
                      model.load_weights(mine)
                      result["weights"] = [w.numpy() for w in model.weights]
                      model.compile("adam", "rmsprop", keras.losses.BinaryCrossentropy())
                      model.save_weights(theirs)
                      """,
                  Map.of("mine", mine, "theirs", theirs));
      Arrays32.assertNear("weights", read.arrays("weights"), model.getWeights(), 0);
      again.loadWeights(theirs);
      assertEquals(model.getWeights(), again.getWeights());
    }
  }

  @Test
  void customizesFitOfAGraph(Python python, @TempDir Path folder) {
    float[][] y = new float[X.length][1];
    for (int i = 0; i < y.length; i++) {
      y[i][0] = X[i][0] - 2 * X[i][3];
    }
    PythonResult expected =
        python
            .keras3()
            .exec(
                "keras.utils.set_random_seed(42)\n"
                    + CustomModel.PYTHON
                    + """
                    model = custom()
                    model.compile(optimizer=keras.optimizers.SGD(0.05, momentum=0.9))
                    result["history"] = model.fit(
                        x, y, batch_size=32, epochs=2, shuffle=False, verbose=0,
                        validation_data=(x, y)).history
                    result["weights"] = [w.numpy() for w in model.weights]
                    result["scores"] = model.evaluate(x, y, verbose=0, return_dict=True)
                    result["predictions"] = model.predict(x, verbose=0)
                    """,
                Map.of("x", StdArrays.ndCopyOf(X), "y", StdArrays.ndCopyOf(y)));
    try (CustomModel model = CustomModel.small()) {
      model.compile(c -> c.optimizer(new keras.optimizers.SGD(0.05).momentum(0.9)));
      History history =
          model.fit(
              X, y, f -> f.batchSize(32).epochs(2).shuffle(false).verbose(0).validationData(X, y));
      assertEquals(python(expected, "history"), history.history().keySet());
      for (String name : history.history().keySet()) {
        assertArrayEquals(expected.series("history", name), doubles(history, name), 1e-6, name);
      }
      Arrays32.assertNear("weights", expected.arrays("weights"), model.getWeights(), 1e-6);
      Map<String, Double> scores = model.evaluate(X, y, e -> e.verbose(0)).asMap();
      scores.forEach(
          (name, value) -> assertEquals(number(expected.map("scores"), name), value, 1e-6, name));
      FloatNdArray predictions = model.predict(X, p -> p.verbose(0));
      Arrays32.assertNear("predictions", expected.array("predictions"), predictions, 1e-6);

      String file = folder.resolve("custom.keras").toString();
      model.save(file);
      PythonResult loaded =
          python
              .keras3()
              .exec(
                  CustomModel.PYTHON
                      + """
                      model = keras.models.load_model(
                          file, custom_objects={"CustomModel": CustomModel})
                      result["class"] = type(model).__name__
                      result["predictions"] = model.predict(x, verbose=0)
                      """,
                  Map.of("file", file, "x", StdArrays.ndCopyOf(X)));
      assertEquals("CustomModel", loaded.text("class"));
      Arrays32.assertNear("predictions", loaded.array("predictions"), predictions, 1e-6);
      try (Model again = Keras.loadModel(file, CustomObjects.of(CustomModel.class))) {
        assertEquals(predictions, again.predict(X, p -> p.verbose(0)));
      }
    }
  }

  private static java.util.Set<String> python(PythonResult expected, String map) {
    return expected.map(map).keySet();
  }

  private static double number(Map<String, ?> values, String name) {
    return values.get(name) instanceof Number n ? n.doubleValue() : Double.NaN;
  }

  private static double[] doubles(History history, String name) {
    return Objects.requireNonNull(history.history().get(name)).stream()
        .mapToDouble(d -> d)
        .toArray();
  }
}
