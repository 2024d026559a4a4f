package keras.io.h5;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.golden.Closeness;
import keras.models.Model;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.LoadOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.StdArrays;

/**
 * Whole models in the words of Kerases that are gone, written by h5py as those wrote them: Java
 * predicts, evaluates and trains as tf_keras does with the same model in its own words.
 */
@ExtendWith(PythonExtension.class)
class OldGenerationsLiveTest {
  private static final FloatNdArray X =
      StdArrays.ndCopyOf(new float[][] {{1, 2, 0}, {-1, 0, 1}, {0.5f, -0.5f, 2}, {3, 1, -1}});
  private static final FloatNdArray Y =
      StdArrays.ndCopyOf(new float[][] {{1, 0}, {0, 1}, {1, 1}, {0.5f, 0}});

  private static final String WRITE =
      """
      layers = keras.layers
      keras.utils.set_random_seed(3)
      old = keras.optimizers.legacy
      made = old.SGD(0.1, momentum=0.9) if rule == "SGD" else old.RMSprop(0.01, epsilon=1e-3)
      model = keras.Sequential([
          layers.Input((3,)), layers.Dense(4, "hard_sigmoid", name="dense_1"),
          layers.BatchNormalization(momentum=0.9, epsilon=1e-5, name="batchnormalization_1"),
          layers.Dropout(0.0, name="dropout_1"), layers.Dense(2, name="dense_2")])
      model.compile(made, "mean_squared_error")
      model.set_weights(
          [np.asarray(np.random.uniform(0.1, 1, w.shape), w.dtype) for w in model.get_weights()])

      def dense(name, units, activation, first):
          if generation == "1":
              c = {"name": name, "trainable": True, "output_dim": units, "init": "glorot_uniform",
                   "activation": activation, "W_regularizer": None, "b_regularizer": None,
                   "activity_regularizer": None, "W_constraint": None, "b_constraint": None,
                   "bias": True, "input_dim": 3 if first else None}
              dtype = "input_dtype"
          else:
              init = {"class_name": "VarianceScaling", "config": {
                  "scale": 1.0, "mode": "fan_avg", "distribution": "uniform", "seed": None}}
              c = {"name": name, "trainable": True, "units": units, "activation": activation,
                   "use_bias": True, "kernel_initializer": init,
                   "bias_initializer": {"class_name": "Zeros", "config": {}},
                   "kernel_regularizer": None, "bias_regularizer": None,
                   "activity_regularizer": None, "kernel_constraint": None,
                   "bias_constraint": None}
              dtype = "dtype"
          if first:
              c |= {"batch_input_shape": [None, 3], dtype: "float32"}
          return {"class_name": "Dense", "config": c}

      norm = {"name": "batchnormalization_1", "trainable": True, "axis": -1, "momentum": 0.9,
              "epsilon": 1e-05}
      norm |= {"mode": 0, "gamma_regularizer": None, "beta_regularizer": None} \\
          if generation == "1" else {
              "center": True, "scale": True, "beta_initializer": {"class_name": "Zeros", "config": {}}}
      drop = {"name": "dropout_1", "trainable": True}
      drop |= {"p": 0.0} if generation == "1" else {"rate": 0.0}
      stack = [dense("dense_1", 4, "hard_sigmoid", True),
               {"class_name": "BatchNormalization", "config": norm},
               {"class_name": "Dropout", "config": drop}, dense("dense_2", 2, "linear", False)]
      listed = version < "2.2.3"
      config = stack if listed else {"name": "sequential_1", "layers": stack}
      state = {"lr" if version < "2.3" else "learning_rate": 0.1 if rule == "SGD" else 0.01,
               "decay": 0.0}
      state |= {"momentum": 0.9, "nesterov": False} if rule == "SGD" else {
          "rho": 0.9, "epsilon": 1e-3}
      training = {"optimizer_config": {"class_name": rule, "config": state},
                  "loss": "mean_squared_error", "metrics": [], "sample_weight_mode": None,
                  "loss_weights": None}
      short = {"kernel": "W", "bias": "b", "moving_mean": "running_mean",
               "moving_variance": "running_std"}
      end = "" if backend == "theano" else ":0"
      with h5py.File(path, "w") as f:
          if version:
              f.attrs["keras_version"] = version.encode()
          if generation == "2":
              f.attrs["backend"] = backend.encode()
          f.attrs["model_config"] = json.dumps(
              {"class_name": "Sequential", "config": config}).encode()
          f.attrs["training_config"] = json.dumps(training).encode()
          weights = f.create_group("model_weights")
          weights.attrs["layer_names"] = [l.name.encode() for l in model.layers]
          for l in model.layers:
              g = weights.create_group(l.name)
              names = []
              for w in l.trainable_weights + l.non_trainable_weights:
                  last = w.name.split("/")[-1].split(":")[0]
                  name = f"{l.name}_{short.get(last, last)}{end}" if generation == "1" \\
                      else f"{l.name}/{last}{end}"
                  names.append(name.encode())
                  g[name] = w.numpy()
              g.attrs["weight_names"] = names
      result["y"] = model.predict(x, verbose=0)
      result["losses"] = model.fit(
          x, y, epochs=3, batch_size=3, shuffle=False, verbose=0).history["loss"]
      result["weights"] = model.get_weights()
      """;

  private final Path dir;

  OldGenerationsLiveTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  @ParameterizedTest
  @CsvSource({
    "1, '', tensorflow, SGD", // before 1.2 without a version
    "1, 1.2.2, tensorflow, RMSprop",
    "1, 1.2.2, theano, SGD",
    "2, 2.0.8, theano, RMSprop",
    "2, 2.2.2, tensorflow, SGD",
    "2, 2.2.4, tensorflow, RMSprop",
    "2, 2.2.4-tf, tensorflow, SGD",
    "2, 2.3.1, tensorflow, RMSprop",
    "2, 2.10.0, tensorflow, SGD",
  })
  void readsAndTrains(
      String generation, String version, String backend, String rule, Python python) {
    Path file = dir.resolve("old.h5");
    PythonResult truth =
        python
            .of(Framework.TF_KERAS)
            .exec(
                WRITE,
                Map.of(
                    "x",
                    X,
                    "y",
                    Y,
                    "path",
                    file,
                    "generation",
                    generation,
                    "version",
                    version,
                    "backend",
                    backend,
                    "rule",
                    rule));
    List<String> notes = new ArrayList<>();
    LoadOptions options = LoadOptions.defaults().report(r -> notes.addAll(r.notes()));
    try (Model model = Keras.loadModel(file.toString(), options)) {
      assertEquals(List.of(), notes);
      Closeness close = Closeness.relative(1e-5);
      close.check("outputs", List.of(truth.array("y").toNdArray()), List.of(model.predict(X)));
      double[] losses =
          model
              .fit(X, Y, f -> f.epochs(3).batchSize(3).shuffle(false).verbose(0))
              .get("loss")
              .stream()
              .mapToDouble(v -> v)
              .toArray();
      double[] expected =
          truth.list("losses").stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
      close.check("losses", expected, losses);
      List<NdArray<?>> weights = new ArrayList<>();
      truth.arrays("weights").forEach(w -> weights.add(w.toNdArray()));
      new Closeness(2e-5, 2e-5).check("weights", weights, model.getWeights());
    }
  }
}
