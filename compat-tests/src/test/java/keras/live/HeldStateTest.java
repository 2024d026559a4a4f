package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import keras.Keras;
import keras.config.CustomObjects;
import keras.engine.Values;
import keras.layers.Dense;
import keras.layers.InputLayer;
import keras.models.Model;
import keras.models.Sequential;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.regularizers.L2;
import keras.saving.LoadOptions;
import keras.saving.LoadReport;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.StdArrays;

/** Optimizers and metrics in fields keep their state in files as they do in both Kerases. */
@ExtendWith(PythonExtension.class)
class HeldStateTest {
  private static final float[][] X = {{1, 0.5f}, {-0.3f, 0.8f}, {0.2f, -1}, {0.7f, 0.1f}};
  private static final double TOLERANCE = 1e-6;

  private static Map<String, Object> parameters(Path folder, String file) {
    return Map.of("x", StdArrays.ndCopyOf(X), "file", folder.resolve(file).toString());
  }

  private static void train(Model model, int steps) {
    model.fit(X, f -> f.batchSize(X.length).epochs(steps).shuffle(false).verbose(0));
  }

  private static Pair built() {
    Pair model = new Pair();
    model.compile();
    model.predict(X);
    return model;
  }

  /** Files of Python go on in Java as in Python. */
  @ParameterizedTest
  @CsvSource({
    "KERAS3, model.save(file), pair.keras",
    "KERAS3, model.save_weights(file), pair.weights.h5",
    "KERAS3, 'tf.train.Checkpoint(model=model).write(file); again()', pair.ckpt",
    "TF_KERAS, model.save(file), pair.keras",
    "TF_KERAS, model.save_weights(file), pair.weights.h5",
    "TF_KERAS, model.save_weights(file), pair.ckpt",
    "TF_KERAS, 'model.save(file, save_format=\"tf\")', pair",
  })
  void goOnInJava(
      Framework framework, String save, String file, Python python, @TempDir Path folder) {
    PythonResult expected =
        python
            .of(framework)
            .exec(
                Pair.PYTHON
                    + """
                    def again(): # whose checkpoints lack lists of optimizers
                        global model
                        model = pair()
                        tf.train.Checkpoint(model=model).read(file)
                    model = pair()
                    train(model, 3)
                    %s
                    result["total"] = float(model.total_tracker.result())
                    train(model, 3)
                    result["state"] = state(model)
                    """
                        .formatted(save),
                parameters(folder, file));
    try (Pair model = load(folder.resolve(file).toString())) {
      if (framework == Framework.TF_KERAS) { // Keras 3 keeps no metrics
        assertEquals(
            expected.number("total"), result(model), TOLERANCE, "the metric's value in the file");
      }
      train(model, 3);
      Arrays32.assertNear("weights", expected.arrays("state"), model.getWeights(), TOLERANCE);
    }
  }

  private static double result(Pair model) {
    List<Double> state =
        Values.read(model.totalTracker().variables()).stream()
            .map(h -> h.toNdArray().getObject() instanceof Number n ? n.doubleValue() : Double.NaN)
            .toList();
    return state.get(0) / state.get(1);
  }

  private static Pair load(String file) {
    if (file.endsWith(".ckpt") || file.endsWith(".weights.h5")) {
      Pair model = built();
      model.loadWeights(file);
      return model;
    }
    return (Pair) Keras.loadModel(file, CustomObjects.of(Pair.class));
  }

  /** Files of Java go on in Python as in Java. */
  @ParameterizedTest
  @CsvSource({
    "KERAS3, KERAS_3, pair.keras",
    "KERAS3, PORTABLE, pair.keras",
    "KERAS3, PORTABLE, pair.weights.h5",
    "TF_KERAS, TF_KERAS, pair.keras",
    "TF_KERAS, TF_KERAS, pair.weights.h5",
    "TF_KERAS, PORTABLE, pair.ckpt",
    "TF_KERAS, TF_KERAS, pair",
  })
  void goOnInPython(
      Framework framework, Dialect dialect, String file, Python python, @TempDir Path folder) {
    String path = folder.resolve(file).toString();
    try (Pair model = built()) {
      train(model, 3);
      boolean weights = file.endsWith(".ckpt") || file.endsWith(".weights.h5");
      SaveOptions options = SaveOptions.defaults().dialect(dialect);
      if (weights) {
        model.saveWeights(path, options);
      } else {
        model.save(path, options);
      }
      train(model, 3);
      PythonResult actual =
          python
              .of(framework)
              .exec(
                  Pair.PYTHON
                      + (weights
                          ? "model = pair()\nmodel.load_weights(file)\n"
                          : "model = keras.models.load_model(file, custom_objects={'Pair':"
                              + " Pair})\n")
                      + """
                      result["iterations"] = int(model.d_optimizer.iterations)
                      train(model, 3)
                      result["state"] = state(model)
                      """,
                  parameters(folder, file));
      assertEquals(3, actual.number("iterations"));
      Arrays32.assertNear("weights", actual.arrays("state"), model.getWeights(), TOLERANCE);
    }
  }

  /** The groups of a file are those of Keras. */
  @ParameterizedTest
  @CsvSource({"KERAS3, KERAS_3", "TF_KERAS, TF_KERAS"})
  void standsWhereKerasLooks(
      Framework framework, Dialect dialect, Python python, @TempDir Path folder) {
    String file = folder.resolve("java.weights.h5").toString();
    try (Pair model = built()) {
      train(model, 1);
      model.saveWeights(file, SaveOptions.defaults().dialect(dialect));
    }
    PythonResult found =
        python
            .of(framework)
            .exec(
                Pair.PYTHON
                    + """
                    import h5py
                    def groups(path):
                        found = []
                        h5py.File(path).visititems(lambda name, item: found.append(name)
                            if isinstance(item, h5py.Dataset) else None)
                        return found
                    model = pair()
                    train(model, 1)
                    model.save_weights(file + ".weights.h5")
                    result["python"] = groups(file + ".weights.h5")
                    result["java"] = groups(file)
                    """,
                Map.of("x", StdArrays.ndCopyOf(X), "file", file));
    TreeSet<Object> expected = new TreeSet<>(found.list("python"));
    expected.removeIf(name -> name.toString().startsWith("optimizer/")); // which took no step
    assertEquals(expected, new TreeSet<>(found.list("java")));
  }

  /** As Keras does, which warns: the state has no place in an optimizer that is not built. */
  @Test
  void tellsOfAnOptimizerThatIsNotThere(Python python, @TempDir Path folder) {
    String file = folder.resolve("gan.keras").toString();
    python
        .keras3()
        .exec(
            Pair.PYTHON
                + """
                model = pair()
                train(model, 1)
                model.more = keras.optimizers.SGD(momentum=0.5)
                model.more.build(model.d.trainable_variables)
                model.save(file)
                """,
            Map.of("x", StdArrays.ndCopyOf(X), "file", file));
    LoadReport[] report = new LoadReport[1];
    LoadOptions options =
        LoadOptions.defaults()
            .customObjects(CustomObjects.of(Pair.class))
            .report(r -> report[0] = r);
    try (Model model = Keras.loadModel(file, options)) {
      assertEquals(
          "/more/vars looks like the state of an optimizer and was left out, for %s holds none there. If it is one, make it in the constructor, in a field of that name, and build it: optimizer.build(layer.trainableWeights())."
              .formatted(model),
          Objects.requireNonNull(report[0]).notes().get(0));
    }
  }

  /** What compile follows beside no loss of its own, as where layers add theirs. */
  @ParameterizedTest
  @ValueSource(strings = {"metrics", "weighted_metrics"})
  void metricsWithoutALossOfTheModel(String argument, Python python, @TempDir Path folder) {
    Path file = folder.resolve("penalized.weights.h5");
    float[][] y = {{1}, {2}, {0}, {1}};
    try (Model model =
        new Sequential(new InputLayer(2), new Dense(1).kernelRegularizer(new L2(0.1)))) {
      model.compile(
          c -> {
            c.optimizer("sgd");
            Object unused =
                argument.equals("metrics")
                    ? c.metrics("mean_squared_error")
                    : c.weightedMetrics("mean_squared_error");
          });
      model.fit(X, y, f -> f.verbose(0).shuffle(false));
      model.saveWeights(file.toString(), SaveOptions.defaults().dialect(Dialect.TF_KERAS));
      PythonResult loaded =
          python
              .tfKeras()
              .exec(
                  """
                  L = keras.layers
                  model = keras.Sequential(
                      [keras.Input((2,)), L.Dense(1, kernel_regularizer=keras.regularizers.L2(0.1))])
                  model.compile("sgd", **{argument: ["mean_squared_error"]})
                  model.fit(x, y, verbose=0)
                  model.load_weights(file)
                  result["metric"] = float(model.metrics[-1].result())
                  result["weights"] = model.get_weights()
                  """,
                  Map.of(
                      "x",
                      StdArrays.ndCopyOf(X),
                      "y",
                      StdArrays.ndCopyOf(y),
                      "argument",
                      argument,
                      "file",
                      file));
      Arrays32.assertNear("weights", loaded.arrays("weights"), model.getWeights(), TOLERANCE);
      List<Double> state =
          Values.read(model.metrics().get(1).variables()).stream()
              .map(h -> (double) h.floats()[0])
              .toList();
      assertEquals(state.get(0) / state.get(1), loaded.number("metric"), TOLERANCE);
    }
  }
}
