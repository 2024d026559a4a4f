package keras.io.hdf5;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import keras.saving.ModelFormatException;
import org.junit.jupiter.api.function.Executable;

/** Files that h5py wrote, see src/test/python/make_hdf5_fixtures.py. */
final class Fixtures {
  private Fixtures() {}

  static byte[] bytes(String name) {
    try (InputStream in = Objects.requireNonNull(Fixtures.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Hdf5Group root(String name) {
    return Hdf5File.open(name, bytes(name)).root();
  }

  static String refusal(Executable action) {
    return Objects.requireNonNull(assertThrows(ModelFormatException.class, action).getMessage());
  }
}
