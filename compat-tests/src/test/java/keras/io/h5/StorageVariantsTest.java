package keras.io.h5;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import keras.Keras;
import keras.data.Npz;
import keras.golden.Closeness;
import keras.models.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.NdArray;

/** One model in the ways in which HDF5 may store it, and as early Keras 2 wrote it. */
class StorageVariantsTest {
  private static final Path FOLDER = Path.of("golden", "cases", "h5_variants");

  static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(FOLDER)) {
      return all.filter(f -> f.toString().endsWith(".h5")).sorted().toList();
    }
  }

  @Test
  void thereAreManyVariants() throws IOException {
    assertTrue(files().size() >= 16, files().toString());
  }

  @ParameterizedTest
  @MethodSource("files")
  void givesTheSameOutputs(Path file) {
    // Weights that were rounded to half give outputs that are as rough.
    double tolerance = file.endsWith("float16.h5") ? 2e-3 : 1e-6;
    try (Model model = Keras.loadModel(file.toString())) {
      NdArray<?> x =
          Objects.requireNonNull(Npz.read(FOLDER.resolve("inputs.npz")).values()).iterator().next();
      NdArray<?> expected = Npz.read(FOLDER.resolve("outputs.npz")).values().iterator().next();
      Closeness.relative(tolerance)
          .check(file.toString(), List.of(expected), List.of(model.predict(x)));
      assertTrue(model.isCompiled());
    }
  }
}
