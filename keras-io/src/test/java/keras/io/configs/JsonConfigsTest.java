package keras.io.configs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.Keras;
import keras.config.CustomObjects;
import keras.io.GoldenCases;
import keras.io.migration.ToKeras3;
import keras.io.migration.Writer;
import keras.layers.Dense;
import keras.layers.Layer;
import keras.models.Model;
import keras.models.Sequential;
import keras.saving.ModelFormatException;
import keras.saving.SaveOptions;
import keras.saving.SaveOptions.Dialect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonConfigsTest {
  @Test
  void buildsEveryModelWhoseClassesExist() {
    int built = 0;
    for (String file : List.of("config.json", "config_v3.json")) {
      for (String name : GoldenCases.with(file)) {
        Map<String, @Nullable Object> config = GoldenCases.json(name, file);
        Map<String, @Nullable Object> spec = ToKeras3.model(config, Writer.of(config)).config();
        if (UnknownClasses.of(spec, CustomObjects.none()).isEmpty()) {
          try (Model model = Keras.modelFromJson(GoldenCases.text(name, file))) {
            assertEquals(layerNames(spec), model.layers().stream().map(Layer::name).toList(), name);
            built++;
          }
        }
      }
    }
    assertTrue(built >= 48, "only " + built);
  }

  private static List<String> layerNames(Map<String, @Nullable Object> spec) {
    boolean sequential = "Sequential".equals(spec.get("class_name"));
    List<String> names = new ArrayList<>();
    for (Object layer : (List<?>) Objects.requireNonNull(config(spec).get("layers"))) {
      Map<?, ?> map = (Map<?, ?>) layer;
      if (!sequential || !"InputLayer".equals(map.get("class_name"))) {
        names.add(String.valueOf(config(map).get("name")));
      }
    }
    return names;
  }

  private static Map<?, ?> config(Map<?, ?> spec) {
    return (Map<?, ?>) Objects.requireNonNull(spec.get("config"));
  }

  @Test
  void readsWhatItWrote() {
    try (Model model = Keras.modelFromJson(GoldenCases.text("wide_deep", "config.json"))) {
      String text = model.toJson();
      assertEquals(text, Keras.modelFromJson(text).toJson());
    }
  }

  @Test
  void readsWhatItWroteInEveryDialect() {
    try (Model model = Keras.modelFromJson(GoldenCases.text("wide_deep", "config.json"))) {
      for (Dialect dialect : Dialect.values()) {
        String text = model.toJson(SaveOptions.defaults().dialect(dialect));
        try (Model back = Keras.modelFromJson(text)) {
          assertEquals(model.toJson(), back.toJson(), dialect.name());
        }
      }
    }
  }

  @Test
  void saysWhatADialectCannotSay() {
    try (Model model = new Sequential(new Dense(2).inputShape(3).name("größe"))) {
      UnsupportedOperationException e =
          assertThrows(
              UnsupportedOperationException.class,
              () -> model.toJson(SaveOptions.defaults().dialect(Dialect.TF_KERAS)));
      assertEquals(
          "model.toJson: tf_keras cannot read this model: Dense 'größe': tf_keras takes names of"
              + " ASCII letters, digits and any of _.\\/>- alone. Save it for Keras 3, by"
              + " SaveOptions.Dialect.KERAS_3.",
          e.getMessage());
    }
  }

  @Test
  void listsEveryClassThatIsMissing() {
    String text =
        """
        {"class_name": "Sequential", "keras_version": "2.9.0", "config": {"layers": [
          {"class_name": "Dense", "config": {"name": "d", "units": 2,
            "kernel_initializer": {"class_name": "Fancy", "config": {}}}},
          {"class_name": "Lambda", "config": {"name": "l1"}},
          {"class_name": "mine>Scale", "config": {"name": "s"}},
          {"class_name": "Lambda", "config": {"name": "l2"}}]}}""";
    assertEquals(
        """
        JSON: the model cannot be built:
          Fancy (layer 'd') is not known; if it is yours, add CustomObjects.of(Fancy.class).
          Scale (layer 's') is not known; if it is yours, add CustomObjects.of(Scale.class).
          Lambda 'l1' is Python bytecode, which is never run; give it in Java: LoadOptions.defaults().custom("l1", x -> ...).
          Lambda 'l2' is Python bytecode, which is never run; give it in Java: LoadOptions.defaults().custom("l2", x -> ...).
          All at once: LoadOptions.defaults().customObjects(CustomObjects.of(Fancy.class, Scale.class)).custom("l1", x -> ...).custom("l2", x -> ...).""",
        assertThrows(ModelFormatException.class, () -> Keras.modelFromJson(text)).getMessage());
  }

  /** A class of somebody's own may be called as one of Keras' is. */
  @Test
  void takesAModuleForWhoseAClassIs() {
    String text =
        """
        {"module": "keras", "class_name": "Sequential", "keras_version": "3.15.1", "config": {"layers": [
          {"module": "mine.layers", "class_name": "Attention", "registered_name": "mine>Attention",
            "config": {"name": "a", "trainable": true}}]}}""";
    assertEquals(
        "JSON: Attention (layer 'a') is not known; if it is yours, add CustomObjects.of(Attention.class).",
        assertThrows(ModelFormatException.class, () -> Keras.modelFromJson(text)).getMessage());
  }

  @Test
  void refusesWhatIsNoModel() {
    assertEquals(
        "JSON: expected a JSON object. Received: [1].",
        assertThrows(ModelFormatException.class, () -> Keras.modelFromJson("[1]")).getMessage());
    assertThrows(ModelFormatException.class, () -> Keras.modelFromJson("{\"class_name\""));
    assertEquals(
        "JSON: expected a model: `class_name` and `config`. Received: keys [a].",
        assertThrows(ModelFormatException.class, () -> Keras.modelFromJson("{\"a\": 1}"))
            .getMessage());
  }

  @Test
  void buildsStacksOfKeras1ThatBeginByMerging() {
    String dense =
        "{\"class_name\": \"Dense\", \"config\": {\"name\": \"%s\", \"output_dim\": %d,"
            + " \"init\": \"normal\", \"activation\": \"relu\", \"bias\": true%s}}";
    String stack = "{\"class_name\": \"Sequential\", \"config\": [%s]}";
    String merge =
        "{\"class_name\": \"Merge\", \"config\": {\"name\": \"m\", \"mode\": \"concat\","
            + " \"mode_type\": \"raw\", \"concat_axis\": 1, \"dot_axes\": -1, \"layers\":"
            + " [%s, %s]}}";
    String a = dense.formatted("a", 3, ", \"batch_input_shape\": [null, 4]");
    String b = dense.formatted("b", 2, ", \"batch_input_shape\": [null, 5]");
    String text =
        stack.formatted(
            merge.formatted(
                    stack.formatted(a), stack.formatted(b + ", " + dense.formatted("c", 2, "")))
                + ", "
                + dense.formatted("d", 1, ""));
    try (Model model = Keras.modelFromJson(text)) {
      assertEquals(List.of("a_input", "b_input"), model.inputNames());
      assertEquals(List.of("d"), model.outputNames());
      assertEquals(4 * 3 + 3 + 5 * 2 + 2 + 2 * 2 + 2 + 5 + 1, model.countParams());
      assertEquals(2, model.predict(List.of(new float[2][4], new float[2][5])).shape().get(0));
    }
  }
}
