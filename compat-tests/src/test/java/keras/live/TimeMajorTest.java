package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.golden.Closeness;
import keras.layers.RecurrentLayer;
import keras.models.Model;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.NdArray;

/**
 * Recurrent layers of tf_keras whose time axis is before the batch axis: a head for each option on
 * one model, in every file format, there and back.
 */
@ExtendWith(PythonExtension.class)
class TimeMajorTest {
  private static final String SAMPLES =
      """
      rng = np.random.default_rng(4)
      x = rng.normal(size=(3, 5, 4)).astype("float32")
      x[0, 3:] = x[1, :2] = x[2, 2] = -1
      """;

  private static final String HEADS =
      SAMPLES
          + """
          L, t = keras.layers, dict(time_major=True)
          all = []
          def add(layer, sequences, outputs=1):  # samples first
              made = layer(masked if len(all) % 4 else turned)
              for i, y in enumerate(made if isinstance(made, list) else [made]):
                  y = tf.transpose(y, [1, 0, 2]) if sequences and i < outputs else y
                  all.append(L.Flatten()(y))
          inputs = keras.Input(batch_shape=(3, 5, 4))
          turned = tf.transpose(inputs, [1, 0, 2])
          masked = L.Masking(-1.0)(turned)
          add(L.LSTM(2, **t), False)
          add(L.LSTM(2, return_sequences=True, return_state=True, **t), True)
          B = L.Bidirectional
          if few:
              add(B(L.GRU(2, return_sequences=True, **t)), True)
          else:
              add(L.SimpleRNN(2, return_sequences=True, go_backwards=True, **t), True)
              add(L.GRU(2, reset_after=False, **t), False)
              add(L.LSTM(2, unroll=True, go_backwards=True, **t), False)
              add(L.GRU(2, stateful=True, return_sequences=True, **t), True)
              add(L.RNN([L.LSTMCell(3), L.GRUCell(2)], return_sequences=True, zero_output_for_mask=True, **t), True)
              add(B(L.LSTM(2, return_sequences=True, **t)), True)
              add(B(L.SimpleRNN(2, return_sequences=True, return_state=True, **t), merge_mode=None), True, 2)
              add(B(L.LSTM(2, return_sequences=True, **t), merge_mode="mul",
                    backward_layer=L.LSTM(2, return_sequences=True, go_backwards=True, activation="relu", **t)), True)
          """;

  private static final String WRITE =
      HEADS
          + """
          model = keras.Model(inputs, L.Concatenate()(all))
          model.set_weights([rng.uniform(-0.6, 0.6, w.shape).astype("float32") for w in model.get_weights()])
          model.compile(keras.optimizers.SGD(0.05), "mse")
          model.save(path)
          target = rng.normal(size=model.output_shape).astype("float32")
          result["x"], result["t"] = x, target
          result["y"] = model.predict(x, verbose=0)
          model.reset_states()
          result["losses"] = [float(model.train_on_batch(x, target)) for _ in range(3)]
          model.reset_states()
          result["trained"] = model.predict(x, verbose=0)
          result["flags"] = json.dumps([l.get_config().get("time_major") for l in model.layers])
          """;

  private static final String READ =
      SAMPLES
          + """
          model = keras.models.load_model(path)
          result["y"] = model.predict(x, verbose=0)
          result["flags"] = json.dumps([l.get_config().get("time_major") for l in model.layers])
          """;

  private final Path dir;

  TimeMajorTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @ParameterizedTest
  @ValueSource(strings = {".h5", ".keras"})
  void computesTrainsAndGoesBackAsInTfKeras(String ending, Python python) {
    String path = dir.resolve("theirs" + ending).toString();
    PythonResult written =
        python.tfKeras().exec(WRITE, Map.of("path", path, "few", ending.equals(".keras")));
    NdArray<?> x = written.array("x").toNdArray();
    Closeness close = Closeness.relative(2e-5);
    try (Model model = Keras.loadModel(path)) {
      close.check("y", List.of(written.array("y").toNdArray()), List.of(model.predict(x)));
      reset(model);
      for (double loss : written.numbers("losses")) {
        assertEquals(loss, model.trainOnBatch(x, written.array("t").toNdArray()).loss(), 1e-5);
      }
      reset(model);
      NdArray<?> trained = model.predict(x);
      close.check("trained", List.of(written.array("trained").toNdArray()), List.of(trained));
      String back = dir.resolve("ours" + ending).toString();
      model.save(back);
      PythonResult read = python.tfKeras().exec(READ, Map.of("path", back));
      close.check("read", List.of(read.array("y").toNdArray()), List.of(trained));
      assertEquals(written.text("flags"), read.text("flags"));
      try (Model again = Keras.loadModel(back)) {
        close.check("again", List.of(again.predict(x)), List.of(trained));
      }
      String refused = dir.resolve("keras3.keras").toString();
      SaveOptions keras3 = SaveOptions.defaults().dialect(Dialect.KERAS_3);
      String said =
          String.valueOf(
              assertThrows(UnsupportedOperationException.class, () -> model.save(refused, keras3))
                  .getMessage());
      assertTrue(said.contains("LSTM 'lstm': Keras 3 has no `time_major`"), said);
    }
  }

  private static void reset(Model model) {
    model.flattened().stream()
        .filter(l -> l instanceof RecurrentLayer<?>)
        .forEach(l -> ((RecurrentLayer<?>) l).resetState());
  }
}
