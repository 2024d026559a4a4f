package keras.written;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.io.migration.CompileConfigs;
import keras.io.migration.Converted;
import keras.io.migration.Output;
import keras.io.migration.Target;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compile configs made of Keras 3's for legacy files are those that both Kerases write there. */
class CompileConfigsTest {
  static List<ConfigsOfBoth> withTfKeras() {
    return compiled("model.h5");
  }

  static List<ConfigsOfBoth> withKeras3H5() {
    return compiled("model_v3.h5");
  }

  private static List<ConfigsOfBoth> compiled(String file) {
    return ConfigsOfBoth.having("model.keras", file).stream()
        .filter(both -> both.compiled() != null)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("withTfKeras")
  void givesTfKerasItsOwnTrainingConfig(ConfigsOfBoth both) {
    // Its RMSprop has another default where averages are not kept, and its schedules no name; for
    // this library alone a mark says that the optimizer is Keras 3's.
    String notNeeded =
        ".*(ema_overwrite_frequency: expected 100\\..*|learning_rate\\.config\\.name: .*"
            + "|optimizer_config\\.numerics: not expected: keras3\\.)";
    assertEquals(List.of(), differences(both, "model.h5", Target.TF_KERAS, notNeeded));
  }

  @ParameterizedTest
  @MethodSource("withKeras3H5")
  void givesKeras3ItsOwnTrainingConfig(ConfigsOfBoth both) {
    assertEquals(List.of(), differences(both, "model_v3.h5", Target.KERAS_3, ""));
  }

  /**
   * tf_keras puts no output's name before those of a legacy file, and would evaluate both as one.
   */
  @Test
  void tellsMetricsOfSeveralOutputsThatTfKerasWouldShowAsOne() {
    List<Output> outputs = List.of(new Output("a", 1), new Output("b", 1));
    Map<String, Object> twice = Map.of("metrics", List.of(List.of("mae"), List.of("mae", "mse")));
    String why = "tf_keras would show the metrics 'mae' of several outputs as one";
    assertEquals(List.of(why), CompileConfigs.convert(twice, Target.PORTABLE, outputs).obstacles());
    for (Target target : List.of(Target.KERAS_3, Target.TF_KERAS)) {
      assertEquals(List.of(), CompileConfigs.convert(twice, target, outputs).obstacles());
    }
    assertEquals(
        List.of(), CompileConfigs.convertForArchive(twice, Target.PORTABLE, outputs).obstacles());
    Map<String, Object> once = Map.of("metrics", Map.of("a", List.of("mae"), "b", List.of("mse")));
    assertEquals(List.of(), CompileConfigs.convert(once, Target.PORTABLE, outputs).obstacles());
  }

  private static List<String> differences(
      ConfigsOfBoth both, String file, Target target, String notNeeded) {
    Map<String, @Nullable Object> compiled = Objects.requireNonNull(both.compiled());
    List<Output> outputs =
        compiled.get("loss") instanceof List<?>
            ? List.of(new Output("main_output", 1), new Output("aux_output", 1))
            : List.of(new Output("", 0));
    Converted converted = CompileConfigs.convert(compiled, target, outputs);
    assertEquals(List.of(), converted.obstacles());
    return JsonDiff.of(
            both.attribute(file, "training_config"),
            CompileConfigs.legacy(converted.config(), target))
        .stream()
        .filter(line -> !line.matches(notNeeded))
        .toList();
  }
}
