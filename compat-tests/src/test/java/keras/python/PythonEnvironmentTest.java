package keras.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class PythonEnvironmentTest {
  private final Path dir;

  PythonEnvironmentTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @Test
  void saysWhichPythonCannotBeRun() throws IOException {
    PythonEnvironment none = find("/no/such/python", requirements(""));
    assertNull(none.interpreter());
    String start =
        "No Python environment for the tests against real Keras. Install Python 3.11 or later, or"
            + " name it in KERAS_JAVA_PYTHON. Tried:\n"
            + "`/no/such/python` cannot be run: ";
    assertTrue(none.problem().startsWith(start), none.problem());
  }

  @Test
  void skipsATestWithoutPythonButFailsItOnCi() {
    assertInstanceOf(TestAbortedException.class, PythonExtension.refusal("why", false));
    RuntimeException failure = PythonExtension.refusal("why", true);
    assertInstanceOf(IllegalStateException.class, failure);
    assertEquals("why\nWith CI=true this is a failure.", failure.getMessage());
  }

  @Test
  @ExtendWith(PythonExtension.class)
  void showsWhatPipPrinted(Python python) throws IOException {
    PythonEnvironment none = find(base(python), requirements("not a requirement\n"));
    assertNull(none.interpreter());
    assertTrue(none.problem().contains("pip install"), none.problem());
    assertTrue(none.problem().contains("Invalid requirement: 'not a requirement'"), none.problem());
  }

  @Test
  @ExtendWith(PythonExtension.class)
  void makesOneEnvironmentForManyAtOnceAndMendsAHalfMadeOne(Python python) throws IOException {
    Path file = requirements("# nothing\n");
    String base = base(python);
    Set<Path> found = new HashSet<>();
    Stream.generate(() -> CompletableFuture.supplyAsync(() -> interpreter(base, file)))
        .limit(3)
        .toList()
        .forEach(f -> found.add(f.join()));
    assertEquals(1, found.size());
    Path folder = found.iterator().next().resolve("../..").normalize();
    assertTrue(folder.toString().matches(".*[/\\\\]python-[0-9a-f]{12}"), folder.toString());

    Path marker = folder.resolve("complete");
    Path left = Files.writeString(folder.resolve("left"), "from before");
    interpreter(base, file);
    assertTrue(Files.exists(left), "a complete environment is kept");
    Files.delete(marker);
    interpreter(base, file);
    assertTrue(Files.exists(marker) && Files.notExists(left), "a half made one is made anew");
  }

  private Path requirements(String text) throws IOException {
    return Files.writeString(dir.resolve("requirements.txt"), text);
  }

  private PythonEnvironment find(String python, Path requirements) {
    return PythonEnvironment.find(
        Map.of("KERAS_JAVA_PYTHON", python),
        List.of(
            "--requirements", requirements.toString(), "--cache", dir.resolve("cache").toString()));
  }

  private Path interpreter(String python, Path requirements) {
    PythonEnvironment made = find(python, requirements);
    @Nullable Path interpreter = made.interpreter();
    assertNotNull(interpreter, made.problem());
    return interpreter;
  }

  private static String base(Python python) {
    return python.interpreter().toString();
  }
}
