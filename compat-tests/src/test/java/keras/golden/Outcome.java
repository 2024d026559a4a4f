package keras.golden;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import keras.python.Framework;

/**
 * What became of a written file.
 *
 * @param errors what did not go, by stage: load, save, train
 */
record Outcome(GoldenCase golden, WrittenForm form, Framework reader, Map<String, String> errors) {
  private static final int SHOWN = 120;

  static Outcome of(
      GoldenCase golden, WrittenForm form, Framework reader, Map<String, ?> errors, Path folder) {
    Map<String, String> plain = new LinkedHashMap<>();
    errors.forEach(
        (stage, error) -> {
          String text =
              String.valueOf(error)
                  .replaceAll(Pattern.quote(folder.toString()) + "/[^/]+/", "")
                  .replaceAll(
                      "\\{'[^:}]*(\\}|$)", "{...}") // a set of Python's has another order each time
                  .replaceAll("\\s+", " ");
          plain.put(stage, text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
        });
    return new Outcome(golden, form, reader, plain);
  }

  /** Whether a stage was tried. */
  boolean tried(String stage) {
    return switch (stage) {
      case "save" -> form.isSavedBy(reader);
      case "train" -> form.trains() && golden.isTrained();
      default -> true;
    };
  }

  /** Whether a stage went well. */
  boolean went(String stage) {
    return tried(stage) && !errors.containsKey(stage) && !errors.containsKey("load");
  }

  /** Whether the Keras can do it with its own file of that form. */
  boolean goesWithItsOwn(String stage) {
    Map<String, String> own = Reloads.own(golden, form, reader);
    String there = stage.equals("save") ? "again" : stage;
    return !own.containsKey("save") && !own.containsKey("load") && !own.containsKey(there);
  }
}
