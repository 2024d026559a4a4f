package keras.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The committed list of cases that cannot run yet says so of exactly those. */
class PendingCasesTest {
  private static final Path LIST = Path.of("golden", "pending.txt");

  @Test
  void listsExactlyTheCasesWhoseClassesAreAbsent() throws IOException {
    StringBuilder pending = new StringBuilder();
    for (GoldenCase golden : GoldenCase.every()) {
      Set<String> missing = CaseClasses.missing(golden);
      if (!missing.isEmpty()) {
        pending.append(golden.name()).append(": ").append(String.join(", ", missing)).append('\n');
      }
    }
    Path right = Path.of("target", "pending.txt");
    Files.createDirectories(right.getParent());
    Files.writeString(right, pending);
    List<String> committed =
        Files.readString(LIST).lines().filter(l -> !l.startsWith("#")).toList();
    assertEquals(
        String.join("\n", pending.toString().lines().toList()),
        String.join("\n", committed),
        LIST + " is not what is missing; the right list is in " + right + ".");
  }
}
