package keras.golden;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import keras.python.Framework;
import org.jspecify.annotations.Nullable;

/** What the Kerases cannot do with their own files: golden/reloads.json. */
final class Reloads {
  private static final JsonObject CASES =
      JsonObject.read(Path.of("golden", "reloads.json")).object("cases");

  private Reloads() {}

  /** Returns the files that a Keras writes, by the names that say their format. */
  static List<String> forms(Framework framework) {
    for (String name : CASES.map().keySet()) {
      JsonObject own = CASES.object(name).object("own");
      if (own.has(framework.tag())) {
        return List.copyOf(own.object(framework.tag()).map().keySet());
      }
    }
    return List.of();
  }

  /**
   * Returns the errors of a Keras with its own file of a form, by stage; empty if there are none.
   */
  static Map<String, String> own(GoldenCase golden, WrittenForm form, Framework framework) {
    return own(framework, form.file()).getOrDefault(golden.name(), Map.of());
  }

  /** Returns the errors of a Keras with its own files of a form, by case and stage. */
  static Map<String, Map<String, String>> own(Framework framework, String form) {
    return select(answers -> answers.object("own"), framework, form);
  }

  /** Returns the errors of a Keras with files that the other wrote, by case and stage. */
  static Map<String, Map<String, String>> crossed(Framework reader, String file) {
    return select(answers -> answers.object("crossed"), reader, file);
  }

  private static Map<String, Map<String, String>> select(
      Function<JsonObject, JsonObject> part, Framework framework, String file) {
    Map<String, Map<String, String>> out = new LinkedHashMap<>();
    for (String name : CASES.map().keySet()) {
      JsonObject answers = part.apply(CASES.object(name));
      if (answers.has(framework.tag()) && answers.object(framework.tag()).has(file)) {
        Map<String, String> errors = new LinkedHashMap<>();
        Map<String, @Nullable Object> stages = answers.object(framework.tag()).object(file).map();
        stages.forEach((stage, error) -> errors.put(stage, String.valueOf(error)));
        out.put(name, errors);
      }
    }
    return out;
  }
}
