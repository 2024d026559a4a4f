package keras.attacks;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import keras.saving.ModelFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Configs that name code, classes, files and addresses: each is refused by name, in every kind of
 * file, and nothing is loaded, opened or run.
 */
class ConfigAttackTest {
  private final Path folder;

  ConfigAttackTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** The layer that attacks, what it does in Keras, and what is said of it here. */
  private record Attack(String name, String layer, String said) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static String layer(String module, String name, String config) {
    return "{\"module\": \"%s\", \"class_name\": \"%s\", \"config\": {\"name\": \"evil\"%s}}"
        .formatted(module, name, config.isEmpty() ? "" : ", " + config);
  }

  private static String function(String module, String name) {
    return "\"function\": {\"module\": \"%s\", \"class_name\": \"function\", \"config\": \"%s\", \"registered_name\": \"function\"}"
        .formatted(module, name);
  }

  private static List<Attack> attacks() {
    List<Attack> all = new ArrayList<>();
    all.add(
        new Attack(
            "CVE-2024-3660: bytecode in a Lambda",
            layer(
                "keras.layers",
                "Lambda",
                "\"function\": {\"class_name\": \"__lambda__\", \"config\": {\"code\":"
                    + " \"4wEAAAA=\", \"defaults\": null, \"closure\": null}}"),
            "bytecode"));
    all.add(
        new Attack(
            "CVE-2025-9905: bytecode in a Lambda of Keras 2",
            layer(
                "keras.layers",
                "Lambda",
                "\"function\": [\"4wEAAAA=\", null, null], \"function_type\": \"lambda\","
                    + " \"module\": \"__main__\""),
            "bytecode"));
    for (String code :
        List.of(
            "os.system",
            "builtins.eval",
            "subprocess.run",
            "keras.utils.get_file",
            "keras.config.enable_unsafe_deserialization",
            "keras.models.load_model",
            "java.lang.Runtime.exec")) {
      int dot = code.lastIndexOf('.');
      all.add(
          new Attack(
              "CVE-2025-1550, 8747, 9906: Lambda of " + code,
              layer(
                  "keras.layers",
                  "Lambda",
                  function(code.substring(0, dot), code.substring(dot + 1))
                      + ", \"arguments\": {\"safe_mode\": false}"),
              code.substring(dot + 1)));
    }
    for (String path :
        List.of(
            "os.system",
            "builtins.eval",
            "java.lang.Runtime",
            "java.lang.ProcessBuilder",
            "keras.attacks.Armed",
            "keras.engine.Workspace",
            "keras.layers.Layer",
            "keras.layers.Dense$1",
            "keras.layers...Dense",
            "keras.layers.[Dense")) {
      int dot = path.lastIndexOf('.');
      all.add(
          new Attack(
              "CVE-2025-1550: class " + path,
              layer(path.substring(0, dot), path.substring(dot + 1), ""),
              path.substring(dot + 1)));
    }
    for (String source : List.of("/etc/passwd", "http://169.254.169.254/latest", "gs://bucket/x")) {
      for (String lookup : List.of("StringLookup", "IntegerLookup", "TextVectorization")) {
        all.add(
            new Attack(
                "CVE-2025-12058: %s of %s".formatted(lookup, source),
                layer("keras.layers", lookup, "\"vocabulary\": \"%s\"".formatted(source)),
                lookup));
      }
      all.add(
          new Attack(
              "CVE-2026-1462: TFSMLayer of " + source,
              layer("keras.layers", "TFSMLayer", "\"filepath\": \"%s\"".formatted(source)),
              "TFSMLayer"));
    }
    all.add(
        new Attack(
            "a class by its registered name",
            "{\"module\": null, \"class_name\": \"Armed\", \"config\": {\"name\": \"evil\"},"
                + " \"registered_name\": \"keras.attacks>Armed\"}",
            "Armed"));
    return all;
  }

  static Stream<Arguments> everyAttackInEveryFile() {
    return attacks().stream()
        .flatMap(a -> Stream.of(Vehicle.values()).map(v -> Arguments.of(v, a)));
  }

  private static String model(String layer) {
    return "{\"module\": \"keras\", \"class_name\": \"Sequential\", \"safe_mode\": false,"
        + " \"config\": {\"name\": \"m\", \"layers\": [{\"module\": \"keras.layers\","
        + " \"class_name\": \"InputLayer\", \"config\": {\"batch_shape\": [null, 3],"
        + " \"dtype\": \"float32\", \"name\": \"in\"}}, "
        + layer
        + "]}}";
  }

  /** Loads, within little memory, and returns the message of what must be thrown. */
  private String refusal(Vehicle vehicle, String config) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      vehicle.load(config, folder);
      return fail("it was loaded");
    } catch (ModelFormatException | IllegalArgumentException e) {
      if (e instanceof IllegalArgumentException && vehicle != Vehicle.JSON) {
        throw e; // only where the text is the argument
      }
      long taken = threads.getCurrentThreadAllocatedBytes() - before;
      assertTrue(taken < 500L << 20, () -> "took " + (taken >> 20) + " MB");
      return String.valueOf(e.getMessage());
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("everyAttackInEveryFile")
  void refusesWhatIsNoLayer(Vehicle vehicle, Attack attack) {
    String message = refusal(vehicle, model(attack.layer()));
    assertTrue(message.contains(attack.said()), message);
    assertNull(System.getProperty("keras.attacks.armed"), "a class was initialised");
  }

  /** Each model calls the one before twice; forty of them would be a million million calls. */
  private static String bomb(int depth) {
    String inner =
        "{\"module\": \"keras.layers\", \"class_name\": \"Dense\", \"config\": {\"name\": \"d\","
            + " \"units\": 3}, \"name\": \"d\", \"inbound_nodes\": [%s]}";
    for (int i = 0; i < depth; i++) {
      String graph =
          functional(
              "m" + i,
              inner.formatted(call("in", 0) + ", " + call(i == 0 ? "d" : "m" + (i - 1), 0)),
              i == 0 ? "d" : "m" + (i - 1),
              i == 0 ? 1 : 2);
      inner = graph.replace("}}END", "}, \"name\": \"m" + i + "\", \"inbound_nodes\": [%s]}");
    }
    return inner.replace(", \"inbound_nodes\": [%s]}", "}");
  }

  private static String call(String layer, int node) {
    return "{\"args\": [{\"class_name\": \"__keras_tensor__\", \"config\": {\"shape\": [null, 3], \"dtype\": \"float32\", \"keras_history\": [\"%s\", %d, 0]}}], \"kwargs\": {}}"
        .formatted(layer, node);
  }

  private static String functional(String name, String layer, String output, int node) {
    return "{\"module\": \"keras.src.models.functional\", \"class_name\": \"Functional\", \"config\": {\"name\": \"%s\", \"layers\": [{\"module\": \"keras.layers\", \"class_name\": \"InputLayer\", \"config\": {\"batch_shape\": [null, 3], \"dtype\": \"float32\", \"name\": \"in\"}, \"name\": \"in\", \"inbound_nodes\": []}, %s], \"input_layers\": [[\"in\", 0, 0]], \"output_layers\": [[\"%s\", %d, 0]]}}END"
        .formatted(name, layer, output, node);
  }

  @ParameterizedTest
  @EnumSource
  void refusesModelsThatCallEachOtherWithoutEnd(Vehicle vehicle) {
    String message = refusal(vehicle, bomb(40));
    assertTrue(
        message.endsWith(
            "its models call each other so often that there are more than 20000 calls of layers, as"
                + " in a decompression bomb."),
        message);
    keras.Keras.modelFromJson(bomb(4)).close();
  }

  @ParameterizedTest
  @EnumSource
  void refusesDepthNumbersAndNamesWithoutEnd(Vehicle vehicle) {
    String deep = refusal(vehicle, "[".repeat(100_000));
    assertTrue(deep.contains("not valid JSON: Document nesting depth (1001) exceeds"), deep);
    String nested = refusal(vehicle, "{\"a\":".repeat(999) + "1" + "}".repeat(999));
    assertTrue(nested.contains("expected a model: `class_name` and `config`."), nested);
    String long1 = refusal(vehicle, model("9".repeat(100_000)));
    assertTrue(long1.contains("not valid JSON: Number value length"), long1);
    String dense = "\"units\": %s";
    for (String units :
        List.of("1e400", "NaN", "-5", "18446744073709551619", "3.5", "true", "[3]")) {
      String message =
          refusal(vehicle, model(layer("keras.layers", "Dense", dense.formatted(units))));
      assertTrue(message.contains("units"), message);
    }
    String twice =
        refusal(vehicle, model(layer("keras.layers", "Dense", "\"units\": 3, \"units\": -1")));
    assertTrue(twice.contains("units"), twice);
  }

  @Test
  void takesNoMemoryForHugeLayersUntilTheyAreUsed() {
    String message =
        refusal(Vehicle.KERAS, model(layer("keras.layers", "Dense", "\"units\": 2000000000")));
    assertTrue(
        message.contains("it holds variables for which Sequential 'm' has no layer"), message);
  }
}
