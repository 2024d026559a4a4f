package keras.attacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import keras.Keras;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.fuzz.Seeds;
import keras.io.json.Json;
import keras.layers.Dense;
import keras.models.Model;
import keras.models.Sequential;
import keras.saving.Inspection;
import keras.saving.LoadOptions;
import keras.saving.ModelFormatException;
import keras.saving.ModelFormats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One payload through every door by which a config comes in, and wherever one may stand in it. */
class DoorsTest {
  private static final String BYTECODE =
      "{\"class_name\": \"__lambda__\", \"config\": {\"code\": \"4wEAAAA=\", \"defaults\": null,"
          + " \"closure\": null}}";
  private static final String PUBLIC =
      "{\"module\": \"keras.utils\", \"class_name\": \"function\", \"config\": \"get_file\","
          + " \"registered_name\": \"get_file\"}";
  private static final String LAMBDA =
      "{\"module\": \"keras.layers\", \"class_name\": \"Lambda\", \"config\": {\"name\": \"evil\","
          + " \"function\": %s}}";

  private final Path dir;

  DoorsTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private static String layer(String name, String config) {
    return "{\"module\": \"keras.layers\", \"class_name\": \"%s\", \"config\": {\"name\": \"x\", %s}}"
        .formatted(name, config);
  }

  private static String dense(String config) {
    return layer("Dense", "\"units\": 3, " + config);
  }

  /** Where code may stand: as a layer, within one, within what it holds, within wrappers. */
  static Stream<String> places() {
    List<String> all = new ArrayList<>();
    for (String code : List.of(BYTECODE, PUBLIC)) {
      String lambda = LAMBDA.formatted(code);
      all.add(lambda);
      for (String key :
          List.of(
              "activation",
              "kernel_initializer",
              "bias_regularizer",
              "kernel_constraint",
              "dtype",
              "activity_regularizer")) {
        all.add(dense("\"%s\": %s".formatted(key, code)));
        all.add(dense("\"%s\": %s".formatted(key, lambda)));
      }
      all.add(layer("Activation", "\"activation\": " + code));
      all.add(layer("TimeDistributed", "\"layer\": " + lambda));
      all.add(layer("Bidirectional", "\"layer\": " + lambda));
      all.add(layer("RNN", "\"cell\": " + lambda));
      all.add(model(lambda));
      all.add(model(model(lambda)));
    }
    return all.stream();
  }

  private static String model(String layer) {
    return "{\"module\": \"keras\", \"class_name\": \"Sequential\", \"config\": {\"name\": \"m\","
        + " \"layers\": [{\"module\": \"keras.layers\", \"class_name\": \"InputLayer\","
        + " \"config\": {\"batch_shape\": [null, 3], \"dtype\": \"float32\", \"name\":"
        + " \"in\"}}, "
        + layer
        + "]}}";
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys
  private static Map<String, Object> json(String text) {
    return (Map<String, Object>) Objects.requireNonNull(Json.parse(text));
  }

  /** CVE-2026-12481: {@code layers.deserialize} and {@code from_config} took what files may not. */
  @ParameterizedTest
  @MethodSource("places")
  void refusesCodeByEveryDoor(String layer) {
    for (Vehicle vehicle : Vehicle.values()) {
      RuntimeException e =
          assertThrows(RuntimeException.class, () -> vehicle.load(model(layer), dir));
      assertTrue(isRefusal(e), e::toString);
    }
    Map<String, Object> spec = json(layer);
    for (Executable door :
        List.<Executable>of(
            () -> Configs.deserialize(spec),
            () -> Configs.deserialize(spec, CustomObjects.of(Armed.class)),
            () -> Keras.modelFromJson(model(layer), CustomObjects.of(Armed.class)))) {
      RuntimeException e = assertThrows(RuntimeException.class, door);
      assertTrue(isRefusal(e), e::toString);
    }
    assertNull(System.getProperty("keras.attacks.armed"), "a class was initialised");
  }

  private static boolean isRefusal(RuntimeException e) {
    return e instanceof ModelFormatException
        || e instanceof IllegalArgumentException
        || e instanceof UnsupportedOperationException;
  }

  /** A clone has what the caller gave for the code, and so has the clone of a clone. */
  @Test
  void clonesWhatStandsForCodeAndNeverTheCode() throws Exception {
    Path file = dir.resolve("x.keras");
    Path sound = dir.resolve("sound.keras");
    try (Model model = Keras.modelFromJson(model(dense("\"activation\": \"relu\"")))) {
      model.save(sound.toString());
    }
    String config = model(dense("\"activation\": \"relu\"") + ", " + LAMBDA.formatted(BYTECODE));
    Files.write(file, ConfigOf.replaced(Files.readAllBytes(sound), config));
    LoadOptions options = LoadOptions.defaults().custom("evil", x -> x.mul(2).add(7));
    float[][] x = {{0, 0, 0}};
    try (Model model = Keras.loadModel(file.toString(), options);
        Model clone = Keras.cloneModel(model);
        Model again = Keras.cloneModel(clone)) {
      for (Model each : List.of(model, clone, again)) {
        assertEquals(7, each.predict(x).getFloat(0, 0));
      }
    }
  }

  /** What code would do for training is left out, and that is said; the model itself predicts. */
  @ParameterizedTest
  @ValueSource(strings = {"loss", "metrics", "weighted_metrics", "optimizer", "loss_weights"})
  void runsNoCodeOfACompileConfig(String key) throws Exception {
    for (String code : List.of(BYTECODE, PUBLIC, LAMBDA.formatted(BYTECODE))) {
      String compile =
          switch (key) {
            case "optimizer" ->
                "{\"optimizer\": {\"module\": \"keras.optimizers\", \"class_name\": \"SGD\","
                    + " \"config\": {\"name\": \"SGD\", \"learning_rate\": "
                    + code
                    + "}}, \"loss\": \"mse\"}";
            case "loss" -> "{\"optimizer\": \"sgd\", \"loss\": " + code + "}";
            default ->
                "{\"optimizer\": \"sgd\", \"loss\": \"mse\", \"" + key + "\": [" + code + "]}";
          };
      String config = model(dense("\"activation\": \"relu\""));
      Path file = dir.resolve("x.keras");
      Path sound = dir.resolve("sound.keras");
      try (Model model = Keras.modelFromJson(config)) {
        model.save(sound.toString());
      }
      String whole =
          config.substring(0, config.length() - 1) + ", \"compile_config\": " + compile + "}";
      Files.write(file, ConfigOf.replaced(Files.readAllBytes(sound), whole));
      List<String> notes = new ArrayList<>();
      LoadOptions options = LoadOptions.defaults().report(report -> notes.addAll(report.notes()));
      try (Model model = Keras.loadModel(file.toString(), options)) {
        float[][] x = new float[1][3];
        if (List.of("loss", "optimizer").contains(key)) { // nothing trains without
          assertThrows(RuntimeException.class, () -> model.trainOnBatch(x, x));
        }
        assertEquals(1, notes.size(), notes::toString);
        assertEquals(1, model.predict(x).shape().get(0));
      }
      List<Inspection.Finding> findings =
          ModelFormats.inspect(file.toString(), CustomObjects.none()).findings();
      assertTrue(findings.stream().anyMatch(f -> !f.kind().equals("member")), findings::toString);
    }
  }

  /** keras #22729: who reads one of the two names would be deceived about the other. */
  @Test
  void refusesKerasOwnClassesUnderOtherNames() {
    String spec =
        "{\"module\": \"keras.layers\", \"class_name\": \"Dense\", \"config\": {\"name\": \"x\","
            + " \"units\": 3}, \"registered_name\": \"%s\"}";
    for (String name : List.of("my>Evil", "Evil", "keras.attacks>Armed", "Dense>Flatten")) {
      String said =
          "keras.layers.Dense is Keras' own and has no registered name. Received:"
              + " `registered_name=%s`.".formatted(name);
      for (Vehicle vehicle : Vehicle.values()) {
        RuntimeException e =
            assertThrows(
                RuntimeException.class, () -> vehicle.load(model(spec.formatted(name)), dir));
        assertTrue(String.valueOf(e.getMessage()).endsWith(said), e.getMessage());
      }
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> Configs.deserialize(json(spec.formatted(name))));
      assertEquals(said, e.getMessage());
    }
    for (String harmless : List.of("", "Dense", "Custom>Dense")) {
      Keras.modelFromJson(model(spec.formatted(harmless))).close();
    }
  }

  /** keras #22974: configs of another type than a map, wherever one may stand. */
  @ParameterizedTest
  @ValueSource(strings = {"null", "3", "\"x\"", "[]", "[1]", "true", "[[\"a\", {}]]", "{}"})
  void refusesConfigsOfTheWrongType(String wrong) {
    List<String> models =
        List.of(
            "{\"module\": \"keras\", \"class_name\": \"Sequential\", \"config\": " + wrong + "}",
            "{\"module\": \"keras\", \"class_name\": \"Functional\", \"config\": " + wrong + "}",
            model(
                "{\"module\": \"keras.layers\", \"class_name\": \"Dense\", \"config\": "
                    + wrong
                    + "}"),
            model(wrong),
            model(
                dense(
                    "\"kernel_initializer\": {\"module\": \"keras.initializers\", \"class_name\":"
                        + " \"HeNormal\", \"config\": 4}, \"use_bias\": "
                        + wrong)),
            model(
                dense(
                    "\"dtype\": {\"module\": \"keras\", \"class_name\": \"DTypePolicy\","
                        + " \"config\": "
                        + wrong
                        + "}")),
            model(dense("\"units\": [" + wrong + "]")),
            model("{\"module\": " + wrong + ", \"class_name\": " + wrong + ", \"config\": {}}"));
    for (String text : models) {
      for (Vehicle vehicle : Vehicle.values()) {
        if (List.of("null", "[]", "{}").contains(wrong)) { // for Keras, configs without keys
          loadOrRefuse(vehicle, text);
        } else {
          RuntimeException e =
              assertThrows(RuntimeException.class, () -> vehicle.load(text, dir), text);
          assertTrue(
              e instanceof ModelFormatException
                  || (vehicle == Vehicle.JSON && e instanceof IllegalArgumentException),
              () -> text + ": " + e);
        }
      }
    }
  }

  private void loadOrRefuse(Vehicle vehicle, String text) {
    try {
      vehicle.load(text, dir);
    } catch (ModelFormatException e) {
      assertNotNull(e.getMessage());
    } catch (IllegalArgumentException e) {
      assertEquals(Vehicle.JSON, vehicle, e::toString);
    }
  }

  /** A folder with the marks of Orbax, which Keras 3.15 would take for its own. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "orbax.checkpoint",
        "pytree.orbax-checkpoint",
        "checkpoint_metadata",
        "7/manifest.ocdbt"
      })
  void readsNoFolderOfAnotherSaver(String mark) throws Exception {
    Path folder = Files.createDirectories(dir.resolve("orbax"));
    Path at = folder.resolve(mark);
    Files.createDirectories(Objects.requireNonNull(at.getParent()));
    Files.writeString(at, "{\"asset\": \"../../evil\"}");
    try (Model model = new Sequential(new Dense(1).inputShape(2))) {
      for (IllegalArgumentException e :
          List.of(
              assertThrows(
                  IllegalArgumentException.class, () -> Keras.loadModel(folder.toString())),
              assertThrows(
                  IllegalArgumentException.class, () -> model.loadWeights(folder.toString())))) {
        assertTrue(String.valueOf(e.getMessage()).startsWith("No reader for '" + folder + "'"));
      }
    }
    assertFalse(Files.exists(dir.resolveSibling("evil")));
  }

  @Test
  void inspectListsAllThatIsNotKerasOwn() throws Exception {
    String text =
        model(
            LAMBDA.formatted(BYTECODE)
                + ", "
                + LAMBDA.formatted(PUBLIC).replace("evil", "named")
                + ", {\"module\": \"my_package\", \"class_name\": \"Scale\", \"config\": {\"name\":"
                + " \"own\", \"trainable\": true}, \"registered_name\": \"my>Scale\"}, "
                + layer("StringLookup", "\"vocabulary\": \"/etc/passwd\""));
    Path file = dir.resolve("x.keras");
    Files.write(
        file, Seeds.archive("config.json", text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    assertEquals(
        List.of(
            "lambda: Lambda 'evil': a function of Python as a layer",
            "lambda: Lambda 'evil': Python bytecode, which is never run",
            "lambda: Lambda 'named': a function of Python as a layer",
            "function: Lambda 'named': the function get_file of the module keras.utils",
            "custom: Scale 'own': the class my>Scale of the module my_package",
            "path: StringLookup 'x': `vocabulary=/etc/passwd`, which is never opened"),
        ModelFormats.inspect(file.toString(), CustomObjects.none()).findings().stream()
            .map(Object::toString)
            .toList());
  }
}
