package keras.applications;

import java.nio.file.Path;
import keras.python.Python;
import keras.python.PythonExtension;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small ones of the architectures that {@link AllArchitecturesTest} tries. */
@ExtendWith(PythonExtension.class)
class ArchitecturesTest {
  @ParameterizedTest
  @ValueSource(strings = {"MobileNetV3Small"})
  void computesAndTrainsAsPython(
      String name, Python python, TestReporter reporter, @TempDir Path folder) {
    Comparison comparison = Comparison.of(python.keras3(), name, folder);
    reporter.publishEntry(comparison.row());
    comparison.requireNear();
  }
}
