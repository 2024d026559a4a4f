package keras.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds Python 3.11 or later and the virtual environment with the pinned Kerases, which {@code
 * golden/environment.py} makes on first use.
 *
 * <p>The environment variable {@code KERAS_JAVA_PYTHON} names the interpreter to begin with;
 * without it, {@code python3} and {@code python} are tried.
 *
 * @param interpreter the environment's interpreter, or null where there is none
 * @param problem why there is none, or empty
 */
public record PythonEnvironment(@Nullable Path interpreter, String problem) {
  private static final Path SCRIPT = Path.of("golden", "environment.py");

  /** Finds the environment of {@code requirements.txt}, or makes it. */
  public static PythonEnvironment find() {
    return find(System.getenv(), List.of());
  }

  /** Finds the environment of another file of requirements, or makes it. */
  public static PythonEnvironment of(String requirements) {
    return find(System.getenv(), List.of("--requirements", requirements));
  }

  /** Finds an environment, given the environment variables and more arguments for the script. */
  static PythonEnvironment find(Map<String, String> variables, List<String> arguments) {
    String named = variables.get("KERAS_JAVA_PYTHON");
    List<String> candidates = named == null ? List.of("python3", "python") : List.of(named);
    List<String> problems = new ArrayList<>();
    for (String candidate : candidates) {
      try {
        Process process = start(candidate, arguments);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() == 0) {
          return new PythonEnvironment(Path.of(lastLine(output)), "");
        }
        problems.add(output.strip());
      } catch (IOException e) {
        problems.add("`%s` cannot be run: %s.".formatted(candidate, e.getMessage()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        problems.add("Interrupted while `%s` made the environment.".formatted(candidate));
      }
    }
    return new PythonEnvironment(
        null,
        "No Python environment for the tests against real Keras. Install Python 3.11 or later, or"
            + " name it in KERAS_JAVA_PYTHON. Tried:\n"
            + String.join("\n", problems));
  }

  private static Process start(String python, List<String> arguments) throws IOException {
    List<String> command =
        Stream.concat(Stream.of(python, SCRIPT.toString()), arguments.stream()).toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    return process;
  }

  private static String lastLine(String output) {
    List<String> lines = output.strip().lines().toList();
    return lines.get(lines.size() - 1);
  }
}
