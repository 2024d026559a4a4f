package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keras.Keras;
import keras.callbacks.History;
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

/** Callbacks are called as Keras calls them: the same hooks, order, numbers and logs. */
@ExtendWith(PythonExtension.class)
class CallbackSequenceTest {
  private static final String MODEL =
      Recorder.PYTHON
          + """
          x, y = np.ones((9, 2), "float32"), np.ones((9, 1), "float32")
          m = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
          m.compile("sgd", "mse", metrics=["mae"], steps_per_execution=steps)
          r = Recorder(stop_at)
          """;
  private static final String REPORT =
      """

      result["calls"] = r.calls
      result["params"] = r.params
      """;

  private static final float[][] X = new float[9][2];
  private static final float[][] Y = new float[9][1];

  private static PythonResult python(Python python, String code, int steps, String stopAt) {
    return python.keras3().exec(MODEL + code + REPORT, Map.of("steps", steps, "stop_at", stopAt));
  }

  private static Sequential model(int steps) {
    Keras.clearSession();
    Sequential model = new Sequential(new InputLayer(2), new Dense(1));
    model.compile(c -> c.optimizer("sgd").loss("mse").metrics("mae").stepsPerExecution(steps));
    return model;
  }

  private static void fits(PythonResult python, int steps, String stopAt, Consumer<Fit> options) {
    Recorder r = new Recorder(stopAt);
    try (Sequential model = model(steps)) {
      History history = model.fit(X, Y, f -> options.accept(f.callbacks(r).verbose(0)));
      assertEquals(python.list("calls"), r.calls());
      assertEquals(python.map("params"), r.params());
      assertEquals(r.params(), history.params());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void fitsWithValidation(int steps, Python python) {
    PythonResult expected =
        python(
            python,
            "m.fit(x, y, epochs=3, batch_size=2, validation_data=(x[:5], y[:5]), validation_freq=2,"
                + " verbose=0, callbacks=[r])",
            steps,
            "");
    fits(
        expected,
        steps,
        "",
        f ->
            f.epochs(3)
                .batchSize(2)
                .validationData(new float[5][2], new float[5][1])
                .validationFreq(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train_begin",
        "epoch_begin 1",
        "train_batch_begin 1",
        "train_batch_end 0",
        "train_batch_end 2",
        "test_end",
        "epoch_end 0",
        "train_end"
      })
  void stopsAsItIsTold(String stopAt, Python python) {
    PythonResult expected =
        python(
            python,
            "m.fit(x, y, epochs=3, batch_size=3, validation_split=0.3, verbose=0, callbacks=[r])",
            1,
            stopAt);
    fits(expected, 1, stopAt, f -> f.epochs(3).batchSize(3).validationSplit(0.3));
  }

  @Test
  void fitsPartsOfTheData(Python python) {
    PythonResult expected =
        python(
            python,
            "m.fit(x, y, epochs=4, initial_epoch=1, steps_per_epoch=2, batch_size=2,"
                + " validation_data=(x, y), validation_steps=3, verbose=0, callbacks=[r])",
            1,
            "");
    fits(
        expected,
        1,
        "",
        f ->
            f.epochs(4)
                .initialEpoch(1)
                .stepsPerEpoch(2)
                .batchSize(2)
                .validationData(X, Y)
                .validationSteps(3));
  }

  @Test
  void fitsNothing(Python python) {
    PythonResult expected =
        python(python, "m.fit(x, y, epochs=0, verbose=0, callbacks=[r])", 1, "");
    fits(expected, 1, "", f -> f.epochs(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void evaluates(int steps, Python python) {
    PythonResult expected =
        python(python, "m.evaluate(x, y, batch_size=3, verbose=0, callbacks=[r])", steps, "");
    Recorder r = new Recorder();
    try (Sequential model = model(steps)) {
      model.evaluate(X, Y, e -> e.batchSize(3).verbose(0).callbacks(r));
      assertEquals(expected.list("calls"), r.calls());
      assertEquals(expected.map("params"), r.params());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void predicts(int steps, Python python) {
    PythonResult expected =
        python(
            python,
            """
            sizes = []
            sized = keras.callbacks.LambdaCallback(
                on_predict_batch_end=lambda batch, logs: sizes.append(list(logs["outputs"].shape)))
            m.predict(x, batch_size=2, verbose="auto", callbacks=[r, sized])
            result["sizes"] = sizes
            """,
            steps,
            "");
    Recorder r = new Recorder();
    List<List<Integer>> sizes = new java.util.ArrayList<>();
    keras.callbacks.LambdaCallback sized =
        new keras.callbacks.LambdaCallback()
            .onPredictBatchEnd(
                (batch, logs) ->
                    sizes.add(
                        List.of(
                            (int) logs.outputs().get(0).shape().get(0),
                            (int) logs.outputs().get(0).shape().get(1))));
    try (Sequential model = model(steps)) {
      model.predict(X, p -> p.batchSize(2).verbose("auto").callbacks(r, sized));
      assertEquals(expected.list("calls"), r.calls());
      assertEquals(expected.map("params"), r.params());
      assertEquals(expected.list("sizes"), sizes);
    }
  }
}
