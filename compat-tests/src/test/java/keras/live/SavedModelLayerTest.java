package keras.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.Keras;
import keras.callbacks.History;
import keras.engine.Arguments;
import keras.engine.HostTensor;
import keras.engine.KerasTensor;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.layers.InputLayer;
import keras.layers.TFSMLayer;
import keras.losses.MeanSquaredError;
import keras.models.Model;
import keras.models.Sequential;
import keras.optimizers.SGD;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.StdArrays;

/** Layers of what Python exports: weights, predictions and training are those of Python's layer. */
@ExtendWith(PythonExtension.class)
class SavedModelLayerTest {
  private static final String MADE =
      """
      L = keras.layers
      keras.utils.set_random_seed(7)
      r = np.random.RandomState(3)
      f = lambda *shape: r.uniform(-1, 1, shape).astype("float32")
      S = lambda *a: keras.Sequential(list(a))
      def images():
          i = keras.Input((8, 8, 3))
          x = L.BatchNormalization()(L.Conv2D(4, 3, activation="silu")(i))
          x = L.Flatten()(L.DepthwiseConv2D(2)(L.MaxPooling2D()(x)))
          return keras.Model(i, L.Dense(2)(x))
      def series():
          i = keras.Input((None, 3))
          one = L.GRU(2)(L.LSTM(3, return_sequences=True)(i))
          two = L.LayerNormalization()(L.Add()([i, L.MultiHeadAttention(2, 3)(i, i)]))
          two = L.Conv1D(4, 3, padding="causal", activation="gelu")(two)
          x = L.Concatenate()([one, L.GlobalAveragePooling1D()(two)])
          return keras.Model(i, L.Dense(2, activation="softmax")(x))
      def words():
          i = keras.Input((1,), dtype="string")
          x = L.TextVectorization(vocabulary=["a", "b", "c"], output_sequence_length=3)(i)
          x = L.LSTM(2)(L.Embedding(5, 3, mask_zero=True)(x))
          y = L.Embedding(3, 2)(L.StringLookup(vocabulary=["a", "d"])(i))
          return keras.Model(i, L.Dense(2)(L.Concatenate()([x, L.Flatten()(y)])))
      cases = {
          "images": (images(), f(6, 8, 8, 3)),
          "series": (series(), f(6, 5, 3)),
          "words": (words(), tf.constant([["a"], ["b"], ["c d"], ["x a"], ["d"], [""]])),
      }
      for name, (model, x) in cases.items():
          path = os.path.join(folder, name)
          model.export(path, verbose=False)
          t = f(6, 2)
          shape, dtype = model.input_shape[1:], model.inputs[0].dtype
          layer = L.TFSMLayer(path)
          again = S(keras.Input(shape, dtype=dtype), layer)
          y = again(x).numpy()
          again.compile(keras.optimizers.SGD(.1), "mse")
          history = again.fit(x, t, batch_size=4, epochs=2, verbose=0, shuffle=False)
          result[name] = {
              "x": x.numpy() if dtype == "string" else x, "t": t, "y": y, "dtype": dtype,
              "shape": [-1 if s is None else s for s in shape], "loss": history.history["loss"],
              "paths": [v.path for v in layer.weights],
              "trainable": len(layer.trainable_weights),
              "weights": [v.numpy() for v in layer.weights]}
      """;

  @Test
  void computesAndTrainsAsPythonsLayer(@TempDir Path dir, Python python) {
    PythonResult made = python.keras3().exec(MADE, Map.of("folder", dir));
    List<String> wrong = new ArrayList<>();
    for (String name : made.values().keySet()) {
      try {
        compare(new PythonResult(made.map(name)), dir.resolve(name));
      } catch (AssertionError | RuntimeException e) {
        wrong.add(name + ": " + e);
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static final String SAVED =
      """
      L = keras.layers
      keras.utils.set_random_seed(7)
      model = keras.Sequential([keras.Input((4, 3)), L.LSTM(3), L.Dropout(.5),
                                L.Dense(2, name="last")])
      model.save(path, save_format="tf")
      result["y"] = model.predict(x, verbose=0)
      """;

  @Test
  void computesWhatTfKerasSaved(@TempDir Path dir, Python python) {
    float[][][] x = new float[3][4][3];
    for (int i = 0; i < 36; i++) {
      x[i / 12][i / 3 % 4][i % 3] = (float) Math.sin(i);
    }
    PythonResult saved =
        python.tfKeras().exec(SAVED, Map.of("path", dir, "x", StdArrays.ndCopyOf(x)));
    TFSMLayer layer = new TFSMLayer(dir).callEndpoint("serving_default");
    KerasTensor in = Keras.input(4, 3);
    var out = layer.apply(Arguments.of(KerasTensor.class, "inputs", in)).get("last").only();
    try (Model model = Model.of(in, out)) {
      assertArrayEquals(saved.array("y").floats(), HostTensor.of(model.predict(x)).floats(), 1e-6f);
      assertEquals(5, layer.trainableWeights().size());
    }
  }

  private static void compare(PythonResult expected, Path path) {
    Keras.clearSession();
    long[] shape =
        expected.list("shape").stream().mapToLong(s -> ((Number) s).longValue()).toArray();
    TFSMLayer layer = new TFSMLayer(path);
    try (Sequential model =
        new Sequential(new InputLayer(shape).dtype(expected.text("dtype")), layer)) {
      var x = expected.array("x").toNdArray();
      HostTensor y = HostTensor.of(model.predict(x));
      assertEquals(expected.list("paths"), layer.weights().stream().map(Variable::path).toList());
      assertEquals(expected.number("trainable"), layer.trainableWeights().size());
      assertEquals(Shapes.show(expected.array("y").shape()), Shapes.show(y.shape()));
      assertArrayEquals(expected.array("y").floats(), y.floats(), 1e-6f);
      model.compile(new SGD(0.1), new MeanSquaredError());
      History history =
          model.fit(
              x,
              expected.array("t").toNdArray(),
              f -> f.batchSize(4).epochs(2).verbose(0).shuffle(false));
      double[] loss =
          Objects.requireNonNull(history.history().get("loss")).stream()
              .mapToDouble(Number::doubleValue)
              .toArray();
      assertArrayEquals(expected.numbers("loss"), loss, 1e-6);
      List<HostTensor> weights = expected.arrays("weights");
      for (int i = 0; i < weights.size(); i++) {
        assertArrayEquals(
            weights.get(i).floats(), layer.weights().get(i).value().floats(), 2e-6f, "weight " + i);
      }
    }
  }
}
