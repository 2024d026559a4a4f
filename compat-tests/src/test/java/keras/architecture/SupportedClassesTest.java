package keras.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import keras.config.KerasNames;
import org.junit.jupiter.api.Test;

/**
 * Holds docs/SUPPORTED.md: all of Keras' classes, a line each, and which of them are here. Where it
 * fails, the right text lies in {@code compat-tests/target/SUPPORTED.md}.
 */
class SupportedClassesTest {
  private static final String HEAD =
      """
      # Which of Keras' classes are here

      Every class of Keras 3.15 and tf_keras 2.21 that a model, its training or its files may name. `SupportedClassesTest` holds this table.

      | module | class | here |
      |---|---|---|
      """;

  private static String here(KerasNames.Entry e) {
    if (e.path().equals("keras.layers.Lambda")) {
      return "in files, where its function is given in Java: `LoadOptions.custom(name, x -> …)`;"
          + " Python's is never run, and goes back to files as it was";
    } else if (e.isHere() && e.absent() != null) {
      return "yes, in code alone: it " + e.absent();
    } else if (e.isHere()) {
      return "yes";
    } else if (e.aliasOf() != null
        && KerasNames.all().stream()
            .anyMatch(
                o -> o.isHere() && o.path().equals("keras." + e.module() + "." + e.aliasOf()))) {
      return "as `%s`".formatted(e.aliasOf());
    }
    return e.absent() == null ? "" : "no: it " + e.absent();
  }

  @Test
  void areThoseThatAreListed() throws IOException {
    List<String> rows = new ArrayList<>();
    for (KerasNames.Entry e : KerasNames.all()) {
      if (!e.kerases().equals("old")) {
        rows.add("| `keras.%s` | `%s` | %s |".formatted(e.module(), e.name(), here(e)));
      }
    }
    String expected = HEAD + String.join("\n", rows) + "\n";
    Path target = Library.root().resolve("compat-tests").resolve("target");
    Files.createDirectories(target);
    Files.writeString(target.resolve("SUPPORTED.md"), expected);
    assertEquals(
        expected, Files.readString(Library.root().resolve("docs").resolve("SUPPORTED.md")));
  }
}
