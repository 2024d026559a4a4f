package keras.callbacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import keras.layers.Dense;
import keras.layers.InputLayer;
import keras.metrics.Metric;
import keras.models.Model;
import keras.models.Sequential;
import keras.trainers.Fit;
import keras.utils.Console;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.tensorflow.ndarray.NdArray;

class CallbacksTest {
  private static final float[][] X = {{1, 2}, {3, 4}, {5, 6}};
  private static final float[][] Y = {{1}, {2}, {3}};

  private static Sequential model() {
    Sequential model = new Sequential(new InputLayer(2), new Dense(1).name("d")).name("m");
    Metric worst = Metric.of("worst", (t, p) -> t.sub(p).abs().max(-1));
    model.compile(c -> c.optimizer("sgd").loss("mse").metrics("mae", "accuracy", worst));
    return model;
  }

  private static History fit(Consumer<Fit> options) {
    try (Sequential model = model()) {
      return model.fit(X, Y, f -> options.accept(f.verbose(0)));
    }
  }

  private static void refuses(
      Class<? extends RuntimeException> type, String message, Executable action) {
    assertEquals(message, assertThrows(type, action).getMessage());
  }

  @Test
  void usesAHistoryOfTheCallers() {
    History mine = new History();
    try (Sequential model = model()) {
      assertSame(mine, model.fit(X, Y, f -> f.epochs(2).verbose(0).callbacks(mine)));
      assertEquals(List.of(0, 1), mine.epoch());
      model.fit(X, Y, f -> f.epochs(3).initialEpoch(2).verbose(0).callbacks(mine));
      assertEquals(List.of(2), mine.epoch());
      assertEquals(3, mine.get("loss").size());
    }
  }

  @Test
  void keepsParamsAndEpochs() {
    History history = fit(f -> f.epochs(3).batchSize(2));
    assertEquals(Map.of("verbose", 0, "epochs", 3, "steps", 2), history.params());
    assertEquals(List.of(0, 1, 2), history.epoch());
    assertEquals(
        List.of("accuracy", "loss", "mae", "worst"), List.copyOf(history.history().keySet()));
  }

  @Test
  void tellsWhichValuesThereAre() {
    History history = fit(f -> f.epochs(1));
    refuses(
        IllegalArgumentException.class,
        "History: no values named 'val_loss'. Available: accuracy, loss, mae, worst.",
        () -> history.get("val_loss"));
  }

  @Test
  void stopsAndPutsBackTheBestWeights() {
    List<List<NdArray<?>>> weights = new ArrayList<>();
    try (Sequential model = model()) {
      EarlyStopping stopping =
          new EarlyStopping().monitor("loss").mode("max").patience(1).restoreBestWeights(true);
      History history =
          model.fit(
              X,
              Y,
              f ->
                  f.epochs(9)
                      .verbose(0)
                      .callbacks(
                          stopping,
                          new LambdaCallback()
                              .onEpochEnd((e, logs) -> weights.add(model.getWeights()))));
      assertEquals(1, stopping.stoppedEpoch());
      assertEquals(2, history.epoch().size());
      assertEquals(weights.get(0), model.getWeights());
      assertNotEquals(weights.get(1), model.getWeights());
      assertTrue(model.stopTraining());
    }
  }

  @Test
  void knowsTheDirectionOfTheModelsOwnMetrics() {
    try (Sequential model = model()) {
      model.evaluate(X, Y, e -> e.verbose(0));
      assertTrue(watching(model, "mae").isImprovement(1, 2.0));
      assertFalse(watching(model, "accuracy").isImprovement(1, 2.0));
      for (String unknown : List.of("worst", "auc")) {
        EarlyStopping callback = watching(model, unknown);
        assertThrows(IllegalArgumentException.class, callback::requireDirection);
      }
    }
  }

  private static EarlyStopping watching(Model model, String metric) {
    EarlyStopping callback = new EarlyStopping().monitor(metric);
    callback.setModel(model);
    return callback;
  }

  @Test
  void callsTheModelItselfAtTheEndOfAnEpoch() {
    List<Object> seen = new ArrayList<>();
    try (Sequential model = model()) {
      Callback user =
          new Callback() {
            @Override
            public void onEpochEnd(int epoch, Logs logs) {
              seen.add(model());
              seen.add(model().predict(X).shape());
              seen.add(model().evaluate(X, Y, e -> e.verbose(0)).contains("loss"));
            }
          };
      model.fit(X, Y, f -> f.epochs(2).verbose(0).callbacks(user));
      assertEquals(seen.subList(3, 6), seen.subList(0, 3));
      assertSame(model, seen.get(0));
      assertEquals(true, seen.get(2));
    }
  }

  @Test
  void refusesToGuessADirection() {
    refuses(
        IllegalArgumentException.class,
        "EarlyStopping callback received monitor=val_worst, but Keras isn't able to automatically"
            + " determine whether that metric should be maximized or minimized. Pass `mode='max'`"
            + " in order to monitor based on the highest metric value, or pass `mode='min'` in"
            + " order to use the lowest value.",
        () -> fit(f -> f.callbacks(new EarlyStopping().monitor("val_worst"))));
  }

  @Test
  void saysThatAModeIsUnknown() {
    StringBuilder text = new StringBuilder();
    Consumer<String> before = Console.redirect(text::append);
    try {
      assertEquals(null, new EarlyStopping().mode("highest").best());
    } finally {
      Console.redirect(before);
    }
    assertEquals(
        "EarlyStopping mode 'highest' is unknown, fallback to auto mode.\n", text.toString());
  }

  @Test
  void usesAProgressBarOfTheCallers() {
    StringBuilder text = new StringBuilder();
    Consumer<String> before = Console.redirect(text::append);
    try (Sequential model = model()) {
      model.fit(X, Y, f -> f.verbose(2).callbacks(new ProgbarLogger()));
    } finally {
      Console.redirect(before);
    }
    assertEquals(1, text.toString().lines().count(), text.toString());
    assertTrue(text.toString().startsWith("1/1 - "), text.toString());
  }

  @Test
  void throwsAtNaNWhereItIsTold() {
    List<String> ends = new ArrayList<>();
    refuses(
        IllegalStateException.class,
        "NaN or Inf loss encountered at batch 0. Loss value: nan. Terminating training"
            + " immediately.",
        () -> {
          try (Sequential model = model()) {
            model.fit(
                new float[][] {{Float.NaN, 0}},
                new float[][] {{1}},
                f ->
                    f.verbose(0)
                        .callbacks(
                            new TerminateOnNaN().raiseError(true),
                            new LambdaCallback().onTrainEnd(logs -> ends.add("end"))));
          }
        });
    assertEquals(List.of(), ends);
  }

  @Test
  void putsTheRateIntoTheHistory() {
    History history =
        fit(
            f ->
                f.epochs(3)
                    .callbacks(
                        new LearningRateScheduler((epoch, rate) -> epoch == 0 ? rate : 0.5)));
    assertEquals(List.of((double) 0.01f, 0.5, 0.5), history.get("learning_rate"));
  }

  @Test
  void letsCallbacksAddLogsForThoseThatCome() {
    History history =
        fit(f -> f.callbacks(new LambdaCallback().onEpochEnd((e, logs) -> logs.put("mine", 7))));
    assertEquals(List.of(7.0), history.get("mine"));
  }

  @Test
  void hasNoModelBeforeFit() {
    refuses(
        IllegalStateException.class,
        "EarlyStopping: no model yet. Pass the callback to fit, evaluate or predict.",
        () -> new EarlyStopping().model());
  }

  @Test
  void keepsCallbacksThatThrowFromHidingIt() {
    RuntimeException mine = new IllegalArgumentException("mine");
    assertSame(
        mine,
        assertThrows(
            IllegalArgumentException.class,
            () ->
                fit(
                    f ->
                        f.callbacks(
                            new LambdaCallback()
                                .onTrainBatchEnd(
                                    (batch, logs) -> {
                                      throw mine;
                                    })))));
  }

  @Test
  void refusesNamesThatLogsDoNotHave() {
    refuses(
        IllegalArgumentException.class,
        "Logs: no value named 'acc'. Available: loss.",
        () -> Logs.of(Map.of("loss", 1.0)).get("acc"));
    assertEquals(Set.of("loss"), Logs.of(Map.of("loss", 1.0)).asMap().keySet());
  }
}
