package keras.io.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.io.json.Json;
import keras.python.Python;
import keras.python.PythonExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Layers that Keras 3 no longer has keep their names and arguments, and so mean to tf_keras what
 * they meant; a class of that name, the caller's own for one, is all that they need.
 */
@ExtendWith(PythonExtension.class)
class GoneLayersLiveTest {
  private static final String MAKE =
      """
      layers = keras.layers
      model = keras.Sequential([layers.Input(shape), eval(layer)])
      result["text"] = model.to_json()
      """;

  private static final String COMPARE =
      """
      given = json.loads(text)
      layer = getattr(keras.layers, given["class_name"]).from_config(given["config"])
      written = json.loads(before)["config"]["layers"][1]["config"]
      written.pop("batch_input_shape", None)
      again = layer.get_config()
      again.pop("batch_input_shape", None)
      result["before"] = json.dumps(written, sort_keys=True)
      result["after"] = json.dumps(json.loads(json.dumps(again)), sort_keys=True)
      """;

  /** The layer that Keras 3 keeps for old files takes the config, too. */
  private static final String OF_KERAS_3 =
      """
      from keras.src.legacy.layers import ThresholdedReLU
      layer = ThresholdedReLU.from_config(json.loads(text)["config"])
      result["y"] = np.array(layer(np.array([[0.2, 0.4, 0.6, 2.0]], "float32"))).tolist()[0]
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "6; layers.ThresholdedReLU(theta=0.5)",
        "9,3; layers.LocallyConnected1D(4, 3, strides=2, kernel_regularizer='l2')",
        "9,8,3; layers.LocallyConnected2D(2, (3, 2), implementation=2, use_bias=False)",
      })
  void keepsTheirArguments(String shape, String layer, Python python) {
    Object sizes = Objects.requireNonNull(Json.parse("[" + shape + "]"));
    String before =
        python.tfKeras().exec(MAKE, Map.of("shape", sizes, "layer", layer)).text("text");
    Map<?, ?> config = (Map<?, ?>) Objects.requireNonNull(Json.parse(before));
    Upgraded upgraded = ToKeras3.model(Maps.copy(config), Writer.of(Maps.copy(config)));
    assertEquals(List.of(), upgraded.problems());
    @Nullable Object layers = Maps.config(upgraded.config()).get("layers");
    String after = Json.write(Maps.copy(((List<?>) Objects.requireNonNull(layers)).get(1)));

    var compared = python.tfKeras().exec(COMPARE, Map.of("before", before, "text", after));
    assertEquals(compared.text("before"), compared.text("after"));
    if (layer.contains("ThresholdedReLU")) {
      var computed = python.keras3().exec(OF_KERAS_3, Map.of("text", after));
      assertEquals("[0.0, 0.0, 0.6000000238418579, 2.0]", computed.list("y").toString());
    }
  }
}
