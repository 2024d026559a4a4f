package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import keras.python.Framework;

/** The generated parts of docs/FORMATS.md, between marks that name them. */
final class FormatsDocument {
  private static final Path FILE = Path.of("..", "docs", "FORMATS.md");

  private FormatsDocument() {}

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
