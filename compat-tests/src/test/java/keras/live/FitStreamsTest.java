package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import keras.Keras;
import keras.callbacks.History;
import keras.callbacks.Logs;
import keras.data.Dataset;
import keras.layers.Dense;
import keras.layers.InputLayer;
import keras.models.Sequential;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.trainers.Fit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training on datasets and in shuffled order has the numbers of Python's, from one seed. */
@ExtendWith(PythonExtension.class)
class FitStreamsTest {
  private static final int SAMPLES = 11;
  private static final String MODEL =
      """
      keras.utils.set_random_seed(3)
      x, y, w = np.array(x, "float32"), np.array(y, "int32"), np.array(w, "float32")
      m = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3, activation="softmax")])
      m.compile("sgd", "sparse_categorical_crossentropy", metrics=["acc"], weighted_metrics=["acc"])
      data = tf.data.Dataset.from_tensor_slices((x, y)).batch(4)
      weighted = tf.data.Dataset.from_tensor_slices((x, y, w)).batch(4)
      """;
  private static final String REPORT =
      """

      result["epoch"], result["history"] = h.epoch, h.history
      """;

  private static final float[][] X = new float[SAMPLES][2];
  private static final int[] Y = new int[SAMPLES];
  private static final float[] W = new float[SAMPLES];

  static {
    for (int i = 0; i < SAMPLES; i++) {
      X[i][0] = (i * 7 % 5 - 2) / 3f;
      X[i][1] = (i * 3 % 7 - 3) / 2f;
      Y[i] = i * 5 % 3;
      W[i] = (i % 4 + 1) / 2f;
    }
  }

  private static PythonResult python(Python python, String fit) {
    return python
        .keras3()
        .exec(
            MODEL + fit + REPORT,
            Map.of(
                "x",
                rows(X),
                "y",
                Arrays.stream(Y).boxed().toList(),
                "w",
                rows(new float[][] {W}).get(0)));
  }

  private static List<List<Float>> rows(float[][] values) {
    List<List<Float>> rows = new ArrayList<>();
    for (float[] row : values) {
      List<Float> all = new ArrayList<>();
      for (float v : row) {
        all.add(v);
      }
      rows.add(all);
    }
    return rows;
  }

  private static Sequential model() {
    Keras.clearSession();
    Keras.setRandomSeed(3);
    Sequential model = new Sequential(new InputLayer(2), new Dense(3, "softmax"));
    model.compile(
        c ->
            c.optimizer("sgd")
                .loss("sparse_categorical_crossentropy")
                .metrics("acc")
                .weightedMetrics("acc"));
    return model;
  }

  private static Dataset data() {
    return Dataset.of(X, Y).batch(4);
  }

  private static Dataset weighted() {
    return Dataset.of(X, Y, W).batch(4);
  }

  /** A dataset that does not know how long it is. */
  private static Dataset stream() {
    return () -> data().iterator();
  }

  private static void same(PythonResult python, History history) {
    assertEquals(python.list("epoch"), history.epoch());
    assertEquals(
        List.copyOf(python.map("history").keySet()), List.copyOf(history.history().keySet()));
    for (String name : history.history().keySet()) {
      double[] expected = python.series("history", name);
      List<Double> values = history.get(name);
      assertEquals(expected.length, values.size(), name);
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i], values.get(i), 2e-6, name + " in epoch " + i);
      }
    }
  }

  private static void fits(PythonResult python, Dataset data, Consumer<Fit> options) {
    try (Sequential model = model()) {
      same(python, model.fit(data, f -> options.accept(f.verbose(0))));
    }
  }

  private static void fitsArrays(PythonResult python, Consumer<Fit> options) {
    try (Sequential model = model()) {
      same(python, model.fit(X, Y, f -> options.accept(f.verbose(0))));
    }
  }

  @Test
  void fitsADataset(Python python) {
    fits(
        python(python, "h = m.fit(data, epochs=3, validation_data=weighted, verbose=0)"),
        data(),
        f -> f.epochs(3).validationData(weighted()));
  }

  @Test
  void fitsADatasetWithWeights(Python python) {
    fits(
        python(python, "h = m.fit(weighted, epochs=3, validation_data=(x, y, w), verbose=0)"),
        weighted(),
        f -> f.epochs(3).validationData(X, Y, W));
  }

  @Test
  void weighsTheClassesOfADataset(Python python) {
    fits(
        python(python, "h = m.fit(data, epochs=3, class_weight={0: 0.5, 2: 3.0}, verbose=0)"),
        data(),
        f -> f.epochs(3).classWeight(Map.of(0, 0.5, 2, 3.0)));
  }

  @Test
  void goesOnInADatasetThatRepeats(Python python) {
    fits(
        python(
            python,
            "h = m.fit(data.repeat(), epochs=4, steps_per_epoch=2, validation_data=data.repeat(),"
                + " validation_steps=4, verbose=0)"),
        data().repeat(),
        f -> f.epochs(4).stepsPerEpoch(2).validationData(data().repeat()).validationSteps(4));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void takesSoManySteps(int steps, Python python) {
    fits(
        python(python, "h = m.fit(data, epochs=5, steps_per_epoch=%d, verbose=0)".formatted(steps)),
        data(),
        f -> f.epochs(5).stepsPerEpoch(steps));
  }

  @Test
  void fitsAStreamOfUnknownLength(Python python) {
    fits(
        python(
            python,
            """
            spec = tf.TensorSpec((None, 2)), tf.TensorSpec((None,), "int32")
            stream = tf.data.Dataset.from_generator(lambda: iter(data), output_signature=spec)
            h = m.fit(stream, epochs=3, validation_data=stream, verbose=0)
            """),
        stream(),
        f -> f.epochs(3).validationData(stream()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"True", "False", "'batch'"})
  void shuffles(String shuffle, Python python) {
    fitsArrays(
        python(
            python,
            "h = m.fit(x, y, batch_size=4, epochs=3, shuffle=%s, verbose=0)".formatted(shuffle)),
        f -> {
          f.batchSize(4).epochs(3);
          if (shuffle.equals("'batch'")) {
            f.shuffle("batch");
          } else {
            f.shuffle(shuffle.equals("True"));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "validation_batch_size=3", "validation_steps=2", "batch_size=5"})
  void validatesInBatches(String option, Python python) {
    String more = option.isEmpty() ? "" : ", " + option;
    fitsArrays(
        python(
            python,
            "h = m.fit(x, y, epochs=2, shuffle=False, validation_data=(x, y), verbose=0%s)"
                .formatted(more)),
        f -> {
          f.epochs(2).shuffle(false).validationData(X, Y);
          switch (option) {
            case "validation_batch_size=3" -> f.validationBatchSize(3);
            case "validation_steps=2" -> f.validationSteps(2);
            case "batch_size=5" -> f.batchSize(5);
            default -> {}
          }
        });
  }

  /** Every pass over a dataset that is shuffled draws an order, also those that Keras forgets. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3, 4})
  void drawsTheOrdersOfAShuffledDataset(int steps, Python python) {
    String limit = steps == 0 ? "" : ", steps_per_epoch=" + steps;
    PythonResult expected =
        python(
            python,
            """
            data = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(8, seed=5).batch(4)
            m.fit(data, epochs=3, validation_data=data.take(2), verbose=0%s)
            result["scores"] = m.evaluate(data.skip(1), verbose=0, return_dict=True)
            h = m.fit(data.prefetch(1), epochs=3, verbose=0%s)
            """
                .formatted(limit, limit));
    try (Sequential model = model()) {
      Dataset data = Dataset.of(X, Y).shuffle(8, 5).batch(4);
      Consumer<Fit> limited =
          f -> {
            f.epochs(3).verbose(0);
            if (steps > 0) {
              f.stepsPerEpoch(steps);
            }
          };
      model.fit(data, f -> limited.accept(f.validationData(data.take(2))));
      Logs scores = model.evaluate(data.skip(1), e -> e.verbose(0));
      assertEquals(
          ((Number) Objects.requireNonNull(expected.map("scores").get("loss"))).doubleValue(),
          scores.loss(),
          2e-6);
      same(expected, model.fit(data.prefetch(1), limited));
    }
  }

  /** The pass that Keras forgets starts no pass over the second one. */
  @Test
  void drawsTheOrdersOfOneDatasetBehindAnother(Python python) {
    PythonResult expected =
        python(
            python,
            """
            cut = lambda seed: tf.data.Dataset.from_tensor_slices((x, y)).shuffle(8, seed=seed).batch(4)
            h = m.fit(cut(5).concatenate(cut(9)), epochs=3, verbose=0)
            """);
    try (Sequential model = model()) {
      Dataset first = Dataset.of(X, Y).shuffle(8, 5).batch(4);
      Dataset second = Dataset.of(X, Y).shuffle(8, 9).batch(4);
      same(expected, model.fit(first.concatenate(second), f -> f.epochs(3).verbose(0)));
    }
  }

  /** As in Keras, whose compile takes a loss and metrics away only for others. */
  @Test
  void keepsTheLossAndTheMetricsWhereCompileIsGivenNone(Python python) {
    PythonResult expected =
        python(
            python,
            """
            m.compile("sgd", "sparse_categorical_crossentropy", loss_weights=[2.0], metrics=["acc"])
            m.fit(x, y, verbose=0)
            m.compile("adam")
            m.fit(x, y, verbose=0)
            m.compile("sgd", "sparse_categorical_crossentropy")
            m.fit(x, y, verbose=0)
            m.compile("sgd", metrics=["sparse_top_k_categorical_accuracy"])
            h = m.fit(x, y, epochs=2, verbose=0)
            m.compile("adam", metrics=[])
            result["none"] = sorted(m.fit(x, y, verbose=0).history)
            result["config"] = str(m.get_compile_config()["loss"])
            """);
    try (Sequential model = model()) {
      model.compile(
          c ->
              c.optimizer("sgd")
                  .loss("sparse_categorical_crossentropy")
                  .lossWeights(2)
                  .metrics("acc"));
      model.fit(X, Y, f -> f.verbose(0));
      model.compile(c -> c.optimizer("adam"));
      model.fit(X, Y, f -> f.verbose(0));
      model.compile("sgd", "sparse_categorical_crossentropy");
      model.fit(X, Y, f -> f.verbose(0));
      model.compile(c -> c.optimizer("sgd").metrics("sparse_top_k_categorical_accuracy"));
      same(expected, model.fit(X, Y, f -> f.epochs(2).verbose(0)));
      model.compile(c -> c.optimizer("adam").metrics());
      assertEquals(
          expected.list("none"),
          List.copyOf(new TreeMap<>(model.fit(X, Y, f -> f.verbose(0)).history()).keySet()));
      assertEquals(
          expected.text("config"),
          Objects.requireNonNull(model.compileConfig()).get("loss") == null ? "None" : "a loss");
    }
  }

  @Test
  void stepsOnBatchesAfterAFit(Python python) {
    PythonResult expected =
        python(
            python,
            """
            h = m.fit(x, y, batch_size=4, verbose=0)
            result["train"] = m.train_on_batch(x, y, class_weight={1: 2.0}, return_dict=True)
            result["test"] = m.test_on_batch(x[:3], y[:3], sample_weight=w[:3], return_dict=True)
            result["evaluate"] = m.evaluate(weighted, steps=2, verbose=0, return_dict=True)
            result["batch"] = m.predict_on_batch(x)
            result["predict"] = m.predict(data, verbose=0)
            """);
    try (Sequential model = model()) {
      same(expected, model.fit(X, Y, f -> f.batchSize(4).verbose(0)));
      same(expected, "train", model.trainOnBatch(X, Y, null, Map.of(1, 2.0)));
      same(
          expected,
          "test",
          model.testOnBatch(Arrays.copyOf(X, 3), Arrays.copyOf(Y, 3), Arrays.copyOf(W, 3)));
      same(expected, "evaluate", model.evaluate(weighted(), e -> e.steps(2).verbose(0)));
      Arrays32.assertNear("batch", expected.array("batch"), model.predictOnBatch(X).get(0), 1e-6);
      Arrays32.assertNear("predict", expected.array("predict"), model.predict(data()), 1e-6);
    }
  }

  private static void same(PythonResult python, String name, Logs logs) {
    Map<String, Double> expected = new TreeMap<>();
    python
        .map(name)
        .forEach((k, v) -> expected.put(k, ((Number) Objects.requireNonNull(v)).doubleValue()));
    assertEquals(List.copyOf(expected.keySet()), List.copyOf(logs.asMap().keySet()), name);
    expected.forEach((k, v) -> assertEquals(v, logs.get(k), 2e-6, name + " " + k));
  }
}
