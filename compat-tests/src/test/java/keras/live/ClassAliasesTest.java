package keras.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import keras.Keras;
import keras.config.Configs;
import keras.config.KerasNames;
import keras.models.Model;
import keras.python.Python;
import keras.python.PythonExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Other names of classes mean in configs what they mean to the Kerases, and nothing else. */
@ExtendWith(PythonExtension.class)
class ClassAliasesTest {
  private static final String NONE = "none";

  private static Map<String, Object> config(String alias) {
    if (alias.contains("Conv")) {
      return Map.of("filters", 2, "kernel_size", 1);
    }
    return alias.contains("Pool") && !alias.contains("Global") ? Map.of("pool_size", 2) : Map.of();
  }

  private static Map<String, Object> spec(KerasNames.Entry e) {
    return Map.of(
        "module", "keras." + e.module(), "class_name", e.name(), "config", config(e.name()));
  }

  private static String made(Map<String, Object> spec) {
    try {
      return Configs.deserialize(spec).getClass().getSimpleName();
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      return NONE;
    }
  }

  @Test
  void meanWhatTheyMeanToKeras3(Python python) {
    Map<String, Object> java = new TreeMap<>();
    List<Map<String, Object>> specs = new ArrayList<>();
    for (KerasNames.Entry e : KerasNames.all()) {
      if (e.aliasOf() != null) {
        java.put(e.path(), made(spec(e)));
        specs.add(spec(e));
      }
    }
    assertTrue(java.containsValue("Conv2D") && java.containsValue(NONE), java::toString);
    Map<String, Object> keras =
        new TreeMap<>(
            python
                .keras3()
                .exec(
                    """
                    made = {}
                    for spec in specs:
                        try:
                            name = type(keras.saving.deserialize_keras_object(spec)).__name__
                        except (ValueError, TypeError):
                            name = "none"
                        made[spec["module"] + "." + spec["class_name"]] = name
                    result["made"] = made
                    """,
                    Map.of("specs", specs))
                .map("made"));
    assertEquals(keras, java);
  }

  @Test
  void areReadFromTfKeras(Python python) {
    String json =
        python
            .tfKeras()
            .exec(
                """
                layers = keras.layers
                model = keras.Sequential([layers.Input((8, 8, 3)), layers.Conv2D(2, 3), layers.AveragePooling2D(),
                    layers.SeparableConv2D(2, 1), layers.MaxPooling2D(), layers.GlobalMaxPooling2D()])
                text = model.to_json()
                for name, alias in [('"Conv2D"', '"Convolution2D"'), ('"AveragePooling2D"', '"AvgPool2D"'),
                    ('"SeparableConv2D"', '"SeparableConvolution2D"'), ('"MaxPooling2D"', '"MaxPool2D"'),
                    ('"GlobalMaxPooling2D"', '"GlobalMaxPool2D"')]:
                    text = text.replace(name, alias)
                assert len(keras.models.model_from_json(text).layers) == 5 and "MaxPool2D" in text
                result["json"] = text
                """)
            .text("json");
    try (Model model = Keras.modelFromJson(json)) {
      assertEquals(
          List.of(
              "Conv2D",
              "AveragePooling2D",
              "SeparableConv2D",
              "MaxPooling2D",
              "GlobalMaxPooling2D"),
          model.layers().stream()
              .map(l -> l.getClass().getSimpleName())
              .filter(name -> !name.equals("InputLayer"))
              .toList());
    }
  }

  @Test
  void sayWhyAClassIsNotHere() {
    String message =
        org.junit.jupiter.api.Assertions.assertThrows(
                UnsupportedOperationException.class,
                () ->
                    Configs.deserialize(
                        Map.of(
                            "module",
                            "keras.layers",
                            "class_name",
                            "JaxLayer",
                            "config",
                            Map.of())))
            .getMessage();
    assertEquals(
        "Keras' class 'keras.layers.JaxLayer' is not supported: it calls a function of JAX, which"
            + " runs in Python alone.",
        message);
  }
}
