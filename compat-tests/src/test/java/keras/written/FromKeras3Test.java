package keras.written;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import keras.io.migration.Converted;
import keras.io.migration.FromKeras3;
import keras.io.migration.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Configs made of Keras 3's for tf_keras are those that tf_keras itself writes. */
class FromKeras3Test {
  /**
   * What tf_keras writes otherwise and does not need: axes counted from the front, shapes that it
   * finds again when it builds, the input's shape once more, and full names of inner classes; and
   * by what it computes a moving variance as Keras 3, which it reads and never writes.
   */
  private static final String NOT_NEEDED =
      ".*\\.(axis(\\[\\d\\])?: expected \\[?\\d.*"
          + "|(batch_input_shape|build_config|module|registered_name): expected: .*"
          + "|fused: not expected: false\\."
          + "|(query|key|value)_shape: expected .*)";

  /** Where the two cases are different models, or Keras 3 forgets something. */
  private static final Map<String, List<String>> DIFFERENT =
      Map.of(
          "conv_lstm",
          List.of(
              "$.config.layers[1].config.recurrent_activation: expected hard_sigmoid. Received:"
                  + " sigmoid."),
          "mha_cross",
          List.of("$.config.layers[2].config.output_shape: expected 5. Received: [5]."),
          "mlp_initializers",
          List.of("$.config.layers[13].config.kernel_initializer.config.gain: expected: 0.5."),
          "seed_mlp_input_shape",
          List.of(
              "$.config.layers[0].config.name: expected flatten_input. Received: input_layer."));

  private static final Map<String, List<String>> OBSTACLES =
      Map.of(
          "lstm_options",
          List.of(
              "LSTM 'lstm': 'hard_sigmoid' in `recurrent_activation` is another function in"
                  + " tf_keras"),
          "mlp_hard_sigmoid",
          List.of(
              "Dense 'dense': 'hard_sigmoid' in `activation` is another function in tf_keras",
              "Dense 'dense_1': 'hard_sigmoid' in `activation` is another function in tf_keras"));

  /** Keras 3 writes the computation of a mask into the graph; this library's models do not. */
  private static final List<String> MASKS_IN_THE_GRAPH =
      List.of("embedding_mask_zero_gru", "masking_lstm");

  static List<ConfigsOfBoth> withBoth() {
    return ConfigsOfBoth.having("model.keras", "model.h5").stream()
        .filter(both -> !MASKS_IN_THE_GRAPH.contains(both.name()))
        .toList();
  }

  static List<ConfigsOfBoth> withKeras3H5() {
    return ConfigsOfBoth.having("model.keras", "model_v3.h5");
  }

  @ParameterizedTest
  @MethodSource("withBoth")
  void givesTfKerasItsOwnConfig(ConfigsOfBoth both) {
    Converted converted = FromKeras3.convert(both.keras3(), Target.TF_KERAS);
    List<String> differences =
        JsonDiff.of(
            both.attribute("model.h5", "model_config"),
            FromKeras3.legacy(converted.config(), Target.TF_KERAS));
    assertEquals(
        DIFFERENT.getOrDefault(both.name(), List.of()),
        differences.stream().filter(line -> !line.matches(NOT_NEEDED)).toList());
    assertEquals(OBSTACLES.getOrDefault(both.name(), List.of()), converted.obstacles());
  }

  @ParameterizedTest
  @MethodSource("withKeras3H5")
  void givesKeras3ItsOwnLegacyConfig(ConfigsOfBoth both) {
    Converted converted = FromKeras3.convert(both.keras3(), Target.KERAS_3);
    List<String> differences =
        JsonDiff.of(
            both.attribute("model_v3.h5", "model_config"),
            FromKeras3.legacy(converted.config(), Target.KERAS_3));
    assertEquals(
        List.of(), differences.stream().filter(line -> !line.matches(NOT_NEEDED)).toList());
  }
}
