package keras.guide;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import keras.architecture.Library;
import org.junit.jupiter.api.Test;

/** The table of docs/article.md, and the pages that it sums up. */
class ArticleTest {
  private static final Path DOCS = Library.root().resolve("docs");

  @Test
  void repeatsTheNumbersOfItsPages() throws IOException {
    List<List<String>> rows =
        Files.readAllLines(DOCS.resolve("article.md")).stream()
            .filter(line -> line.startsWith("| ["))
            .map(ArticleTest::cells)
            .toList();
    assertTrue(rows.size() >= 20, rows.toString());
    for (List<String> row : rows) {
      String page = row.get(0).replaceFirst("\\[(.*)]\\((guide/\\1\\.md)\\)", "$2");
      List<String> numbers =
          Files.readAllLines(DOCS.resolve(page)).stream()
              .flatMap(line -> cells(line).stream())
              .flatMap(cell -> Arrays.stream(cell.split("[ ,:]+", -1)))
              .toList();
      for (String cell : row.subList(3, 5)) {
        for (String number : cell.split(", | epochs?|epoch ", -1)) {
          assertTrue(
              numbers.containsAll(List.of(number.trim().split(" ", -1))) || number.isBlank(),
              page + " does not have " + number + ", which article.md tells");
        }
      }
    }
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split("\\|", -1)).skip(1).map(String::trim).toList();
  }
}
