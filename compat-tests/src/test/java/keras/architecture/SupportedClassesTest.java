package keras.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import keras.config.KerasNames;
import keras.golden.ComparedClasses;
import org.junit.jupiter.api.Test;

/**
 * Holds docs/SUPPORTED.md: all of Keras' classes, a line each, and which of them are here. Where it
 * fails, the right text lies in {@code compat-tests/target/SUPPORTED.md}.
 */
class SupportedClassesTest {
  private static final String HEAD =
      """
      # Which of Keras' classes are here

      Every class of Keras 3.15 and tf_keras 2.21 that a model, its training or its files may name. The operations of `keras.ops` are in [OPERATIONS.md](OPERATIONS.md).
      `SupportedClassesTest` makes this page of what the tests hold, and holds it.

      | column | |
      | --- | --- |
      | here | whether the class is here, or what it is here, or why it is not |
      | cases | how many objects of the class with various arguments are built beside Keras, and called: config, defaults, shapes, weights, masks and outputs are Keras' |
      | trains | of a layer, whether gradients are compared; of a loss, metric, optimizer, schedule or callback, how far three epochs are from Keras' ([PARITY.md](PARITY.md)) |
      | read | how many whole models of real Kerases with the class are read, in all formats, and train on |
      | written | how many of these are written in every format, and read and trained on by the real Kerases; of a layer without such a model, `LayerFilesTest` has the real Kerases read one of it alone, and Java read what they save |
      | differs | where a difference is told: in [DIFFERENCES.md](DIFFERENCES.md), or an argument that stays at its default in [PINNED.md](PINNED.md) |

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

  /** Returns where the papers tell that a class differs. */
  private static String differs(KerasNames.Entry e, String differences, String pinned) {
    if (differences.contains("`" + e.name() + "`") || differences.contains("`" + e.name() + ".")) {
      return "told";
    }
    return pinned.contains("| `" + e.path() + "` |") ? "pinned" : "–";
  }

  /** Returns how many of a module's classes are here, are other names, and are not here. */
  private static String counts(String module, List<KerasNames.Entry> classes) {
    List<KerasNames.Entry> own = classes.stream().filter(e -> e.module().equals(module)).toList();
    long here = own.stream().filter(KerasNames.Entry::isHere).count();
    long aliases = own.stream().filter(e -> here(e).startsWith("as ")).count();
    return "| `keras.%s` | %d | %d | %d |"
        .formatted(module, here, aliases, own.size() - here - aliases);
  }

  @Test
  void areThoseThatAreListed() throws IOException {
    List<KerasNames.Entry> classes =
        KerasNames.all().stream().filter(e -> !e.kerases().equals("old")).toList();
    Path docs = Library.root().resolve("docs");
    String differences = Files.readString(docs.resolve("DIFFERENCES.md"));
    String pinned = Files.readString(docs.resolve("PINNED.md"));
    ComparedClasses compared = new ComparedClasses();
    List<String> rows = new ArrayList<>();
    rows.add("| module | here | other names of these | not here |\n| --- | --- | --- | --- |");
    classes.stream()
        .map(KerasNames.Entry::module)
        .distinct()
        .forEach(module -> rows.add(counts(module, classes)));
    rows.add(
        "\n| module | class | here | cases | trains | read | written | differs |\n"
            + "| --- | --- | --- | --- | --- | --- | --- | --- |");
    for (KerasNames.Entry e : classes) {
      String evidence =
          e.isHere()
              ? compared.columns(e.path()) + " | " + differs(e, differences, pinned)
              : " | | | | ";
      rows.add(
          "| `keras.%s` | `%s` | %s | %s |".formatted(e.module(), e.name(), here(e), evidence));
    }
    String expected = HEAD + String.join("\n", rows) + "\n";
    Path target = Library.root().resolve("compat-tests").resolve("target");
    Files.createDirectories(target);
    Files.writeString(target.resolve("SUPPORTED.md"), expected);
    assertEquals(expected, Files.readString(docs.resolve("SUPPORTED.md")));
  }
}
