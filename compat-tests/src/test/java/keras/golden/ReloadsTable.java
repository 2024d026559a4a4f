package keras.golden;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import keras.python.Framework;

/** The table of what the Kerases do with their own files and with each other's, without Java. */
final class ReloadsTable {
  /** The forms of each Keras, and how a table calls them. */
  private static final Map<String, String> FORMS =
      Map.of(
          "m.h5", "`.h5`",
          "m.keras", "`.keras`",
          "w.h5", "weights `.h5`",
          "m.weights.h5", "`.weights.h5`",
          "m.weights.json", "`.weights.json` and shards",
          "ckpt", "TensorFlow checkpoint",
          "m.json", "JSON");

  /** The files of one Keras that the other is given. */
  private static final Map<Framework, List<String>> CROSSED =
      Map.of(
          Framework.KERAS3, List.of("model.h5", "model_tk.keras"),
          Framework.TF_KERAS, List.of("model_v3.h5", "model.keras"));

  private static final List<String> STAGES = List.of("save", "load", "again", "train");
  private static final int ALIKE = 44;
  private static final int MOST_NAMED = 6;

  private final StringBuilder text = new StringBuilder();
  private final Map<String, List<String>> reasons = new LinkedHashMap<>();

  private ReloadsTable() {}

  static String of() {
    ReloadsTable table = new ReloadsTable();
    table.text.append("| Keras | file | loads it | saves it again | trains on |\n");
    table.text.append("| --- | --- | --- | --- | --- |\n");
    for (Framework framework : Framework.values()) {
      for (String form : Reloads.forms(framework)) {
        table.row(framework, "its own " + FORMS.get(form), Reloads.own(framework, form), form);
      }
      for (String file : CROSSED.getOrDefault(framework, List.of())) {
        String format = file.endsWith(".keras") ? "`.keras`" : "`.h5`";
        table.row(framework, "the other's " + format, Reloads.crossed(framework, file), "");
      }
    }
    table.text.append("\nOf their own files they cannot:\n\n");
    table.reasons.forEach(
        (why, names) -> table.text.append("- %s (%s)\n".formatted(why, shown(names))));
    return table.text.toString();
  }

  private static String shown(List<String> names) {
    return names.size() <= MOST_NAMED
        ? String.join(", ", names)
        : names.size() + " cases, such as " + names.get(0);
  }

  /** Adds a row; with a form, the errors are listed too. */
  private void row(
      Framework framework, String file, Map<String, Map<String, String>> byCase, String form) {
    Predicate<String> trained = name -> GoldenCase.of(name).isTrained();
    boolean trains = !form.equals("w.h5") && !form.equals("m.json");
    text.append(
        "| %s | %s | %s | %s | %s |\n"
            .formatted(
                FormatsDocument.title(framework),
                file,
                cell(byCase, name -> true, List.of("save", "load")),
                form.isEmpty() ? "" : cell(byCase, name -> true, List.of("save", "load", "again")),
                trains ? cell(byCase, trained, List.of("save", "load", "train")) : ""));
    if (!form.isEmpty()) {
      byCase.forEach(
          (name, errors) ->
              STAGES.forEach(
                  stage -> {
                    if (errors.containsKey(stage)) {
                      String error = String.valueOf(errors.get(stage));
                      String alike = error.substring(0, Math.min(ALIKE, error.length()));
                      String why =
                          "%s, %s, %s: %s…"
                              .formatted(
                                  FormatsDocument.title(framework),
                                  FORMS.get(form),
                                  stage,
                                  alike.replaceAll("<.*", "").strip());
                      reasons.computeIfAbsent(why, key -> new ArrayList<>()).add(name);
                    }
                  }));
    }
  }

  private static String cell(
      Map<String, Map<String, String>> byCase, Predicate<String> tried, List<String> stages) {
    int all = 0;
    int good = 0;
    for (Map.Entry<String, Map<String, String>> each : byCase.entrySet()) {
      if (tried.test(each.getKey())) {
        all++;
        good += stages.stream().anyMatch(each.getValue()::containsKey) ? 0 : 1;
      }
    }
    return all == 0 ? "" : "%d of %d".formatted(good, all);
  }
}
