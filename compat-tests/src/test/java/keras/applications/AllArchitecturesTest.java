package keras.applications;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import keras.python.Framework;
import keras.python.Python;
import keras.python.PythonExtension;
import keras.python.PythonKeras;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every architecture of {@code keras.applications}, and some of tf_keras', from Python with random
 * weights: predictions, a step of training, files both ways. The table goes to {@code
 * docs/applications.md}; rows of architectures that a run leaves out stay.
 *
 * <pre>
 * mvn -Papplications -pl compat-tests -am verify
 * </pre>
 *
 * <p>The system property {@code keras.architectures} names some of them, by a regular expression.
 * Those with the most weights need some 12 GB of memory, and beside other work more than ten
 * minutes in Python: {@code keras.python.minutes} says how many it may take.
 */
@Tag("applications")
@ExtendWith(PythonExtension.class)
class AllArchitecturesTest {
  private static final Path PAGE = Path.of("..", "docs", "applications.md");
  private static final Map<Framework, Map<String, String>> ROWS = new EnumMap<>(Framework.class);

  @TestFactory
  Stream<DynamicTest> keras3(Python python, @TempDir Path folder) {
    return architectures(python.keras3(), ".*", folder);
  }

  @TestFactory
  Stream<DynamicTest> tfKeras(Python python, @TempDir Path folder) {
    return architectures(python.tfKeras(), "MobileNetV2|DenseNet121|EfficientNetB0", folder);
  }

  private static Stream<DynamicTest> architectures(PythonKeras keras, String which, Path folder) {
    String wanted = System.getProperty("keras.architectures", ".*");
    return keras
        .exec("import applications\nresult['names'] = applications.names(keras)")
        .list("names")
        .stream()
        .map(String.class::cast)
        .filter(name -> name.matches(which) && name.matches(wanted))
        .map(name -> DynamicTest.dynamicTest(name, () -> compare(keras, name, folder)));
  }

  private static void compare(PythonKeras keras, String name, Path folder) throws IOException {
    Path own = Files.createDirectory(folder.resolve(keras.framework() + name));
    try {
      Comparison comparison = Comparison.of(keras, name, own);
      ROWS.computeIfAbsent(keras.framework(), f -> new TreeMap<>()).put(name, comparison.row());
      comparison.requireNear();
    } finally {
      try (Stream<Path> files = Files.list(own)) { // gigabytes: not all at once
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @AfterAll
  static void writePage() throws IOException {
    ApplicationsPage page = ApplicationsPage.read(PAGE);
    ROWS.forEach(page::put);
    Files.writeString(PAGE, page.text());
  }
}
