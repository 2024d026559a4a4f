package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.constraints.RadialConstraint;
import keras.engine.KerasTensor;
import keras.engine.Shapes;
import keras.golden.Closeness;
import keras.layers.Conv2D;
import keras.layers.DataFormat;
import keras.layers.Embedding;
import keras.layers.Layer;
import keras.layers.LocallyConnected1D;
import keras.layers.LocallyConnected2D;
import keras.layers.Padding;
import keras.models.Model;
import keras.models.Sequential;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;

/**
 * Layers with filters of their own at each place, and the radial constraint, which tf_keras alone
 * has: a head for each option on one model, in every file format, there and back; and such layers
 * in files of Keras 1 and early Keras 2.
 */
@ExtendWith(PythonExtension.class)
class OfTfKerasAloneTest {
  private static final String WRITE =
      """
      L, rng = keras.layers, np.random.default_rng(4)
      image, series = keras.Input((4, 5, 2)), keras.Input((6, 3))
      heads = []
      for first in (False, True):
          f = dict(data_format="channels_first" if first else "channels_last")
          i = L.Permute((3, 1, 2))(image) if first else image
          s = L.Permute((2, 1))(series) if first else series
          for implementation, padding in ((1, "valid"), (2, "same"), (3, "same")):
              k = dict(f, implementation=implementation, padding=padding)
              heads += [L.LocallyConnected2D(2, (2, 3), strides=(1, 2), kernel_regularizer="l2", **k)(i)]
              heads += [L.LocallyConnected1D(2, 3, strides=2, activation="tanh", use_bias=not first, **k)(s)]
      heads += [L.Conv2D(2, n, kernel_constraint="radial_constraint")(image) for n in (3, 4)]
      model = keras.Model([image, series], L.Concatenate()([L.Flatten()(h) for h in heads]))
      model.set_weights([rng.uniform(-0.6, 0.6, w.shape).astype("float32") for w in model.get_weights()])
      model.compile(keras.optimizers.SGD(0.05, momentum=0.9), "mse")
      model.run_eagerly = True  # else tf_keras refuses its own RadialConstraint
      x = [rng.normal(size=(3,) + i.shape[1:]).astype("float32") for i in model.inputs]
      target = rng.normal(size=(3,) + model.output_shape[1:]).astype("float32")
      result["x0"], result["x1"], result["t"] = x[0], x[1], target
      result["losses"] = [float(model.train_on_batch(x, target)) for _ in range(2)]
      result["y"] = model.predict(x, verbose=0)
      model.save(path)
      result["after"] = [float(model.train_on_batch(x, target)) for _ in range(2)]
      result["configs"] = json.dumps([l.get_config() for l in model.layers], default=str)
      """;

  private static final String READ =
      """
      model = keras.models.load_model(path)
      model.run_eagerly = True
      result["y"] = model.predict([x0, x1], verbose=0)
      result["after"] = [float(model.train_on_batch([x0, x1], target)) for _ in range(2)]
      result["configs"] = json.dumps([l.get_config() for l in model.layers], default=str)
      """;

  private static final String OLD =
      """
      import h5py
      L, rng = keras.layers, np.random.default_rng(4)
      first = order == "th"
      k = dict(data_format="channels_first" if first else "channels_last")
      model = keras.Sequential([
          L.Input((2, 4, 5) if first else (4, 5, 2)),
          L.LocallyConnected2D(3, (2, 3), activation="relu", name="c", **k), L.Reshape((9, 3), name="r"),
          L.LocallyConnected1D(2, 4, strides=2, name="d")])
      model.set_weights([rng.uniform(-0.6, 0.6, w.shape).astype("float32") for w in model.get_weights()])
      model.save(path)
      x = rng.normal(size=(3,) + model.input_shape[1:]).astype("float32")
      result["x"], result["y"] = x, model.predict(x, verbose=0)
      shape = [None, *model.input_shape[1:]]
      if generation == "1":
          same = {"trainable": True, "init": "glorot_uniform", "W_regularizer": None, "b_regularizer": None,
                  "activity_regularizer": None, "W_constraint": None, "b_constraint": None, "bias": True,
                  "border_mode": "valid"}
          c = same | {"name": "c", "nb_filter": 3, "nb_row": 2, "nb_col": 3, "subsample": [1, 1], "dim_ordering": order,
                      "activation": "relu", "batch_input_shape": shape, "input_dtype": "float32"}
          d = same | {"name": "d", "nb_filter": 2, "filter_length": 4, "subsample_length": 2, "activation": "linear",
                      "input_dim": None, "input_length": None}
      else:
          same = {"trainable": True, "padding": "valid", "use_bias": True, "kernel_initializer": {
                      "class_name": "VarianceScaling", "config": {
                          "scale": 1.0, "mode": "fan_avg", "distribution": "uniform", "seed": None}},
                  "bias_initializer": {"class_name": "Zeros", "config": {}}, "kernel_regularizer": None,
                  "bias_regularizer": None, "activity_regularizer": None, "kernel_constraint": None,
                  "bias_constraint": None}
          c = same | {"name": "c", "filters": 3, "kernel_size": [2, 3], "strides": [1, 1], "activation": "relu",
                      "batch_input_shape": shape, "dtype": "float32", **k}
          d = same | {"name": "d", "filters": 2, "kernel_size": [4], "strides": [2], "activation": "linear"}
      layers = [{"class_name": "LocallyConnected2D", "config": c},
                {"class_name": "Reshape", "config": {"name": "r", "trainable": True, "target_shape": [9, 3]}},
                {"class_name": "LocallyConnected1D", "config": d}]
      with h5py.File(path, "r+") as f:
          f.attrs["keras_version"] = f["model_weights"].attrs["keras_version"] = "1.2.2" if generation == "1" else "2.1.6"
          f.attrs["model_config"] = json.dumps({"class_name": "Sequential", "config": layers})
          if generation == "1":
              for group, names in (("c", ["c_W", "c_b"]), ("d", ["d_W", "d_b"])):
                  g = f["model_weights"][group]
                  values = [g[n][()] for n in g.attrs["weight_names"]]
                  del g[group]
                  for n, v in zip(names, values):
                      g[n] = v
                  g.attrs["weight_names"] = [n.encode() for n in names]
      """;

  private final Path dir;

  OfTfKerasAloneTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @ParameterizedTest
  @ValueSource(strings = {".h5", ".keras", ""})
  void computesTrainsAndGoesBackAsInTfKeras(String ending, Python python) {
    String path = dir.resolve("theirs" + ending).toString();
    PythonResult written = python.tfKeras().exec(WRITE, Map.of("path", path));
    List<NdArray<?>> x = List.of(written.array("x0").toNdArray(), written.array("x1").toNdArray());
    NdArray<?> target = written.array("t").toNdArray();
    String back = dir.resolve("ours" + ending).toString();
    Closeness close = Closeness.relative(1e-5);
    try (Model model = Keras.loadModel(path)) {
      NdArray<?> y = model.predict(x);
      close.check("y", List.of(written.array("y").toNdArray()), List.of(y));
      model.save(back, SaveOptions.defaults().dialect(Dialect.TF_KERAS));
      PythonResult read =
          python
              .tfKeras()
              .exec(
                  READ,
                  Map.of(
                      "path",
                      back,
                      "x0",
                      written.array("x0"),
                      "x1",
                      written.array("x1"),
                      "target",
                      written.array("t")));
      close.check("read", List.of(read.array("y").toNdArray()), List.of(y));
      assertEquals(written.text("configs"), read.text("configs"));
      for (int i = 0; i < 2; i++) {
        double loss = model.trainOnBatch(x, target).loss();
        assertEquals(written.numbers("after")[i], loss, 1e-5);
        if (i == 0 || !ending.isEmpty()) { // tf_keras loses momenta of SavedModels, its own too
          assertEquals(read.numbers("after")[i], loss, 1e-5);
        }
      }
      String refused = dir.resolve("keras3.keras").toString();
      SaveOptions keras3 = SaveOptions.defaults().dialect(Dialect.KERAS_3);
      String said = said(UnsupportedOperationException.class, () -> model.save(refused, keras3));
      assertTrue(
          said.contains("LocallyConnected2D 'locally_connected2d': Keras 3 has no such layer")
              && said.contains("RadialConstraint: Keras 3 has no such constraint"),
          said);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 tf", "1 th", "2 tf", "2 th"})
  void readsThoseOfOldFiles(String words, Python python) {
    String path = dir.resolve("old.h5").toString();
    PythonResult written =
        python
            .tfKeras()
            .exec(
                OLD,
                Map.of(
                    "path",
                    path,
                    "generation",
                    words.substring(0, 1),
                    "order",
                    words.substring(2)));
    try (Model model = Keras.loadModel(path)) {
      Closeness.relative(1e-5)
          .check(
              "y",
              List.of(written.array("y").toNdArray()),
              List.of(model.predict(written.array("x").toNdArray())));
    }
  }

  @Test
  void takesOptionsInCode() {
    LocallyConnected2D layer =
        new LocallyConnected2D(3, 2)
            .strides(1, 2)
            .padding("same")
            .dataFormat(DataFormat.CHANNELS_FIRST)
            .implementation(3)
            .useBias(false);
    KerasTensor y = layer.apply(Keras.input(2, 3, 4));
    assertEquals("(None, 3, 3, 2)", Shapes.show(y.shape()));
    assertEquals(List.of(90L), sizes(layer));
    LocallyConnected1D small = new LocallyConnected1D(2, 3).padding(Padding.VALID);
    small.apply(Keras.input(5, 2));
    assertEquals(List.of(3L * 6 * 2, 6L), sizes(small));
  }

  private static List<Long> sizes(Layer layer) {
    return layer.weights().stream().map(w -> w.shape().size()).toList();
  }

  @Test
  void refusesWhatTfKerasRefuses() {
    assertEquals(
        "LocallyConnected1D: `implementation` must be 1, 2 or 3. Received: implementation=4.",
        refused(() -> new LocallyConnected1D(2, 3).implementation(4)));
    assertEquals(
        "LocallyConnected1D 'c': `padding` must be 'valid' with `implementation=1`. Received:"
            + " padding='same'. Set implementation(2) or implementation(3).",
        refused(
            () -> new LocallyConnected1D(2, 3).padding("same").name("c").apply(Keras.input(5, 2))));
    assertEquals(
        "LocallyConnected2D: `padding` must be 'valid' or 'same'. Received: padding='causal'.",
        refused(() -> new LocallyConnected2D(2, 3).padding("causal")));
    assertEquals(
        "LocallyConnected2D 'c': expected inputs of known sizes along the axes [1, 2]. Received:"
            + " shape (None, None, 4, 2).",
        refused(() -> new LocallyConnected2D(2, 3).name("c").apply(Keras.input(-1, 4, 2))));
    assertEquals(
        "LocallyConnected2D 'c': expected inputs of at least [3, 3] along the axes [1, 2]."
            + " Received: shape (None, 2, 4, 2).",
        refused(() -> new LocallyConnected2D(2, 3).name("c").apply(Keras.input(2, 4, 2))));
    LocallyConnected1D layer = new LocallyConnected1D(2, 3).name("c");
    layer.apply(Keras.input(5, 2));
    assertEquals(
        "LocallyConnected1D 'c': expected inputs of size 5 along axis 1, for which it has filters."
            + " Received: shape (None, 6, 2).",
        refused(() -> layer.apply(Keras.input(6, 2))));
    assertEquals(
        "RadialConstraint: expected a weight of shape (size, size, inputs, outputs) with a size of"
            + " at least 2. Received: shape (2, 3, 1, 1).",
        refused(() -> radial(2, 3)));
    Model model =
        new Sequential()
            .add(new Embedding(9, 2).maskZero(true).inputShape(5))
            .add(new LocallyConnected1D(2, 3).name("d"));
    assertEquals(
        "LocallyConnected1D 'd': takes no masks, and its inputs have one; tf_keras refuses them"
            + " too. Leave out `mask_zero` or Masking before it.",
        said(
            UnsupportedOperationException.class,
            () -> model.predict(StdArrays.ndCopyOf(new int[][] {{1, 2, 0, 3, 4}}))));
    model.close();
  }

  /** Trains a convolution whose kernel has so many rows and columns. */
  private static void radial(int rows, int columns) {
    Conv2D layer = new Conv2D(1, rows, columns).kernelConstraint(new RadialConstraint());
    try (Model model = new Sequential(layer.inputShape(3, 3, 1))) {
      model.compile("sgd", "mse");
      model.fit(NdArrays.ofFloats(Shape.of(1, 3, 3, 1)), NdArrays.ofFloats(Shape.of(1, 2, 1, 1)));
    }
  }

  private static String refused(Executable act) {
    return said(IllegalArgumentException.class, act);
  }

  private static String said(Class<? extends Exception> type, Executable act) {
    return String.valueOf(assertThrows(type, act).getMessage());
  }
}
