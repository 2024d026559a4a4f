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
import keras.engine.HostTensor;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.layers.InputLayer;
import keras.layers.TFSMLayer;
import keras.losses.MeanSquaredError;
import keras.models.Sequential;
import keras.optimizers.SGD;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

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
      words = tf.constant([["a"], ["b"], ["c d"], ["x a"], ["d"], [""]])
      def residual():
          i = keras.Input((6, 4))
          a = L.MultiHeadAttention(2, 3)(i, i)
          x = L.LayerNormalization()(L.Add()([i, a]))
          x = L.Conv1D(4, 3, padding="causal", activation="gelu")(x)
          return keras.Model(i, L.Dense(2, activation="softmax")(L.GlobalAveragePooling1D()(x)))
      cases = {
          "dense": (S(keras.Input((3,)), L.Dense(4, "tanh"), L.BatchNormalization(),
                      L.Dropout(.5), L.Dense(2)), f(6, 3)),
          "conv": (S(keras.Input((8, 8, 3)), L.Conv2D(4, 3, activation="silu"),
                     L.BatchNormalization(), L.MaxPooling2D(), L.DepthwiseConv2D(2),
                     L.Flatten(), L.Dense(2)), f(6, 8, 8, 3)),
          "lstm": (S(keras.Input((None, 3)), L.LSTM(4, return_sequences=True),
                     L.LSTM(3), L.Dense(2)), f(6, 5, 3)),
          "gru": (S(keras.Input((5, 3)), L.Bidirectional(L.GRU(3, return_sequences=True)),
                    L.SimpleRNN(2)), f(6, 5, 3)),
          "words": (S(keras.Input((5,), dtype="int32"), L.Embedding(7, 3, mask_zero=True),
                      L.LSTM(2)), r.randint(0, 7, (6, 5)).astype("int32")),
          "attention": (residual(), f(6, 6, 4)),
          "lookup": (S(keras.Input((1,), dtype="string"), L.StringLookup(vocabulary=["a", "d"]),
                       L.Embedding(3, 3), L.Flatten(), L.Dense(2)), words),
          "text": (S(keras.Input((1,), dtype="string"),
                     L.TextVectorization(vocabulary=["a", "b", "c"], output_sequence_length=3),
                     L.Embedding(5, 3), L.GlobalAveragePooling1D(), L.Dense(2)), words),
      }
      for name, (model, x) in cases.items():
          path = os.path.join(folder, name)
          model.export(path, verbose=False)
          t = f(6, 2)
          shape, dtype = model.input_shape[1:], model.inputs[0].dtype
          layer = L.TFSMLayer(path)
          again = S(keras.Input(shape, dtype=dtype), layer)
          y = again.predict(x, verbose=0, batch_size=6)
          again.compile(keras.optimizers.SGD(.1), "mse")
          history = again.fit(x, t, batch_size=4, epochs=3, verbose=0, shuffle=False)
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
              f -> f.batchSize(4).epochs(3).verbose(0).shuffle(false));
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
