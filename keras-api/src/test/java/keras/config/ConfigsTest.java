package keras.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.layers.Activation;
import keras.layers.BatchNormalization;
import keras.layers.Dense;
import keras.layers.Flatten;
import keras.models.Sequential;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfigsTest {
  private static Map<String, Object> spec(String module, String name) {
    return Map.of("module", module, "class_name", name, "config", Map.of());
  }

  @Test
  void listsEveryClassThatIsUnknownOnce() {
    Map<String, Object> config =
        Map.of(
            "layers",
            List.of(
                Configs.serialize(new Sequential(new Dense(3).inputShape(2))),
                spec("keras.layers", "Hologram"),
                spec("keras.layers", "Layer"), // abstract
                spec("java.lang", "String"),
                Map.of("class_name", "Swoosh", "config", List.of(spec("keras.layers", "Hologram"))),
                Map.of("class_name", "__tuple__", "items", List.of(1)),
                Map.of("class_name", "function", "config", "gelu")));
    assertEquals(
        List.of("keras.layers.Hologram", "keras.layers.Layer", "java.lang.String", "Swoosh"),
        List.copyOf(Configs.unknownClasses(config, CustomObjects.none())));
  }

  @Test
  void knowsTheCallersClasses() {
    CustomObjects custom = CustomObjects.none().with("my_package>Hologram", Dense.class);
    Map<String, Object> spec =
        Map.of(
            "class_name",
            "Hologram",
            "registered_name",
            "my_package>Hologram",
            "config",
            Map.of("units", 1));
    assertEquals(1, Configs.unknownClasses(spec, CustomObjects.none()).size());
    assertEquals(0, Configs.unknownClasses(spec, custom).size());
  }

  /** As in Keras, whose files of before 2.3 have such. */
  @Test
  void takesNullForNoFunctionAndForTheUsualOrder() {
    Map<String, @Nullable Object> dense = new LinkedHashMap<>();
    dense.put("units", 2);
    dense.put("activation", null);
    assertEquals("linear", Configs.from(Dense.class, dense).config().get("activation"));
    Map<String, @Nullable Object> none = new LinkedHashMap<>();
    none.put("activation", null);
    assertEquals("linear", Configs.from(Activation.class, none).config().get("activation"));
    Map<String, @Nullable Object> flatten = new LinkedHashMap<>();
    flatten.put("data_format", null);
    assertEquals("channels_last", Configs.from(Flatten.class, flatten).config().get("data_format"));
  }

  /** As Python, for which they equal True and False. */
  @Test
  void takesOneAndZeroForTrueAndFalse() {
    Map<String, Object> config = Map.of("units", 2, "use_bias", 0);
    assertEquals(false, Configs.from(Dense.class, config).config().get("use_bias"));
    Map<String, Object> scale = Map.of("center", 1.0, "scale", 1);
    assertEquals(true, Configs.from(BatchNormalization.class, scale).config().get("scale"));
    assertEquals(true, Configs.from(BatchNormalization.class, scale).config().get("center"));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Configs.from(Dense.class, Map.of("units", 2, "use_bias", 2)));
    assertEquals("Dense: `use_bias` expects boolean. Received: 2.", e.getMessage());
  }

  @Test
  void refusesAnUnknownClass() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Configs.deserialize(spec("keras.layers", "Hologram")));
    assertEquals(
        "Unknown Keras class 'keras.layers.Hologram'. If it is yours, pass it to load(...,"
            + " CustomObjects.of(YourClass.class)).",
        e.getMessage());
  }
}
