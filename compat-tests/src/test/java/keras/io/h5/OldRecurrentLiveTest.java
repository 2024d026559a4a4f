package keras.io.h5;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.Keras;
import keras.golden.Closeness;
import keras.models.Model;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import keras.saving.LoadOptions;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.StdArrays;

/**
 * Whole models of recurrent layers in the files of Kerases that are gone, one array a gate in Keras
 * 1, and of layers that ran on NVIDIA's kernels: Java predicts as tf_keras does with the weights in
 * today's form, and tf_keras reads what Java then writes.
 */
@ExtendWith(PythonExtension.class)
class OldRecurrentLiveTest {
  private static final FloatNdArray X = sequences();

  private static final String COMMON =
      """
      keras.utils.set_random_seed(5)
      L = keras.layers
      def randomize(model):
          rng = np.random.default_rng(2)
          model.set_weights([rng.uniform(-0.6, 0.6, w.shape).astype(w.dtype)
                             for w in model.get_weights()])
      """;

  /** Writes a Sequential of one layer as Keras 1.2.2 did, by h5py. */
  private static final String KERAS_1 =
      COMMON
          + """
          layer = eval(code)
          model = keras.Sequential([keras.Input((5, 4)), layer])
          randomize(model)
          result["y"] = model.predict(x, verbose=0)

          def gates(cell, kernel, recurrent, bias):
              if cell == "SimpleRNN" or consume_less == "gpu":
                  return [kernel, recurrent, bias]
              order = [0, 2, 1, 3] if cell == "LSTM" else [0, 1, 2]  # Keras 1 had i, c, f, o
              split = [np.split(w, len(order), axis=-1) for w in (kernel, recurrent, bias)]
              return [split[kind][gate] for gate in order for kind in range(3)]

          def rnn(l):
              c = l.get_config()
              out = {"name": "r_1", "trainable": True, "return_sequences": c["return_sequences"],
                     "go_backwards": c["go_backwards"], "stateful": False, "unroll": False,
                     "consume_less": consume_less, "input_dim": 4, "input_length": None,
                     "output_dim": c["units"], "init": "glorot_uniform", "inner_init": "orthogonal",
                     "activation": c["activation"], "W_regularizer": None, "U_regularizer": None,
                     "b_regularizer": None, "dropout_W": 0.0, "dropout_U": 0.0}
              if "recurrent_activation" in c:
                  out["inner_activation"] = c["recurrent_activation"]
              if type(l).__name__ == "LSTM":
                  out["forget_bias_init"] = "one"
              return out

          cls = type(layer).__name__
          ws = layer.get_weights()
          if cls == "Bidirectional":
              cell = type(layer.forward_layer).__name__
              config = {"name": "b_1", "trainable": True, "merge_mode": layer.merge_mode,
                        "layer": {"class_name": cell, "config": rnn(layer.forward_layer)}}
              stored = gates(cell, *ws[:3]) + gates(cell, *ws[3:])
          elif cls == "TimeDistributed":
              config = {"name": "t_1", "trainable": True, "layer": {"class_name": "Dense", "config": {
                  "name": "d", "trainable": True, "output_dim": layer.layer.units,
                  "init": "glorot_uniform", "activation": "tanh", "W_regularizer": None,
                  "b_regularizer": None, "activity_regularizer": None, "W_constraint": None,
                  "b_constraint": None, "bias": True, "input_dim": None}}}
              stored = ws
          else:
              config, stored = rnn(layer), gates(cls, *ws)
          config |= {"batch_input_shape": [None, 5, 4], "input_dtype": "float32"}
          with h5py.File(path, "w") as f:
              f.attrs["keras_version"] = b"1.2.2"
              f.attrs["model_config"] = json.dumps(
                  {"class_name": "Sequential", "config": [{"class_name": cls, "config": config}]}).encode()
              weights = f.create_group("model_weights")
              weights.attrs["layer_names"] = [config["name"].encode()]
              g = weights.create_group(config["name"])
              names = [f"{config['name']}_{i}:0" for i in range(len(stored))]
              for n, w in zip(names, stored):
                  g[n] = w
              g.attrs["weight_names"] = [n.encode() for n in names]
          """;

  /** Lets tf_keras write a model of NVIDIA's layers, which it cannot run here, and convert it. */
  private static final String CUDNN =
      COMMON
          + """
          from tf_keras.src.layers.rnn.cudnn_gru import CuDNNGRU
          from tf_keras.src.layers.rnn.cudnn_lstm import CuDNNLSTM
          plain = keras.Sequential([keras.Input((5, 4)), eval(code)])
          kernel = keras.Sequential([keras.Input((5, 4)), eval(code.replace("L.", "CuDNN")
              .replace(", reset_after=True", "").replace("Bidir", "L.Bidir").replace("CuDNNL.", "L."))])
          randomize(kernel)
          kernel.save(path)
          kernel.save_weights(path + ".weights-only.h5")
          plain.load_weights(path + ".weights-only.h5")
          result["y"] = plain.predict(x, verbose=0)
          """;

  private static final String READ =
      """
      result["y"] = keras.models.load_model(path).predict(x, verbose=0)
      """;

  private final Path dir;

  OldRecurrentLiveTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private static FloatNdArray sequences() {
    float[][][] x = new float[3][5][4];
    for (int i = 0; i < 60; i++) {
      x[i / 20][i / 4 % 5][i % 4] = (float) Math.sin(i * 0.7);
    }
    return StdArrays.ndCopyOf(x);
  }

  @BeforeEach
  void forgetNames() {
    Keras.clearSession();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\u0000',
      value = {
        "cpu; L.LSTM(3, recurrent_activation='hard_sigmoid')",
        "mem; L.LSTM(3, return_sequences=True, go_backwards=True)",
        "gpu; L.LSTM(3, activation='relu', recurrent_activation='hard_sigmoid')",
        "cpu; L.GRU(3, reset_after=False, recurrent_activation='hard_sigmoid')",
        "gpu; L.GRU(3, reset_after=False, return_sequences=True)",
        "cpu; L.SimpleRNN(3, return_sequences=True)",
        "cpu; L.Bidirectional(L.LSTM(3, return_sequences=True,"
            + " recurrent_activation='hard_sigmoid'))",
        "cpu; L.Bidirectional(L.GRU(3, reset_after=False), merge_mode='sum')",
        "gpu; L.Bidirectional(L.LSTM(3, recurrent_activation='hard_sigmoid'), merge_mode='ave')",
        "cpu; L.TimeDistributed(L.Dense(3, 'tanh'))",
      })
  void readsWhatKeras1Wrote(String consumeLess, String code, Python python) {
    judge(KERAS_1, consumeLess, code, python);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\u0000',
      value = {
        "L.LSTM(3)",
        "L.LSTM(3, return_sequences=True, go_backwards=True)",
        "L.GRU(3, reset_after=True)",
        "L.GRU(3, return_sequences=True, reset_after=True)",
        "L.Bidirectional(L.LSTM(3, return_sequences=True))",
        "L.Bidirectional(L.GRU(3, reset_after=True), merge_mode='mul')",
      })
  void readsTheLayersOfNvidiasKernels(String code, Python python) {
    judge(CUDNN, "", code, python);
  }

  private void judge(String write, String consumeLess, String code, Python python) {
    Path file = dir.resolve("old.h5");
    PythonResult truth =
        python
            .tfKeras()
            .exec(write, Map.of("x", X, "path", file, "code", code, "consume_less", consumeLess));
    List<String> notes = new ArrayList<>();
    LoadOptions options = LoadOptions.defaults().report(r -> notes.addAll(r.notes()));
    try (Model model = Keras.loadModel(file.toString(), options)) {
      assertEquals(List.of(), notes);
      Closeness close = Closeness.relative(1e-5);
      close.check("outputs", List.of(truth.array("y").toNdArray()), List.of(model.predict(X)));
      for (String name : List.of("new.h5", "new.keras", "saved")) {
        Path written = dir.resolve(name);
        model.save(written.toString(), SaveOptions.defaults().dialect(Dialect.TF_KERAS));
        PythonResult read = python.tfKeras().exec(READ, Map.of("x", X, "path", written));
        close.check(
            name, List.of(read.array("y").toNdArray()), List.of(truth.array("y").toNdArray()));
      }
    }
  }
}
