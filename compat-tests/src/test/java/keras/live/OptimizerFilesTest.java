package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.engine.HostTensor;
import keras.engine.Values;
import keras.golden.Closeness;
import keras.models.Model;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.LoadOptions;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.StdArrays;

/**
 * Files of models with optimizers that step with other ones, with Nadam, and in mixed_float16:
 * trained in a real Keras, trained on in Java, saved, and trained on in Keras again.
 */
@ExtendWith(PythonExtension.class)
class OptimizerFilesTest {
  private static final FloatNdArray X = line(-1, 1, 24, 4);
  private static final FloatNdArray Y = line(0, 1, 24, 2);

  /** Makes and trains a model; {@code go_on} takes four steps one at a time. */
  private static final String MAKE =
      """
      def make():
          keras.utils.set_random_seed(7)
          i = keras.Input((4,))
          h = keras.layers.Dense(8, "tanh", dtype=policy)(i)
          model = keras.Model(i, keras.layers.Dense(2, dtype=policy)(h))
          keras.mixed_precision.set_global_policy("float32")
          O = keras.optimizers
          scaled = getattr(O, "LossScaleOptimizer", None) or keras.mixed_precision.LossScaleOptimizer
          model.compile(eval(optimizer, dict(O=O, LossScaleOptimizer=scaled)), "mse")
          return model
      def go_on(model):
          history = model.fit(x, y, epochs=4, batch_size=24, shuffle=False, verbose=0).history
          result["loss"] = history["loss"]
          result["weights"] = [np.array(w) for w in model.get_weights()]
          result["optimizer"] = type(model.optimizer).__name__
      """;

  private static final String TRAIN =
      MAKE
          + """
          model = make()
          model.fit(x, y, epochs=3, batch_size=12, shuffle=False, verbose=0)
          model.save(path)
          go_on(keras.models.load_model(path) if reload else model)
          """;

  private static final String GO_ON = MAKE + "go_on(keras.models.load_model(path))";

  private final Path dir;

  OptimizerFilesTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private static final String SCALED = "LossScaleOptimizer(O.Adam(0.02), initial_scale=2.0**120)";
  private static final String GROWING =
      "LossScaleOptimizer(O.SGD(0.1, momentum=0.9), initial_scale=8.0, dynamic_growth_steps=4)";

  private static FloatNdArray line(float from, float to, int rows, int columns) {
    float[][] values = new float[rows][columns];
    for (int i = 0; i < rows * columns; i++) {
      values[i / columns][i % columns] = from + (to - from) * i / (rows * columns - 1);
    }
    return StdArrays.ndCopyOf(values);
  }

  private static final String FIXED =
      "LossScaleOptimizer(O.SGD(0.1, momentum=0.9, clipnorm=0.5), initial_scale=64.0,"
          + " dynamic=False)";

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\u0000',
      value = {
        "KERAS3; m.keras; float32; " + GROWING,
        "KERAS3; m.h5; float32; " + GROWING,
        "KERAS3; m.keras; float32; " + SCALED,
        "KERAS3; m.keras; mixed_float16; O.Adam(0.02)",
        "KERAS3; m.h5; mixed_float16; O.Adam(0.02)",
        "KERAS3; m.keras; float32; O.Nadam(0.02)",
        "KERAS3; m.h5; float32; O.Nadam(0.02)",
        "KERAS3; m.keras; float32; O.MultiOptimizer(O.OptimizerMap(O.SGD(0.1, momentum=0.9),"
            + " {'.*kernel': O.Adam(0.01)}))",
        "KERAS3; m.h5; float32; O.MultiOptimizer(O.OptimizerMap(O.SGD(0.1, momentum=0.9),"
            + " {'.*kernel': O.Adam(0.01)}))",
        "KERAS3; m.keras; float32; O.Lamb(0.02)",
        "KERAS3; m.keras; float32; O.Muon(0.02, exclude_layers=['dense_1'])",
        "KERAS3; m.keras; float32; O.ScheduleFreeAdamW(0.02)",
        "TF_KERAS; m.h5; float32; O.Adafactor(0.02)",
        "TF_KERAS; m.keras; float32; " + GROWING,
        "TF_KERAS; m.h5; float32; " + GROWING,
        "TF_KERAS; m.keras; mixed_float16; O.Adam(0.02)",
        "TF_KERAS; m.h5; mixed_float16; O.Adam(0.02)",
        "TF_KERAS; m.keras; float32; O.Nadam(0.02)",
        "TF_KERAS; m.h5; float32; O.Nadam(0.02)",
        "TF_KERAS; saved; float32; O.Nadam(0.02)",
        "TF_KERAS; saved; float32; " + GROWING,
        "TF_KERAS; m.keras; float32; " + FIXED,
        "TF_KERAS; m.h5; float32; " + FIXED,
        "TF_KERAS; m.keras; mixed_float16; " + FIXED,
      })
  void goesOnBothWays(
      Framework framework, String name, String policy, String optimizer, Python python) {
    Path file = dir.resolve(name);
    Map<String, Object> given = new HashMap<>(Map.of("x", X, "y", Y, "path", file));
    given.putAll(Map.of("policy", policy, "optimizer", optimizer));
    boolean loses = name.endsWith(".h5") && framework == Framework.KERAS3;
    boolean forgets =
        name.equals("saved") || (optimizer.startsWith("Loss") && !name.endsWith(".keras"));
    given.put("reload", !loses && !forgets);
    PythonResult trained = python.of(framework).exec(TRAIN, given);
    List<String> notes = new ArrayList<>();
    LoadOptions options = LoadOptions.defaults().report(r -> notes.addAll(r.notes()));
    // Keras 3 cannot train its own .h5 with a state. tf_keras forgets that of SavedModels, and of
    // an
    // optimizer that scales the loss in .h5 files. They are compared with a model never saved.
    try (Model model = Keras.loadModel(file.toString(), options)) {
      check("Java after Python", policy, trained, model);
      assertEquals(List.of(), notes);
      if (loses) {
        return;
      }
      Dialect dialect = framework == Framework.KERAS3 ? Dialect.KERAS_3 : Dialect.TF_KERAS;
      Path ours = dir.resolve("ours-" + name);
      model.save(ours.toString(), SaveOptions.defaults().dialect(dialect));
      given.put("path", ours);
      PythonResult again = python.of(framework).exec(GO_ON, given);
      assertEquals(trained.text("optimizer"), again.text("optimizer"));
      if (forgets) {
        return;
      }
      try (Model reloaded = Keras.loadModel(ours.toString())) {
        check("Python after Java", policy, again, reloaded);
      }
    }
  }

  /** Only checkpoints of tf_keras hold the scale and Nadam's product of momentums. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\u0000',
      value = {SCALED, "O.Nadam(0.02)"})
  void goesOnFromCheckpointsOfTfKeras(String optimizer, Python python) {
    Map<String, Object> given = new HashMap<>(Map.of("x", X, "y", Y, "path", dir.resolve("ckpt")));
    given.putAll(Map.of("policy", "float32", "optimizer", optimizer));
    PythonResult trained =
        python
            .tfKeras()
            .exec(
                MAKE
                    + """
                    model = make()
                    model.save(path + ".keras")
                    model.fit(x, y, epochs=3, batch_size=12, shuffle=False, verbose=0)
                    model.save_weights(path)
                    go_on(model)
                    """,
                given);
    try (Model model = Keras.loadModel(dir.resolve("ckpt.keras").toString())) {
      model.optimizer().build(model.trainableWeights());
      model.loadWeights(dir.resolve("ckpt").toString());
      check("Java after Python", "float32", trained, model);
      model.saveWeights(dir.resolve("ours").toString());
      given.put("path", dir.resolve("ours"));
      PythonResult again =
          python
              .tfKeras()
              .exec(MAKE + "model = make()\nmodel.load_weights(path)\ngo_on(model)", given);
      check("Python after Java", "float32", again, model);
    }
  }

  /** Compares four steps, one at a time, and the weights after them. */
  private static void check(String what, String policy, PythonResult expected, Model model) {
    List<Double> losses =
        model.fit(X, Y, f -> f.epochs(4).batchSize(24).shuffle(false).verbose(0)).get("loss");
    Closeness close = Closeness.relative(policy.equals("float32") ? 1e-5 : 2e-3);
    close.check(
        what + ": loss", expected.numbers("loss"), losses.stream().mapToDouble(v -> v).toArray());
    List<HostTensor> weights = Values.read(model.weights());
    close.check(
        what + ": weights",
        expected.arrays("weights").stream().map(HostTensor::toNdArray).toList(),
        weights.stream().map(HostTensor::toNdArray).toList());
  }
}
