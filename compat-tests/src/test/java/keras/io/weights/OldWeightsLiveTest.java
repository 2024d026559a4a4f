package keras.io.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import keras.engine.HostTensor;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;

/** Every row of the table, beside tf_keras' own conversion. */
@ExtendWith(PythonExtension.class)
class OldWeightsLiveTest {
  private static final String CONVERT =
      """
      from tf_keras.src.saving.legacy import hdf5_format
      layers = keras.layers
      layer = eval(code)
      layer(keras.Input(tuple(shape[1:])))
      rng = np.random.default_rng(1)
      if shapes == "gates":
          kernel, recurrent, bias = [np.array(w) for w in layer.get_weights()]
          gates = 3 if "GRU" in code else 4
          stored = []
          for gate in range(gates):
              for w in (kernel, recurrent, bias):
                  part = list(w.shape)
                  part[-1] //= gates
                  stored.append(rng.normal(size=part).astype("float32"))
      else:
          stored = [rng.normal(size=s).astype("float32") for s in eval(shapes)]
      result["stored"] = stored
      result["expected"] = [list(w.shape) for w in layer.get_weights()]
      result["config"] = {k: v for k, v in layer.get_config().items() if k == "data_format"}
      result["converted"] = [np.array(w) for w in hdf5_format.preprocess_weights_for_loading(
          layer, list(stored), version, None)]
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1; Conv1D; layers.Conv1D(4, 3); [None, 9, 5]; [(3, 1, 5, 4), (4,)]",
        "1; Conv1D; layers.Conv1D(4, 3); [None, 9, 5]; [(4, 5, 3, 1), (4,)]",
        "1; Conv2D; layers.Conv2D(4, (2, 3)); [None, 9, 9, 5]; [(2, 3, 5, 4), (4,)]",
        "1; Conv2D; layers.Conv2D(4, (2, 3), data_format='channels_first'); [None, 5, 9, 9];"
            + " [(4, 5, 2, 3), (4,)]",
        "2; Conv2D; layers.Conv2D(4, (2, 3)); [None, 9, 9, 5]; [(2, 3, 5, 4), (4,)]",
        "1; Conv3D; layers.Conv3D(4, (2, 3, 1), data_format='channels_first');"
            + " [None, 5, 9, 9, 9]; [(4, 5, 2, 3, 1), (4,)]",
        "1; Conv2DTranspose; layers.Conv2DTranspose(4, (2, 3)); [None, 9, 9, 5];"
            + " [(2, 3, 5, 4), (4,)]",
        "1; Conv2DTranspose; layers.Conv2DTranspose(4, (2, 3), data_format='channels_first');"
            + " [None, 5, 9, 9]; [(4, 5, 2, 3), (4,)]",
        "1; LSTM; layers.LSTM(3); [None, 9, 5]; gates",
        "1; GRU; layers.GRU(3, reset_after=False); [None, 9, 5]; gates",
        "1; ConvLSTM2D; layers.ConvLSTM2D(3, 2); [None, 4, 9, 9, 5]; gates",
        "2; LSTM; layers.LSTM(3); [None, 9, 5]; [(5, 12), (3, 12), (12,)]",
        "2; LSTM; layers.LSTM(3); [None, 9, 5]; [(5, 12), (3, 12), (24,)]",
        "2; GRU; layers.GRU(3); [None, 9, 5]; [(5, 9), (3, 9), (18,)]",
        "2; GRU; layers.GRU(3); [None, 9, 5]; [(5, 9), (3, 9), (2, 9)]"
      })
  void convertsAsTfKerasDoes(
      String version, String className, String code, String shape, String shapes, Python python) {
    PythonResult result =
        python
            .of(Framework.TF_KERAS)
            .exec(
                "shape = eval(shape)\n" + CONVERT,
                Map.of("version", version, "code", code, "shape", shape, "shapes", shapes));
    List<Shape> expected =
        result.list("expected").stream()
            .map(
                s ->
                    Shape.of(
                        ((List<?>) s).stream().mapToLong(n -> ((Number) n).longValue()).toArray()))
            .toList();
    OldLayer layer =
        new OldLayer(className, result.map("config"), expected, version.equals("1"), false);
    List<HostTensor> converted = OldWeights.convert(layer, result.arrays("stored"));
    List<HostTensor> truth = result.arrays("converted");
    assertEquals(truth.size(), converted.size());
    for (int i = 0; i < truth.size(); i++) {
      assertEquals(truth.get(i).shape(), converted.get(i).shape());
      assertArrayEquals(truth.get(i).floats(), converted.get(i).floats(), 1e-6f);
    }
  }

  /** Keras' {@code convert_kernel} of its utilities turned the kernels of Theano so. */
  @Test
  void turnsTheKernelsOfTheano() {
    HostTensor kernel =
        HostTensor.of(
            NdArrays.wrap(
                Shape.of(2, 2, 1, 1),
                org.tensorflow.ndarray.buffer.DataBuffers.of(new float[] {1, 2, 3, 4})));
    OldLayer layer = new OldLayer("Conv2D", Map.of(), List.of(kernel.shape()), false, true);
    assertArrayEquals(
        new float[] {4, 3, 2, 1}, OldWeights.convert(layer, List.of(kernel)).get(0).floats());
  }
}
