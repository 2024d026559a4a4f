package keras.io.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.io.json.Json;
import keras.python.Python;
import keras.python.PythonExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keras 1's layer Merge: Keras 3 computes with what becomes of it what Keras 1 meant. */
@ExtendWith(PythonExtension.class)
class Keras1MergeLiveTest {
  private static final String MODEL =
      """
      {"class_name": "Model", "keras_version": "1.2.2", "config": {"name": "m", "layers": [
        {"name": "a", "class_name": "InputLayer", "inbound_nodes": [],
         "config": {"batch_input_shape": [null, 2, 3], "input_dtype": "float32", "name": "a"}},
        {"name": "b", "class_name": "InputLayer", "inbound_nodes": [],
         "config": {"batch_input_shape": [null, 2, 3], "input_dtype": "float32", "name": "b"}},
        {"name": "merge", "class_name": "Merge", "inbound_nodes": [[["a", 0, 0], ["b", 0, 0]]],
         "config": {"name": "merge", "mode": "MODE", "mode_type": "raw", "concat_axis": CONCAT,
                    "dot_axes": DOT, "output_shape": null, "output_shape_type": "raw",
                    "output_mask": null, "output_mask_type": "raw", "arguments": {}}}],
       "input_layers": [["a", 0, 0], ["b", 0, 0]], "output_layers": [["merge", 0, 0]]}}
      """;

  private static final String COMPUTE =
      """
      a = np.arange(24, dtype="float32").reshape(4, 2, 3)
      b = a[::-1] / 2 - 3
      def tell(spec):  # Keras 3 also wants the shapes of the tensors in a graph
          if spec.get("class_name") == "__keras_tensor__":
              spec["config"].update(shape=[None, 2, 3], dtype="float32")
          return spec
      text = json.dumps(json.loads(text, object_hook=tell))
      y = keras.models.model_from_json(text).predict([a, b], verbose=0)
      expected = eval(meaning)
      assert y.shape == expected.shape, (y.shape, expected.shape)
      result["difference"] = float(np.abs(y - expected).max())
      """;

  private static Upgraded upgrade(String mode, int concat, String dot) {
    String text =
        MODEL.replace("MODE", mode).replace("CONCAT", String.valueOf(concat)).replace("DOT", dot);
    Map<String, @Nullable Object> config = Maps.copy(Objects.requireNonNull(Json.parse(text)));
    return ToKeras3.model(config, Writer.of(config));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "sum; -1; -1; a + b",
        "mul; -1; -1; a * b",
        "ave; -1; -1; (a + b) / 2",
        "max; -1; -1; np.maximum(a, b)",
        "concat; -1; -1; np.concatenate([a, b], -1)",
        "concat; 1; -1; np.concatenate([a, b], 1)",
        "dot; -1; [2, 2]; np.einsum('nik,njk->nij', a, b)",
        "dot; -1; [1, 1]; np.einsum('nki,nkj->nij', a, b)",
      })
  void mergesAsKeras1Did(String mode, int concat, String dot, String meaning, Python python) {
    Upgraded upgraded = upgrade(mode, concat, dot);
    assertEquals(List.of(), upgraded.problems());
    var computed =
        python
            .keras3()
            .exec(COMPUTE, Map.of("text", Json.write(upgraded.config()), "meaning", meaning));
    assertEquals(0, computed.number("difference"), 1e-6);
  }

  /** Both have it still, and the second notes a mask for each of its inputs. */
  @ParameterizedTest
  @ValueSource(strings = {"2.0.6", "2.1.2"})
  void becomesTheSameOfKeras20And21(String version) {
    String masks = ", {\"mask\": [null, null]}]";
    String text =
        MODEL
            .replace("1.2.2", version)
            .replace("[\"a\", 0, 0], [\"b\"", "[\"a\", 0, 0" + masks + ", [\"b\"")
            .replace("\"b\", 0, 0]]], \"config\"", "\"b\", 0, 0" + masks + "]], \"config\"")
            .replace("MODE", "concat")
            .replace("CONCAT", "1")
            .replace("DOT", "-1");
    Map<String, @Nullable Object> config = Maps.copy(Objects.requireNonNull(Json.parse(text)));
    Upgraded upgraded = ToKeras3.model(config, Writer.of(config));
    assertEquals(List.of(), upgraded.problems());
    assertEquals(Json.write(upgrade("concat", 1, "-1").config()), Json.write(upgraded.config()));
  }

  @Test
  void tellsWhatKeras3CannotMerge() {
    assertEquals(
        List.of("Merge 'merge': Keras 3 has no layer that merges by `mode=cos`."),
        upgrade("cos", -1, "-1").problems());
  }
}
