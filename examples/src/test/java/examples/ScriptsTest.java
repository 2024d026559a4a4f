package examples;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import keras.Keras;
import keras.data.FloatArray;
import keras.io.json.Json;
import keras.models.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script for JBang and the cells of the notebook run with the class path of the examples. */
class ScriptsTest {
  /** Surefire may hide the class path in a jar's manifest, and tells it here. */
  private static final String CLASS_PATH =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

  private static final Path ROOT = root();

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("docs")) ? here : requireNonNull(here.getParent());
  }

  private final Path dir;

  ScriptsTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @Test
  void runsTheScript() throws Exception {
    Path script = ROOT.resolve("examples/src/main/jbang/Xor.java");
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", CLASS_PATH, "-d", dir.toString(), script.toString());
    assertEquals(0, failed);
    Path file = dir.resolve("xor.keras");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {dir.toUri().toURL()})) {
      loader
          .loadClass("Xor")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {file.toString()});
    }
    try (Model model = Keras.loadModel(file)) {
      FloatArray y = model.predict(new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
      for (int i = 0; i < 4; i++) {
        assertEquals(i == 1 || i == 2 ? 1 : 0, y.getFloat(i, 0), 0.2, "row " + i);
      }
    }
  }

  /** The script names the versions of this build. */
  @Test
  void dependsOnThisVersion() throws IOException {
    String pom = Files.readString(ROOT.resolve("pom.xml"));
    String script = Files.readString(ROOT.resolve("examples/src/main/jbang/Xor.java"));
    List<MatchResult> dependencies =
        Pattern.compile("^//DEPS (\\S+):(\\S+):(\\S+)$", Pattern.MULTILINE)
            .matcher(script)
            .results()
            .toList();
    assertEquals(4, dependencies.size());
    Map<String, String> versions =
        Map.of(
            "io.kerasjava", "version",
            "org.tensorflow", "tensorflow.version",
            "org.slf4j", "slf4j.version");
    for (MatchResult dependency : dependencies) {
      String tag = requireNonNull(versions.get(dependency.group(1)));
      assertTrue(
          pom.contains("<%s>%s</%s>".formatted(tag, dependency.group(3), tag)), dependency.group());
    }
  }

  @Test
  void runsTheCellsOfTheNotebook() throws IOException {
    Path notebook = ROOT.resolve("docs/notebooks/first-model.ipynb");
    Map<?, ?> json = (Map<?, ?>) requireNonNull(Json.parse(Files.readString(notebook)));
    int cells = 0;
    try (JShell shell = JShell.builder().executionEngine("local").build()) {
      shell.addToClasspath(CLASS_PATH);
      for (Object cell : (List<?>) requireNonNull(json.get("cells"))) {
        Map<?, ?> map = (Map<?, ?>) cell;
        if ("code".equals(map.get("cell_type"))) {
          String source = source(requireNonNull(map.get("source")));
          if (!source.startsWith("%")) { // a command to the kernel
            run(shell, source);
            cells++;
          }
        }
      }
    }
    assertEquals(7, cells);
  }

  private static String source(Object lines) {
    if (lines instanceof List<?> list) {
      return String.join("", list.stream().map(String::valueOf).toList());
    }
    return String.valueOf(lines);
  }

  private static void run(JShell shell, String cell) {
    String rest = cell;
    while (!rest.isBlank()) {
      SourceCodeAnalysis.CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      String snippet = next.source();
      assertTrue(next.completeness().isComplete(), rest);
      List<String> wrong = new ArrayList<>();
      for (SnippetEvent event : shell.eval(snippet)) {
        shell.diagnostics(event.snippet()).forEach(d -> wrong.add(d.getMessage(null)));
        if (event.exception() != null) {
          wrong.add(event.exception().toString());
        }
        if (event.status() != Snippet.Status.VALID) {
          wrong.add(event.status().toString());
        }
      }
      assertEquals(List.of(), wrong, snippet);
      rest = next.remaining();
    }
  }
}
