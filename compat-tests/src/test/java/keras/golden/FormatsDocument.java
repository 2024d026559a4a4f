package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import keras.python.Framework;

/** The generated parts of docs/FORMATS.md, between marks that name them. */
final class FormatsDocument {
  private static final Path FILE = Path.of("..", "docs", "FORMATS.md");

  private FormatsDocument() {}

  /**
   * What became of a written file.
   *
   * @param error what did not go; empty if all did
   */
  record Outcome(WrittenForm form, Framework reader, String name, String error) {}

  /** Returns the table of what is read. */
  static String read() {
    StringBuilder table = new StringBuilder();
    table.append("| format | written by | cases read | cases that wait for classes |\n");
    table.append("| --- | --- | --- | --- |\n");
    for (StoredForm form : StoredForm.values()) {
      int readable = form.readable().size();
      table.append(
          "| %s | %s | %d | %d |\n"
              .formatted(
                  form.format(), title(form.writer()), readable, form.kept().size() - readable));
    }
    return table.toString();
  }

  static String title(Framework framework) {
    return framework == Framework.KERAS3 ? "Keras 3" : "Keras 2 (tf_keras)";
  }

  /** Returns the table of what is written and loaded by the real Kerases, and what is not. */
  static String written(List<Outcome> outcomes) {
    StringBuilder text = new StringBuilder();
    text.append("| format | Keras 3 loads | tf_keras loads |\n| --- | --- | --- |\n");
    for (WrittenForm form : WrittenForm.values()) {
      text.append(
          "| %s | %s | %s |\n"
              .formatted(
                  form.title(),
                  cell(outcomes, form, Framework.KERAS3),
                  cell(outcomes, form, Framework.TF_KERAS)));
    }
    Map<String, Set<String>> reasons = new LinkedHashMap<>();
    for (Outcome o : outcomes) {
      if (!o.error().isEmpty()) {
        String key = "%s, %s: %s".formatted(o.form().title(), title(o.reader()), o.error());
        reasons.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(o.name());
      }
    }
    if (!reasons.isEmpty()) {
      text.append("\nNot:\n\n");
      reasons.forEach(
          (reason, names) ->
              text.append("- %s (%s)\n".formatted(reason, String.join(", ", names))));
    }
    return text.toString();
  }

  private static String cell(List<Outcome> outcomes, WrittenForm form, Framework reader) {
    if (!form.readers().contains(reader)) {
      return "";
    }
    List<Outcome> own =
        outcomes.stream().filter(o -> o.form() == form && o.reader() == reader).toList();
    long good = own.stream().filter(o -> o.error().isEmpty()).count();
    return "%d of %d".formatted(good, own.size());
  }

  /** Demands that a part of the document is this; the right one is left in target. */
  static void check(String part, String right) throws IOException {
    Path left = Path.of("target", "FORMATS-" + part + ".md");
    Files.createDirectories(left.getParent());
    Files.writeString(left, right);
    List<String> lines = Files.readAllLines(FILE);
    int begin = lines.indexOf("<!-- begin " + part + " -->");
    int end = lines.indexOf("<!-- end " + part + " -->");
    String stands =
        begin < 0 || end < 0
            ? ""
            : lines.subList(begin + 1, end).stream().collect(Collectors.joining("\n", "", "\n"));
    assertEquals(
        right, stands, "docs/FORMATS.md, part " + part + ": the right one is in " + left + ".");
  }
}
