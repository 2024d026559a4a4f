package keras.io.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that replaces a folder is killed; nothing is lost, wherever it was. */
class AtomicFolderKilledTest {
  private static final Set<String> PARTS = Set.of("a", "b");

  private final Path dir;
  private final Path target;

  AtomicFolderKilledTest(@TempDir Path dir) {
    this.dir = dir;
    this.target = dir.resolve("model");
  }

  private static String text(Path folder) {
    try {
      return Files.readString(folder.resolve("a")) + Files.readString(folder.resolve("b"));
    } catch (IOException e) {
      return "not whole";
    }
  }

  private static void fill(Path folder, String text) throws IOException {
    Files.writeString(folder.resolve("a"), text);
    Files.writeString(folder.resolve("b"), text);
  }

  /** Returns what the hidden folders beside the target hold, each in a word. */
  private Set<String> hidden() throws IOException {
    Set<String> all = new TreeSet<>();
    try (Stream<Path> entries = Files.list(dir)) {
      entries
          .filter(e -> !e.equals(target))
          .forEach(
              e -> {
                String name = String.valueOf(e.getFileName());
                all.add(name.replaceFirst("-[^-]*$", "") + ": " + text(e));
              });
    }
    return all;
  }

  /**
   * @param at the body, or the move before which the process waits to be killed
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "body; oldold; .model.tmp: not whole",
        "move 1; oldold; .model.tmp: newnew",
        "move 2; not whole; .model.old: oldold, .model.tmp: newnew",
        "end; newnew; .model.old: oldold",
      })
  void losesNothing(String at, String there, String beside) throws Exception {
    AtomicFolder.write(target, PARTS, folder -> fill(folder, "old"));
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                AtomicFolderKilledTest.class.getName(),
                at,
                target.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
      assertEquals("waiting", out.readLine());
      child.destroyForcibly();
      assertTrue(child.waitFor(60, TimeUnit.SECONDS));
    }
    assertEquals(there, text(target));
    assertEquals(new TreeSet<>(List.of(beside.split(", "))), hidden());

    AtomicFolder.write(target, PARTS, folder -> fill(folder, "next"));
    assertEquals("nextnext", text(target), "a later save is not in the way of what was left");
  }

  /** Replaces a folder, and waits for good at the point that it is told. */
  public static void main(String[] args) {
    int[] moves = {0};
    AtomicFolder.write(
        Path.of(args[1]),
        PARTS,
        folder -> {
          if (args[0].equals("body")) {
            Files.writeString(folder.resolve("a"), "new");
            stop();
          }
          fill(folder, "new");
        },
        (from, to) -> {
          moves[0]++;
          if (args[0].equals("move " + moves[0])) {
            stop();
          }
          Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
          if (args[0].equals("end") && moves[0] == 2) {
            stop();
          }
        });
  }

  private static void stop() {
    System.out.println("waiting");
    System.out.flush();
    while (true) {
      LockSupport.park();
    }
  }
}
