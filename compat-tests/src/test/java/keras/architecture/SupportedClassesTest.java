package keras.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import keras.callbacks.Callback;
import keras.config.KerasObject;
import org.junit.jupiter.api.Test;

/** Holds the table of classes in README: it lists what there is, and nothing else. */
class SupportedClassesTest {
  @Test
  void areThoseThatReadmeLists() throws IOException {
    Map<String, Set<String>> classes = new TreeMap<>();
    for (Class<? extends KerasObject> type : Library.kerasObjects()) {
      add(classes, type);
    }
    Library.CLASSES.stream()
        .filter(c -> c.isAssignableTo(Callback.class))
        .forEach(c -> add(classes, c.reflect()));
    List<String> rows = new ArrayList<>();
    classes.forEach(
        (name, all) -> rows.add("| `%s` | %s |".formatted(name, String.join(", ", all))));
    List<String> listed =
        Files.readAllLines(Library.root().resolve("README.md")).stream()
            .filter(line -> line.matches("\\| `keras\\.[a-z.]+` \\|.*"))
            .toList();
    assertEquals(String.join("\n", rows), String.join("\n", listed));
  }

  private static void add(Map<String, Set<String>> classes, Class<?> type) {
    if (Modifier.isPublic(type.getModifiers()) && !Modifier.isAbstract(type.getModifiers())) {
      classes
          .computeIfAbsent(type.getPackageName(), key -> new TreeSet<>())
          .add(type.getSimpleName());
    }
  }
}
