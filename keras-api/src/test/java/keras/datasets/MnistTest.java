package keras.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import keras.data.Npz;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.ndarray.Shape;

class MnistTest {
  @TempDir Path folder = Path.of("");
  private final Map<String, Object> arrays = new LinkedHashMap<>();

  @BeforeEach
  void makeArrays() {
    arrays.put("x_train", new byte[3][28][28]);
    arrays.put("y_train", new byte[] {1, 2, 3});
    arrays.put("x_test", new byte[2][28][28]);
    arrays.put("y_test", new byte[] {4, 5});
  }

  private Path file() {
    Path file = folder.resolve("mnist.npz");
    Npz.write(file, arrays);
    return file;
  }

  @Test
  void readsAFile() {
    Data data = Mnist.load(file());
    assertEquals(Shape.of(3, 28, 28), data.train().x().shape());
    assertEquals(5, data.test().y().getByte(1));
  }

  @Test
  void refusesOtherArrays() {
    arrays.remove("y_test");
    Path file = file();
    assertEquals(
        file
            + ": expected the uint8 arrays x_train, y_train, x_test and y_test; y_test is not one of"
            + " [x_train, y_train, x_test].",
        refused(file));
  }

  @Test
  void refusesOtherShapes() {
    arrays.put("y_train", new byte[2]);
    Path file = file();
    assertEquals(
        file
            + ": expected x_train of shape (n, 28, 28) and y_train of shape (n). Received:"
            + " [3, 28, 28] and [2].",
        refused(file));
  }

  private static String refused(Path file) {
    return String.valueOf(
        assertThrows(UncheckedIOException.class, () -> Mnist.load(file)).getMessage());
  }
}
