package keras.golden;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import keras.python.Framework;

/** The table of what is written and what the real Kerases do with it, and the list of what not. */
final class WrittenTable {
  private static final Map<String, String> STAGES =
      Map.of("load", "loads", "save", "saves again", "train", "trains on");

  private WrittenTable() {}

  static String of(List<Outcome> outcomes) {
    StringBuilder text = new StringBuilder();
    text.append(
        "| format | read by | loads it | trains on | saves it again | trains on from its own |\n");
    text.append("| --- | --- | --- | --- | --- | --- |\n");
    for (WrittenForm form : WrittenForm.values()) {
      for (Framework reader : form.readers()) {
        List<Outcome> own =
            outcomes.stream().filter(o -> o.form() == form && o.reader() == reader).toList();
        text.append(
            "| %s | %s | %s | %s | %s | %s |\n"
                .formatted(
                    form.title(),
                    FormatsDocument.title(reader),
                    cell(own, "load"),
                    cell(own, "train"),
                    cell(own, "save"),
                    itsOwn(own)));
      }
    }
    return text + reasons(outcomes);
  }

  private static String cell(List<Outcome> outcomes, String stage) {
    long tried = outcomes.stream().filter(o -> o.tried(stage)).count();
    long went = outcomes.stream().filter(o -> o.went(stage)).count();
    return tried == 0 ? "" : "%d of %d".formatted(went, tried);
  }

  private static String itsOwn(List<Outcome> outcomes) {
    List<Outcome> trained =
        outcomes.stream()
            .filter(o -> o.tried("train") && o.golden().isOf(o.reader()))
            .filter(o -> Reloads.forms(o.reader()).contains(o.form().file()))
            .toList();
    long go = trained.stream().filter(o -> o.goesWithItsOwn("train")).count();
    return trained.isEmpty() ? "" : "%d of %d".formatted(go, trained.size());
  }

  private static String reasons(List<Outcome> outcomes) {
    Map<String, Set<String>> cases = new LinkedHashMap<>();
    for (Outcome o : outcomes) {
      new TreeMap<>(o.errors())
          .forEach(
              (stage, error) -> {
                String key =
                    "%s, %s %s not%s: %s"
                        .formatted(
                            o.form().title(),
                            FormatsDocument.title(o.reader()),
                            STAGES.get(stage),
                            o.goesWithItsOwn(stage) ? "" : ", nor its own file",
                            error);
                cases.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(o.golden().name());
              });
    }
    if (cases.isEmpty()) {
      return "";
    }
    List<String> lines = new ArrayList<>();
    cases.forEach((why, names) -> lines.add("- %s (%s)".formatted(why, String.join(", ", names))));
    return "\nNot:\n\n" + String.join("\n", lines) + "\n";
  }
}
