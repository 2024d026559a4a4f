package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import keras.callbacks.CSVLogger;
import keras.callbacks.Callback;
import keras.callbacks.CallbackList;
import keras.callbacks.EarlyStopping;
import keras.callbacks.LambdaCallback;
import keras.callbacks.LearningRateScheduler;
import keras.callbacks.Logs;
import keras.callbacks.ModelCheckpoint;
import keras.callbacks.ReduceLROnPlateau;
import keras.callbacks.TerminateOnNaN;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.utils.Console;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callbacks do and print what Python's do, epoch by epoch, when they are given the same logs. */
@ExtendWith(PythonExtension.class)
class CallbackScriptTest {
  private static final List<Double> UP_AND_DOWN =
      List.of(1.0, 0.8, 0.79, 0.85, 0.7, 0.71, 0.72, 0.69, 0.9, 0.9, 0.9, 0.1);

  private final Path folder;

  CallbackScriptTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static List<Map<String, Double>> epochs(String name, List<Double> values) {
    List<Map<String, Double>> epochs = new ArrayList<>();
    for (double v : values) {
      Map<String, Double> logs = new LinkedHashMap<>();
      logs.put("loss", v / 2);
      logs.put(name, v);
      epochs.add(logs);
    }
    return epochs;
  }

  private void same(
      Python python,
      String callback,
      Callback java,
      List<Map<String, Double>> epochs,
      int batches) {
    PythonResult expected =
        python
            .keras3()
            .exec(
                FakeModel.PYTHON
                    + "callback = "
                    + callback
                    + "\ntrain([callback], epochs, batches)\n"
                    + "for name in ('stopped_epoch', 'best_epoch', 'best'):\n"
                    + "    result[name] = getattr(callback, name, None)\n",
                Map.of("epochs", epochs, "batches", batches, "folder", folder));
    FakeModel model = new FakeModel(folder.toString());
    StringBuilder text = new StringBuilder();
    int ran = 0;
    Consumer<String> before = Console.redirect(text::append);
    try {
      ran = train(model, java, epochs, batches);
    } finally {
      Console.redirect(before);
    }
    assertEquals(
        expected.text("text").replaceAll("/?" + folder + "/", ""),
        text.toString().replaceAll(folder + "/", ""));
    assertEquals(expected.number("ran"), ran);
    assertEquals(expected.number("weight"), model.weight());
    assertEquals(expected.list("saved"), model.saved());
    assertEquals(expected.number("rate"), (float) model.optimizer().learningRate());
    if (java instanceof EarlyStopping stopping) {
      assertEquals(expected.number("stopped_epoch"), stopping.stoppedEpoch());
      assertEquals(expected.number("best_epoch"), stopping.bestEpoch());
      assertEquals(expected.values().get("best"), stopping.best());
    }
  }

  private static int train(
      FakeModel model, Callback callback, List<Map<String, Double>> epochs, int batches) {
    CallbackList all = new CallbackList(List.of(callback), false, 0, epochs.size(), batches, model);
    all.onTrainBegin();
    int ran = 0;
    while (ran < epochs.size() && !model.stopTraining()) {
      Map<String, Double> logs = epochs.get(ran);
      all.onEpochBegin(ran);
      for (int batch = 0; batch < batches && !model.stopTraining(); batch++) {
        all.onTrainBatchBegin(batch);
        all.onTrainBatchEnd(batch, Logs.of(Map.of("loss", logs.getOrDefault("loss", 0.0))));
      }
      model.weight(ran);
      all.onEpochEnd(ran++, Logs.of(logs));
    }
    all.onTrainEnd(ran == 0 ? Logs.empty() : Logs.of(epochs.get(ran - 1)));
    return ran;
  }

  /** The arguments as Python spells them, for the names of the tests, and the same in Java. */
  private static EarlyStopping stopping(String arguments) {
    EarlyStopping e = new EarlyStopping();
    for (String argument : arguments.isEmpty() ? new String[0] : arguments.split(", ", -1)) {
      String value = argument.substring(argument.indexOf('=') + 1).replace("'", "");
      switch (argument.substring(0, argument.indexOf('='))) {
        case "monitor" -> e.monitor(value);
        case "min_delta" -> e.minDelta(Double.parseDouble(value));
        case "patience" -> e.patience(Integer.parseInt(value));
        case "verbose" -> e.verbose(Integer.parseInt(value));
        case "mode" -> e.mode(value);
        case "baseline" -> e.baseline(Double.parseDouble(value));
        case "restore_best_weights" -> e.restoreBestWeights(value.equals("True"));
        case "start_from_epoch" -> e.startFromEpoch(Integer.parseInt(value));
        default -> throw new IllegalArgumentException(argument);
      }
    }
    return e;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "patience=1",
        "patience=2, verbose=1",
        "patience=3, restore_best_weights=True, verbose=1",
        "patience=2, restore_best_weights=True",
        "monitor='loss', patience=2, verbose=1",
        "min_delta=0.05, patience=2, verbose=1",
        "min_delta=-0.05, patience=2, verbose=1",
        "mode='max', patience=2, verbose=1, restore_best_weights=True",
        "mode='min', patience=3, verbose=1",
        "baseline=0.75, patience=2, verbose=1, restore_best_weights=True",
        "baseline=0.05, patience=4, verbose=1, restore_best_weights=True",
        "baseline=0.95, mode='max', patience=3, verbose=1",
        "start_from_epoch=3, patience=0, verbose=1",
        "start_from_epoch=4, patience=2, restore_best_weights=True, verbose=1",
        "start_from_epoch=20, restore_best_weights=True, verbose=1",
        "patience=100, restore_best_weights=True, verbose=1"
      })
  void stopsEarly(String arguments, Python python) {
    same(
        python,
        "keras.callbacks.EarlyStopping(" + arguments + ")",
        stopping(arguments),
        epochs("val_loss", UP_AND_DOWN),
        1);
  }

  @Test
  void startsAnewWithEveryTraining(Python python) {
    EarlyStopping java = stopping("patience=1, restore_best_weights=True, verbose=1");
    train(new FakeModel(""), java, epochs("val_loss", List.of(0.01, 0.02, 0.03)), 1);
    same(
        python,
        """
        keras.callbacks.EarlyStopping(patience=1, restore_best_weights=True, verbose=1)
        train([callback], [{"val_loss": v} for v in (0.01, 0.02, 0.03)])
        model.stop_training = False
        """,
        java,
        epochs("val_loss", UP_AND_DOWN),
        1);
  }

  @Test
  void doesNotStopOnNaN(Python python) {
    same(
        python,
        "keras.callbacks.EarlyStopping(patience=2, verbose=1, restore_best_weights=True)",
        stopping("patience=2, verbose=1, restore_best_weights=True"),
        epochs("val_loss", List.of(Double.NaN, 0.5, Double.NaN, 0.4, Double.NaN, Double.NaN, 0.3)),
        1);
  }

  @Test
  void saysThatTheValueIsNotThere(Python python) {
    same(
        python,
        "keras.callbacks.EarlyStopping(monitor='val_acc', mode='max', verbose=1)",
        stopping("monitor='val_acc', mode='max', verbose=1"),
        epochs("val_loss", List.of(0.5, 0.4)),
        1);
  }

  private ModelCheckpoint checkpoint(String name) {
    return new ModelCheckpoint(folder.resolve(name));
  }

  private static String inFolder(String name, String arguments) {
    return "keras.callbacks.ModelCheckpoint(folder + '/%s'%s)".formatted(name, arguments);
  }

  @Test
  void savesEveryEpoch(Python python) {
    String name = "a/b-{epoch:02d}-{val_loss:.2f}.keras";
    same(
        python,
        inFolder(name, ", verbose=1"),
        checkpoint(name).verbose(1),
        epochs("val_loss", UP_AND_DOWN),
        2);
  }

  @Test
  void savesTheBest(Python python) {
    same(
        python,
        inFolder("best.keras", ", save_best_only=True, verbose=1"),
        checkpoint("best.keras").saveBestOnly(true).verbose(1),
        epochs("val_loss", UP_AND_DOWN),
        1);
  }

  @Test
  void savesTheBestWeightsOfTheHighest(Python python) {
    String name = "{epoch}-{val_score:.3f}-{loss:e}.weights.h5";
    same(
        python,
        inFolder(
            name,
            ", monitor='val_score', mode='max', save_best_only=True, save_weights_only=True,"
                + " initial_value_threshold=0.75, verbose=1"),
        checkpoint(name)
            .monitor("val_score")
            .mode("max")
            .saveBestOnly(true)
            .saveWeightsOnly(true)
            .initialValueThreshold(0.75)
            .verbose(1),
        epochs("val_score", UP_AND_DOWN),
        1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void savesEverySoManyBatches(int frequency, Python python) {
    String name = "{epoch:3d}|{batch:04d}|{loss:8.4f}.h5";
    same(
        python,
        inFolder(name, ", save_freq=%d, verbose=1".formatted(frequency)),
        checkpoint(name).saveFreq(frequency).verbose(1),
        epochs("val_loss", UP_AND_DOWN),
        3);
  }

  @Test
  void savesWithoutTheValueItWatches(Python python) {
    same(
        python,
        inFolder("m.keras", ", monitor='val_acc', mode='max', save_best_only=True"),
        checkpoint("m.keras").monitor("val_acc").mode("max").saveBestOnly(true),
        epochs("val_loss", List.of(0.5)),
        0);
  }

  @Test
  void schedulesTheLearningRate(Python python) {
    same(
        python,
        "keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate if epoch < 2 else rate *"
            + " 0.3, verbose=1)",
        new LearningRateScheduler((epoch, rate) -> epoch < 2 ? rate : rate * 0.3).verbose(1),
        epochs("val_loss", UP_AND_DOWN),
        1);
  }

  /** The arguments as Python spells them, for the names of the tests, and the same in Java. */
  private static ReduceLROnPlateau plateau(String arguments) {
    ReduceLROnPlateau r = new ReduceLROnPlateau();
    for (String argument : arguments.isEmpty() ? new String[0] : arguments.split(", ", -1)) {
      String value = argument.substring(argument.indexOf('=') + 1).replace("'", "");
      switch (argument.substring(0, argument.indexOf('='))) {
        case "monitor" -> r.monitor(value);
        case "factor" -> r.factor(Double.parseDouble(value));
        case "patience" -> r.patience(Integer.parseInt(value));
        case "verbose" -> r.verbose(Integer.parseInt(value));
        case "mode" -> r.mode(value);
        case "min_delta" -> r.minDelta(Double.parseDouble(value));
        case "cooldown" -> r.cooldown(Integer.parseInt(value));
        case "min_lr" -> r.minLr(Double.parseDouble(value));
        default -> throw new IllegalArgumentException(argument);
      }
    }
    return r;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "patience=1, verbose=1",
        "patience=2, factor=0.5, verbose=1",
        "monitor='loss', patience=1, cooldown=2, verbose=1",
        "patience=1, min_lr=0.02, factor=0.3, verbose=1",
        "mode='max', patience=1, min_delta=0.1, verbose=1",
        "monitor='val_acc', mode='max', patience=0"
      })
  void lowersTheLearningRate(String arguments, Python python) {
    same(
        python,
        "keras.callbacks.ReduceLROnPlateau(" + arguments + ")",
        plateau(arguments),
        epochs("val_loss", UP_AND_DOWN),
        1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"val_loss", "a, \"b\"", "score"})
  void logsTheSameCsv(String name, Python python) throws IOException {
    List<Map<String, Double>> epochs =
        epochs(name, List.of(0.1, 1e-9, 1e20, Double.NaN, 100.0, (double) 0.1f));
    epochs.get(2).remove(name);
    for (int run = 0; run < 2; run++) {
      same(
          python,
          "keras.callbacks.CSVLogger(folder + '/py.csv', separator=';', append=%s)"
              .formatted(run == 0 ? "False" : "True"),
          new CSVLogger(folder.resolve("java.csv")).separator(";").append(run > 0),
          epochs,
          1);
      assertEquals(
          Files.readString(folder.resolve("py.csv")), Files.readString(folder.resolve("java.csv")));
    }
  }

  @Test
  void terminatesOnNaN(Python python) {
    same(
        python,
        "keras.callbacks.TerminateOnNaN()",
        new TerminateOnNaN(),
        epochs("val_loss", List.of(0.5, 0.4, Double.POSITIVE_INFINITY, 0.2)),
        2);
    same(
        python,
        "keras.callbacks.TerminateOnNaN()",
        new TerminateOnNaN(),
        epochs("val_loss", List.of(Double.NaN, 0.4)),
        2);
  }

  @Test
  void callsLambdas(Python python) {
    StringBuilder java = new StringBuilder();
    LambdaCallback callback =
        new LambdaCallback()
            .onTrainBegin(logs -> java.append("begin\n"))
            .onEpochBegin((epoch, logs) -> java.append("epoch ").append(epoch).append('\n'))
            .onTrainBatchBegin((batch, logs) -> java.append("batch ").append(batch).append('\n'))
            .onTrainBatchEnd((batch, logs) -> java.append(logs.loss()).append('\n'))
            .onEpochEnd((epoch, logs) -> java.append(logs.get("val_loss")).append('\n'))
            .onTrainEnd(logs -> java.append("end ").append(logs.loss()).append('\n'));
    List<Map<String, Double>> epochs = epochs("val_loss", List.of(0.5, 0.25));
    PythonResult expected =
        python
            .keras3()
            .exec(
                FakeModel.PYTHON
                    + """
                    train([keras.callbacks.LambdaCallback(
                        on_train_begin=lambda logs: print("begin"),
                        on_epoch_begin=lambda epoch, logs: print("epoch", epoch),
                        on_train_batch_begin=lambda batch, logs: print("batch", batch),
                        on_train_batch_end=lambda batch, logs: print(logs["loss"]),
                        on_epoch_end=lambda epoch, logs: print(logs["val_loss"]),
                        on_train_end=lambda logs: print("end", logs["loss"]))], epochs, 2)
                    """,
                Map.of("epochs", epochs, "folder", folder));
    train(new FakeModel(""), callback, epochs, 2);
    assertEquals(expected.text("text"), java.toString());
  }
}
