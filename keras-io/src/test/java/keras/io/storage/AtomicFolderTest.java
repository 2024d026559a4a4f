package keras.io.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFolderTest {
  private static final Set<String> PARTS = Set.of("a", "b");

  private final Path dir;
  private final Path target;

  AtomicFolderTest(@TempDir Path dir) {
    this.dir = dir;
    this.target = dir.resolve("model");
  }

  private static IOConsumer<Path> holding(String text) {
    return folder -> {
      Files.writeString(folder.resolve("a"), text);
      Files.writeString(Files.createDirectory(folder.resolve("b")).resolve("c"), text);
    };
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(e -> e.getFileName().toString()).sorted().toList();
    }
  }

  private void assertHolds(String text) throws IOException {
    assertEquals(List.of("model"), names(dir));
    assertEquals(List.of("a", "b"), names(target));
    assertEquals(text, Files.readString(target.resolve("a")));
    assertEquals(text, Files.readString(target.resolve("b/c")));
  }

  @Test
  void writesAndReplacesAFolder() throws IOException {
    AtomicFolder.write(target, PARTS, holding("old"));
    assertHolds("old");
    AtomicFolder.write(
        target,
        PARTS,
        folder -> {
          holding("new").accept(folder);
          assertEquals("old", Files.readString(target.resolve("a")));
        });
    assertHolds("new");
  }

  @Test
  void makesTheFoldersOnTheWay() throws IOException {
    AtomicFolder.write(dir.resolve("x/y/model"), PARTS, holding("new"));
    assertEquals("new", Files.readString(dir.resolve("x/y/model/a")));
  }

  @Test
  void keepsTheOldFolderWhenTheBodyFails() throws IOException {
    AtomicFolder.write(target, PARTS, holding("old"));
    UncheckedIOException e =
        assertThrows(
            UncheckedIOException.class,
            () ->
                AtomicFolder.write(
                    target,
                    PARTS,
                    folder -> {
                      holding("new").accept(folder);
                      throw new UncheckedIOException(new IOException("No space left on device"));
                    }));
    assertEquals(
        target + ": could not be written, and is as it was before: No space left on device.",
        e.getMessage());
    assertHolds("old");
  }

  @Test
  void keepsTheOldFolderWhenAMoveFails() throws IOException {
    AtomicFolder.write(target, PARTS, holding("old"));
    for (int failing = 1; failing <= 2; failing++) {
      int[] left = {failing};
      assertThrows(
          UncheckedIOException.class,
          () ->
              AtomicFolder.write(
                  target,
                  PARTS,
                  holding("new"),
                  (from, to) -> {
                    if (--left[0] == 0) {
                      throw new IOException("Input/output error");
                    }
                    Files.move(from, to);
                  }));
      assertHolds("old");
    }
  }

  @Test
  void refusesAFolderThatHoldsSomethingElse() throws IOException {
    Files.createDirectory(target);
    Files.writeString(target.resolve("thesis.tex"), "years");
    assertEquals(
        target
            + ": could not be written, and is as it was before: it is a folder that holds something"
            + " else, `thesis.tex`.",
        assertThrows(
                UncheckedIOException.class, () -> AtomicFolder.write(target, PARTS, holding("new")))
            .getMessage());
    assertEquals(List.of("thesis.tex"), names(target));
  }

  @Test
  void refusesAFile() throws IOException {
    Files.writeString(target, "old");
    assertThrows(
        UncheckedIOException.class, () -> AtomicFolder.write(target, PARTS, holding("new")));
    assertEquals("old", Files.readString(target));
  }

  @Test
  void followsALink() throws IOException {
    Path real = dir.resolve("real");
    AtomicFolder.write(real, PARTS, holding("old"));
    Files.createSymbolicLink(target, real);
    AtomicFolder.write(target, PARTS, holding("new"));
    assertTrue(Files.isSymbolicLink(target));
    assertEquals("new", Files.readString(real.resolve("a")));
  }
}
