package keras.io.migration;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of initializers, and the names of activations. */
final class ObjectRows {
  /** The activations that tf_keras does not know. */
  private static final List<String> ACTIVATIONS_ALONE =
      List.of(
          ("celu glu hard_shrink hard_silu hard_swish hard_tanh log_sigmoid soft_shrink"
                  + " sparse_plus sparse_sigmoid sparsemax squareplus tanh_shrink threshold")
              .split(" ", -1));

  private ObjectRows() {}

  static void addTo(Map<String, Row> rows) {
    for (String name :
        "GlorotNormal GlorotUniform HeNormal HeUniform LecunNormal LecunUniform VarianceScaling"
            .split(" ", -1)) {
      rows.put(
          "initializers." + name, new Row().drops("input_axes", null).drops("output_axes", null));
    }
    rows.put("initializers.STFT", Row.alone());
    rows.put("initializers.STFTInitializer", Row.alone());
    rows.put(
        "constraints.RadialConstraint",
        new Row().tfKerasAlone(config -> true, config -> "Keras 3 has no such constraint"));
  }

  /** Adds to a layer's steps those that every layer's activations need. */
  static Row activations(String key) {
    return new Row()
        .edits(config -> config.replace(key, "silu", "swish"))
        .refuses(
            config ->
                config.get(key) instanceof Map<?, ?> spec
                    && spec.get("config") instanceof Map<?, ?> layer
                    && layer.containsKey("trainable"),
            "tf_keras reads no layer as an activation") // it writes files with such all the same
        .refuses(
            config -> config.get(key) instanceof String name && ACTIVATIONS_ALONE.contains(name),
            "an activation in `%s` is Keras 3's alone".formatted(key))
        .refuses(
            config -> "hard_sigmoid".equals(config.get(key)),
            "'hard_sigmoid' in `%s` is another function in tf_keras".formatted(key));
  }

  /** Names an activation that only Keras 2 has as Keras 2 does; Keras 3 has no equal. */
  static void keras2(
      String key, Map<String, @Nullable Object> config, Target target, Consumer<String> obstacle) {
    if (ObjectUpgrades.HARD_SIGMOID.equals(config.get(key))) {
      if (target == Target.TF_KERAS) {
        config.put(key, "hard_sigmoid");
      } else {
        obstacle.accept(
            "Keras 3 has another 'hard_sigmoid' than Keras 2, whose is in `" + key + "`");
      }
    }
  }
}
