package keras.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What the build holds of files: their length, and what keras-api depends on. */
class SourcesTest {
  private static final int MOST_LINES = 400;

  /** Classes that everything rests on, which would otherwise grow with everything. */
  private static final List<String> SHORT =
      List.of("layers/Layer", "models/Model", "ops/Expr", "optimizers/Optimizer");

  private static final int MOST_LINES_OF_SHORT = 299;

  @Test
  void areNoLongerThan400Lines() throws IOException {
    List<Path> files = Library.sources();
    assertTrue(files.size() > 300, () -> "Found only " + files.size() + " files");
    List<String> tooLong = new ArrayList<>();
    for (Path file : files) {
      int lines = Files.readAllLines(file).size();
      if (lines > MOST_LINES) {
        tooLong.add(file.getFileName() + ": " + lines);
      }
    }
    assertEquals(List.of(), tooLong, "Files to be split by concern");
  }

  @Test
  void keepTheClassesThatAllRestOnShort() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (String name : SHORT) {
      Path file = Library.root().resolve("keras-api/src/main/java/keras/" + name + ".java");
      int lines = Files.readAllLines(file).size();
      if (lines > MOST_LINES_OF_SHORT) {
        tooLong.add(name + ": " + lines);
      }
    }
    assertEquals(List.of(), tooLong, "Move what is not their own concern to classes beside them");
  }

  @Test
  void keepKerasApiFreeOfDependencies()
      throws IOException, ParserConfigurationException, SAXException {
    Set<String> used = new TreeSet<>();
    NodeList all =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Library.root().resolve("keras-api/pom.xml").toFile())
            .getElementsByTagName("dependency");
    for (int i = 0; i < all.getLength(); i++) {
      if (all.item(i) instanceof Element e && !text(e, "scope").equals("test")) {
        used.add((text(e, "artifactId") + " " + text(e, "scope")).strip());
      }
    }
    assertEquals(
        Set.of("error_prone_annotations provided", "jspecify", "tensorflow-core-api"), used);
  }

  private static String text(Element dependency, String tag) {
    NodeList found = dependency.getElementsByTagName(tag);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
  }
}
