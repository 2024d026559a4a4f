package keras.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds docs/DIFFERENCES.md to what the Javadoc of classes says. */
class DifferencesTest {
  private static final Pattern NAME = Pattern.compile("\\(`(\\w+)`(?:, `(\\w+)`)?\\)");
  private static final String PARAGRAPH = "<p>Differs from Keras:";

  private static String name(Path source) {
    return source.getFileName().toString().replace(".java", "");
  }

  private static Set<String> differing() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path source : Library.sources()) {
      boolean library = source.toString().replace('\\', '/').contains("/src/main/java/keras/");
      if (library && Files.readString(source).contains(PARAGRAPH)) {
        names.add(name(source));
      }
    }
    return names;
  }

  private static String page() throws IOException {
    return Files.readString(Library.root().resolve("docs").resolve("DIFFERENCES.md"));
  }

  @Test
  void nameEveryClassThatSaysItDiffers() throws IOException {
    String page = page();
    Set<String> differing = differing();
    Set<String> missing =
        differing.stream()
            .filter(name -> !page.contains("`" + name + "`") && !page.contains("`" + name + "."))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(differing.size() > 20, differing::toString);
    assertEquals(Set.of(), missing, "Classes that differ from Keras and have no line");
  }

  @Test
  void referToClassesThatSayIt() throws IOException {
    Set<String> referred = new TreeSet<>();
    NAME.matcher(page())
        .results()
        .forEach(
            m -> {
              referred.add(m.group(1));
              if (m.group(2) != null) {
                referred.add(m.group(2));
              }
            });
    assertTrue(referred.size() > 5, referred::toString);
    referred.removeAll(differing());
    assertEquals(Set.of(), referred, "Classes whose Javadoc lacks '" + PARAGRAPH + "'");
  }
}
