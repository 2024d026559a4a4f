package keras.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds README.md, the pages of docs/guide, docs/porting.md and docs/files.md: each page links to
 * the Java file that it explains, which is compiled and run as a test or an example, and every
 * {@code java} block of the page stands in that file. White space does not count.
 */
class GuidePagesTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^):]+\\.java)\\)");
  private static final Pattern BLOCK =
      Pattern.compile("^```java\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  @TestFactory
  Stream<DynamicTest> showJavaThatCompiles() throws IOException {
    Path docs = Library.root().resolve("docs");
    List<Path> pages =
        new ArrayList<>(
            List.of(
                Library.root().resolve("README.md"),
                docs.resolve("porting.md"),
                docs.resolve("files.md")));
    try (Stream<Path> files = Files.list(docs.resolve("guide"))) {
      files.filter(f -> f.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages.stream()
        .map(page -> DynamicTest.dynamicTest(page.getFileName().toString(), () -> check(page)));
  }

  private static void check(Path page) throws IOException {
    String text = Files.readString(page);
    StringBuilder java = new StringBuilder();
    Matcher link = LINK.matcher(text);
    while (link.find()) {
      java.append(dense(Files.readString(page.resolveSibling(link.group(1)))));
    }
    Matcher block = BLOCK.matcher(text);
    int blocks = 0;
    while (block.find()) {
      blocks++;
      String wanted = block.group(1);
      boolean found = java.indexOf(dense(wanted)) >= 0;
      assertTrue(found, page + ": no Java file that the page links to holds\n" + wanted);
    }
    assertTrue(blocks > 0, page + ": the page shows no Java");
  }

  /** Returns the text without white space. */
  private static String dense(String java) {
    return java.replaceAll("\\s+", "");
  }
}
