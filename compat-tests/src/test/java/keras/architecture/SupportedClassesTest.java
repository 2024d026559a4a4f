package keras.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import keras.callbacks.Callback;
import keras.config.KerasObject;
import org.junit.jupiter.api.Test;

/**
 * Holds docs/SUPPORTED.md: it lists the classes that there are, a line each, and nothing else.
 * {@code target/SUPPORTED.md} is what it should say.
 */
class SupportedClassesTest {
  private static final String HEAD =
      """
      # The classes that there are

      Every class of Keras' own that a program or a file can name, at Keras' path.
      [PINNED.md](PINNED.md) lists the few arguments that stay at Keras' defaults.

      """;

  @Test
  void areThoseThatThePageLists() throws IOException {
    Set<String> classes = new TreeSet<>();
    for (Class<? extends KerasObject> type : Library.kerasObjects()) {
      add(classes, type);
    }
    Library.CLASSES.stream()
        .filter(c -> c.isAssignableTo(Callback.class))
        .forEach(c -> add(classes, c.reflect()));
    String page = HEAD + String.join("", classes.stream().map("- `%s`\n"::formatted).toList());
    Path target = Path.of("target", "SUPPORTED.md");
    Files.createDirectories(Path.of("target"));
    Files.writeString(target, page);
    assertEquals(
        page,
        Files.readString(Library.root().resolve("docs").resolve("SUPPORTED.md")),
        "docs/SUPPORTED.md should be as " + target.toAbsolutePath());
  }

  private static void add(Set<String> classes, Class<?> type) {
    if (Modifier.isPublic(type.getModifiers()) && !Modifier.isAbstract(type.getModifiers())) {
      classes.add(type.getPackageName() + "." + type.getSimpleName());
    }
  }
}
