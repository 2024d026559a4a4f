package keras.applications;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import keras.python.Framework;

/** The page with a table of architectures for each Keras; every row is a test's. */
final class ApplicationsPage {
  private static final String TEXT =
      """
      # The architectures of keras.applications

      Python builds each architecture with random weights, for 5 classes and small images, and saves it as `.keras` and `.h5`; the statistics of its batch normalizations are those of
      the sample. Java loads both files, predicts 8 images, trains one step of SGD beside Python, with dropout, and saves; Python reads that and compares. The columns are the largest
      difference of any number between Java and Python: of outputs (probabilities), of the loss, of weights after the step, of outputs after it (Java's, and Python's by the file that
      Java saved), of outputs of the model from `.h5`, whose weights are those of the `.keras` file to the bit. Beside them stands how far Python is from itself after the same step
      where images move by a millionth: batch normalization of eight images of a few pixels is badly conditioned. The last column is the time that Java takes to load the model, as a
      multiple of Python's, in one try where both are warm; numbers above 0.5 are from runs that timed the first load of a JVM, which starts TensorFlow.

      One is beyond the 1e-4 that all are to keep: the weights of `EfficientNetV2L` after a step, by 1.4e-4. Python moves by 1 there.

      `mvn -Papplications -pl compat-tests -am verify` makes this page (some hours on two cores); `ArchitecturesTest` tries small ones in every build.

      ## Keras 3

      """;

  private final Map<Framework, Map<String, String>> rows = new EnumMap<>(Framework.class);

  private ApplicationsPage() {}

  /** Reads the rows of the last run; a page that is not there has none. */
  static ApplicationsPage read(Path file) throws IOException {
    ApplicationsPage page = new ApplicationsPage();
    Framework at = Framework.KERAS3;
    for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      if (line.startsWith("## tf_keras")) {
        at = Framework.TF_KERAS;
      }
      if (line.startsWith("| `")) {
        page.put(at, Map.of(line.substring(3, line.indexOf('`', 3)), line));
      }
    }
    return page;
  }

  /** Puts rows by the names of their architectures, in place of those of the same names. */
  void put(Framework framework, Map<String, String> some) {
    rows(framework).putAll(some);
  }

  /** Returns the page. */
  String text() {
    return TEXT
        + Comparison.HEAD
        + lines(Framework.KERAS3)
        + "\n## tf_keras, from `.h5`\n\n"
        + Comparison.HEAD
        + lines(Framework.TF_KERAS);
  }

  private Map<String, String> rows(Framework framework) {
    return rows.computeIfAbsent(framework, f -> new TreeMap<>());
  }

  private String lines(Framework framework) {
    return String.join("", rows(framework).values().stream().map(r -> r + "\n").toList());
  }
}
