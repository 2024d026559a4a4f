package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import keras.Keras;
import keras.callbacks.BackupAndRestore;
import keras.callbacks.Callback;
import keras.callbacks.History;
import keras.callbacks.LambdaCallback;
import keras.callbacks.SwapEMAWeights;
import keras.engine.HostTensor;
import keras.engine.Values;
import keras.golden.Closeness;
import keras.models.Model;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.StdArrays;

/** Runs that are broken off and taken up, and weights that change places with their averages. */
@ExtendWith(PythonExtension.class)
class CallbackStateTest {
  private static final FloatNdArray X = line(-1, 1, 24, 4);
  private static final FloatNdArray Y = line(0, 1, 24, 2);

  private static final String MAKE =
      """
      import shutil
      C = keras.callbacks
      def make(optimizer):
          keras.utils.set_random_seed(7)
          model = keras.Sequential(
              [keras.Input((4,)), keras.layers.Dense(8, "tanh"), keras.layers.Dense(2)])
          model.compile(optimizer, "mse", metrics=["mae"])
          return model
      def fit(model, *callbacks, **options):
          return model.fit(
              x, y, epochs=5, batch_size=8, shuffle=False, verbose=0, callbacks=list(callbacks),
              **options).history
      class Broken(C.Callback):
          def on_train_batch_end(self, batch, logs=None):
              if int(self.model.optimizer.iterations) == 8:
                  raise InterruptedError("here")
      """;

  private final Path dir;
  private final Path start;

  CallbackStateTest(@TempDir Path dir) {
    this.dir = dir;
    start = dir.resolve("start.keras");
  }

  /** Runs a script after {@link #MAKE}; it knows the data, and where the model starts. */
  private PythonResult run(Python python, String script, Map<String, ?> further) {
    Map<String, Object> given = new HashMap<>(Map.of("x", X, "y", Y, "path", start));
    given.putAll(further);
    return python.keras3().exec(MAKE + script, given);
  }

  private static FloatNdArray line(float from, float to, int rows, int columns) {
    float[][] values = new float[rows][columns];
    for (int i = 0; i < rows * columns; i++) {
      values[i / columns][i % columns] = from + (to - from) * i / (rows * columns - 1);
    }
    return StdArrays.ndCopyOf(values);
  }

  private static History fit(Model model, Callback... callbacks) {
    return model.fit(
        X, Y, f -> f.epochs(5).batchSize(8).shuffle(false).verbose(0).callbacks(callbacks));
  }

  private static void same(String what, PythonResult python, String key, History history) {
    for (String name : python.map(key).keySet()) {
      Closeness.relative(1e-6)
          .check(
              what + ": " + name,
              python.series(key, name),
              history.get(name).stream().mapToDouble(v -> v).toArray());
    }
  }

  private static BackupAndRestore backup(Path folder, String saveFreq) {
    BackupAndRestore backup = new BackupAndRestore(folder).doubleCheckpoint(true);
    return saveFreq.equals("'epoch'")
        ? backup.saveFreq("epoch")
        : backup.saveFreq(Integer.parseInt(saveFreq));
  }

  private static Callback broken() {
    return new Callback() {
      @Override
      public void onTrainBatchEnd(int batch, keras.callbacks.Logs logs) {
        if (model().optimizer().iterations() == 8) {
          throw new IllegalStateException("here");
        }
      }
    };
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> String.valueOf(f.getFileName())).sorted().toList();
    }
  }

  /** Three batches an epoch; the run breaks off in the middle of the third. */
  @ParameterizedTest
  @ValueSource(strings = {"'epoch'", "1", "2", "5"})
  void goesOnWhereARunWasBrokenOff(String saveFreq, Python python) throws IOException {
    Path theirs = dir.resolve("theirs");
    PythonResult expected =
        run(
            python,
            """
            model = make(keras.optimizers.Adam(0.02))
            model.save(path)
            result["unbroken"] = fit(model)
            model = keras.models.load_model(path)
            backup = lambda to: C.BackupAndRestore(to, save_freq=FREQ, double_checkpoint=True)
            try:
                fit(model, backup(folder), Broken())
            except InterruptedError:
                pass
            shutil.copytree(folder, folder + "-copy")
            result["resumed"] = fit(keras.models.load_model(path), backup(folder + "-copy"))
            """
                .replace("FREQ", saveFreq),
            Map.of("folder", theirs));
    String key = saveFreq.equals("'epoch'") ? "unbroken" : "resumed";
    Path ours = dir.resolve("ours");
    try (Model model = Keras.loadModel(start.toString())) {
      assertThrows(IllegalStateException.class, () -> fit(model, backup(ours, saveFreq), broken()));
    }
    assertEquals(files(theirs), files(ours));
    for (String name : files(theirs)) {
      if (name.contains("json")) {
        assertEquals(
            Files.readString(theirs.resolve(name)), Files.readString(ours.resolve(name)), name);
      }
    }
    PythonResult taken =
        run(
            python,
            """
            result["resumed"] = fit(
                keras.models.load_model(path),
                C.BackupAndRestore(folder, delete_checkpoint=False))
            """,
            Map.of("folder", ours));
    int from = 5 - expected.series("resumed", "loss").length;
    try (Model model = Keras.loadModel(start.toString())) {
      History resumed = fit(model, backup(theirs, saveFreq));
      assertEquals(from, resumed.epoch().get(0));
      same("Java after Python", expected, "resumed", resumed);
      assertFalse(Files.exists(theirs));
      same("Python after Java", taken, "resumed", resumed);
      if (key.equals("unbroken")) {
        double[] whole = expected.series("unbroken", "loss");
        Closeness.relative(1e-6)
            .check(
                "unbroken",
                java.util.Arrays.copyOfRange(whole, from, 5),
                resumed.get("loss").stream().mapToDouble(v -> v).toArray());
      }
      assertEquals(0, fit(model).epoch().get(0));
    }
  }

  @Test
  void takesTheStateBeforeWhereTheLatestIsCutShort(Python python) throws IOException {
    Path folder = dir.resolve("backup");
    run(python, "make(keras.optimizers.Adam(0.02)).save(path)", Map.of());
    try (Model model = Keras.loadModel(start.toString());
        Model again = Keras.loadModel(start.toString())) {
      History unbroken = fit(model);
      fit(
          again,
          backup(folder, "'epoch'").deleteCheckpoint(false),
          new LambdaCallback().onEpochEnd((epoch, logs) -> again.stopTraining(epoch == 2)));
      Path latest = folder.resolve("latest.weights.h5");
      byte[] bytes = Files.readAllBytes(latest);
      Files.write(latest, java.util.Arrays.copyOf(bytes, bytes.length / 2));
      History resumed = fit(again, backup(folder, "'epoch'"));
      assertEquals(List.of(2, 3, 4), resumed.epoch());
      assertEquals(unbroken.get("loss").subList(2, 5), resumed.get("loss"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "keras.optimizers.Adam(0.02, use_ema=True, ema_momentum=0.8); false",
        "keras.optimizers.Adam(0.02, use_ema=True, ema_momentum=0.8); true",
        "keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.1, use_ema=True)); true"
      })
  void swapsWeightsWithTheirAverages(String optimizer, boolean onEpoch, Python python) {
    PythonResult expected =
        run(
            python,
            """
            model = make(eval(optimizer))
            model.save(path)
            between = []
            swap = C.SwapEMAWeights(swap_on_epoch=on_epoch)
            spy = C.LambdaCallback(
                on_epoch_end=lambda e, logs: between.extend(np.array(w) for w in model.weights))
            result["history"] = fit(model, swap, spy, validation_data=(x, y))
            result["between"] = between
            result["weights"] = [np.array(w) for w in model.weights]
            result["evaluated"] = model.evaluate(x, y, verbose=0, callbacks=[swap])
            """,
            Map.of("optimizer", optimizer, "on_epoch", onEpoch));
    try (Model model = Keras.loadModel(start.toString())) {
      List<HostTensor> between = new ArrayList<>();
      SwapEMAWeights swap = new SwapEMAWeights().swapOnEpoch(onEpoch);
      LambdaCallback spy =
          new LambdaCallback()
              .onEpochEnd((e, logs) -> between.addAll(Values.read(model.weights())));
      History history =
          model.fit(
              X,
              Y,
              f ->
                  f.epochs(5)
                      .batchSize(8)
                      .shuffle(false)
                      .verbose(0)
                      .validationData(X, Y)
                      .callbacks(swap, spy));
      same("history", expected, "history", history);
      check("between", expected.arrays("between"), between);
      check("weights", expected.arrays("weights"), Values.read(model.weights()));
      double loss = model.evaluate(X, Y, e -> e.verbose(0).callbacks(swap)).loss();
      assertEquals(expected.numbers("evaluated")[0], loss, 1e-6);
    }
  }

  private static void check(String what, List<HostTensor> expected, List<HostTensor> actual) {
    new Closeness(1e-6, 1e-6)
        .check(
            what,
            expected.stream().map(HostTensor::toNdArray).toList(),
            actual.stream().map(HostTensor::toNdArray).toList());
  }

  @Test
  void refusesToSwapWhatIsNotKept(Python python) {
    run(python, "make('sgd').save(path)", Map.of());
    try (Model model = Keras.loadModel(start.toString())) {
      assertEquals(
          "SwapEMAWeights must be used when `use_ema=True` is set on the optimizer, which has taken"
              + " a step or was built. Received: %s.".formatted(model.optimizer()),
          assertThrows(
                  IllegalStateException.class,
                  () -> fit(model, new SwapEMAWeights().swapOnEpoch(true)))
              .getMessage());
    }
  }
}
