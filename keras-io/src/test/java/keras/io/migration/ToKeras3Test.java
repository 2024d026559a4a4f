package keras.io.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import keras.io.GoldenCases;
import keras.io.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ToKeras3Test {
  /** What is left, and why. */
  private static final Set<String> KNOWN =
      Set.of(
          // An axis counted from the front is the same axis.
          "BatchNormalization.config.axis: 1, Keras 3: -1",
          "BatchNormalization.config.axis: 2, Keras 3: -1",
          "BatchNormalization.config.axis: 3, Keras 3: -1",
          "LayerNormalization.config.axis: 2, Keras 3: -1",
          // Keras 3 leaves these out; it reads them, or they are its defaults.
          "Dense.config.activity_regularizer=null, not in Keras 3",
          "Identity.config.gain=0.5, not in Keras 3",
          // Keras 3's Bidirectional puts the prefix in front of any name.
          "GRU.config.name: gru, Keras 3: forward_gru",
          "LSTM.config.name: lstm, Keras 3: forward_lstm",
          "SimpleRNN.config.name: simple_rnn, Keras 3: forward_simple_rnn",
          // An automatic name, and a mark that Keras 3 puts on one class alone.
          "InputLayer.config.name: flatten_input, Keras 3: input_layer",
          "Functional.registered_name: null, Keras 3: Functional",
          // Keras 2 computes the moving variance of images differently.
          "BatchNormalization.config.fused=true, not in Keras 3",
          // tf_keras' default differs, and so does what it means by hard_sigmoid.
          "ConvLSTM2D.config.recurrent_activation: keras2>hard_sigmoid, Keras 3: sigmoid",
          "Dense.config.activation: keras2>hard_sigmoid, Keras 3: hard_sigmoid",
          "LSTM.config.recurrent_activation: keras2>hard_sigmoid, Keras 3: hard_sigmoid");

  /** Their graphs have operations for masks in Keras 3, which layers make by themselves. */
  private static final Set<String> MASKED = Set.of("embedding_mask_zero_gru", "masking_lstm");

  @Test
  void turnsWhatTfKerasWritesIntoWhatKeras3Writes() {
    Set<String> differences = new TreeSet<>();
    int cases = 0;
    for (String name : GoldenCases.with("config.json")) {
      if (GoldenCases.with("model.keras").contains(name) && !MASKED.contains(name)) {
        Map<String, @Nullable Object> config = GoldenCases.json(name, "config.json");
        Upgraded upgraded = ToKeras3.model(config, Writer.of(config));
        assertEquals(List.of(), upgraded.problems(), name);
        differences.addAll(
            ConfigDifferences.between(upgraded.config(), GoldenCases.keras3Config(name)));
        cases++;
      }
    }
    assertEquals(new TreeSet<>(KNOWN), differences);
    assertTrue(cases >= 100, "only " + cases + " cases");
  }

  @Test
  void leavesWhatKeras3WritesAsItIs() {
    for (String name : GoldenCases.with("model.keras")) {
      Map<String, @Nullable Object> config = GoldenCases.keras3Config(name);
      Upgraded upgraded = ToKeras3.model(config, Writer.of("3.15.1"));
      assertEquals(List.of(), upgraded.problems(), name);
      assertEquals(Set.of(), ConfigDifferences.between(upgraded.config(), config), name);
    }
  }

  @Test
  void leavesTheConfigItWasGiven() {
    Map<String, @Nullable Object> config = GoldenCases.json("siamese_nested", "config.json");
    String before = Json.write(config);
    ToKeras3.model(config, Writer.of(config));
    assertEquals(before, Json.write(config));
  }

  @Test
  void readsASequentialThatIsAListOfLayers() {
    Map<String, Object> dense = new LinkedHashMap<>();
    dense.put("name", "d");
    dense.put("units", 2);
    dense.put("batch_input_shape", List.of(-1, 4));
    dense.put("dtype", "float64");
    Upgraded upgraded =
        ToKeras3.model(
            Map.of(
                "class_name",
                "Sequential",
                "config",
                List.of(Map.of("class_name", "Dense", "config", dense))),
            Writer.of("2.1.6"));
    assertEquals(
        "{\"module\": \"keras\", \"class_name\": \"Sequential\", \"config\": {\"layers\": ["
            + "{\"module\": \"keras.layers\", \"class_name\": \"InputLayer\", \"config\":"
            + " {\"batch_shape\": [-1, 4], \"dtype\": \"float64\", \"name\": \"d_input\"},"
            + " \"registered_name\": null},"
            + " {\"module\": \"keras.layers\", \"class_name\": \"Dense\", \"config\":"
            + " {\"name\": \"d\", \"units\": 2, \"dtype\": \"float64\"},"
            + " \"registered_name\": null}]}, \"registered_name\": null}",
        Json.write(upgraded.config()));
  }

  @Test
  void renamesLayersWithSlashesWhereverTheyAreNamed() {
    Map<String, @Nullable Object> config =
        parse(
            """
            {"class_name": "Model", "config": {"name": "net/a", "layers": [
              {"name": "in", "class_name": "InputLayer", "inbound_nodes": [],
               "config": {"batch_input_shape": [null, 2], "name": "in"}},
              {"name": "a/b", "class_name": "Dense", "config": {"name": "a/b", "units": 2},
               "inbound_nodes": [[["in", 0, 0, {}]]]},
              {"name": "a_b", "class_name": "Dense", "config": {"name": "a_b", "units": 2},
               "inbound_nodes": [[["a/b", 0, 0, {}]]]}],
             "input_layers": [["in", 0, 0]],
             "output_layers": [["a_b", 0, 0], ["a/b", 0, 0]]}}\
            """);
    String text = Json.write(ToKeras3.model(config, Writer.of("2.3.1")).config());
    assertTrue(text.contains("\"keras_history\": [\"a_b_\", 0, 0]"), text);
    assertTrue(text.contains("\"output_layers\": [[\"a_b\", 0, 0], [\"a_b_\", 0, 0]]"), text);
    assertTrue(text.contains("\"name\": \"net_a\""), text);
    assertTrue(text.indexOf('/') < 0, text);
  }

  @Test
  void refusesWhatKeras3CannotExpress() {
    Map<String, @Nullable Object> config =
        parse(
            """
            {"class_name": "Sequential", "config": [
              {"class_name": "LSTM", "config":
                {"name": "memory", "units": 2, "time_major": true, "implementation": 2}},
              {"class_name": "CuDNNLSTM", "config":
                {"name": "chip", "units": 2, "time_major": true, "go_backwards": true}},
              {"class_name": "BatchNormalization", "config":
                {"name": "bn", "virtual_batch_size": 4, "axis": [1]}}]}\
            """);
    assertEquals(
        List.of(
            "CuDNNLSTM 'chip': with `time_major` and `go_backwards` tf_keras turns samples around,"
                + " not time.",
            "BatchNormalization 'bn': Keras 3 has no `virtual_batch_size=4`."),
        ToKeras3.model(config, Writer.of("2.3.1")).problems());
  }

  @SuppressWarnings("unchecked") // a JSON object
  private static Map<String, @Nullable Object> parse(String text) {
    return (Map<String, @Nullable Object>) java.util.Objects.requireNonNull(Json.parse(text));
  }
}
