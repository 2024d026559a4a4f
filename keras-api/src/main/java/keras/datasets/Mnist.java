package keras.datasets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import keras.data.Npz;
import keras.utils.KerasCache;
import org.tensorflow.ndarray.ByteNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/**
 * The MNIST data set: 60,000 grey images of 28 x 28 pixels of the ten handwritten digits, and
 * 10,000 to test with.
 *
 * <pre>{@code
 * Data digits = Mnist.load();
 * }</pre>
 *
 * <p>Copyright Yann LeCun and Corinna Cortes, Creative Commons Attribution-Share Alike 3.0.
 *
 * <p>Keras: keras/src/datasets/mnist.py
 */
public final class Mnist {
  private static final String CALLER = "Mnist.load";
  private static final URI ORIGIN =
      URI.create("https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz");
  private static final String SHA256 =
      "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1";

  private Mnist() {}

  /**
   * Loads the data set, as Keras' {@code load_data}, from its cache, {@code
   * ~/.keras/datasets/mnist.npz}; a file that is not there, or is not Keras' by its checksum, is
   * downloaded first. The environment variable {@code KERAS_HOME} names another folder than {@code
   * ~/.keras}; where that cannot be written, {@code /tmp/.keras} takes its place.
   *
   * @throws UncheckedIOException when the file cannot be downloaded, or is damaged
   */
  public static Data load() {
    return load(KerasCache.ofEnvironment());
  }

  static Data load(KerasCache cache) {
    try {
      return load(cache.file(CALLER, "datasets", "mnist.npz", ORIGIN, SHA256));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /**
   * Loads the data set from a {@code .npz} file with Keras' four arrays.
   *
   * @throws UncheckedIOException when the file is missing or damaged
   */
  public static Data load(Path file) {
    Map<String, NdArray<?>> arrays = Npz.read(file);
    return new Data(split(file, arrays, "train"), split(file, arrays, "test"));
  }

  private static Data.Split split(Path file, Map<String, NdArray<?>> arrays, String part) {
    ByteNdArray x = array(file, arrays, "x_" + part);
    ByteNdArray y = array(file, arrays, "y_" + part);
    if (y.rank() != 1 || !x.shape().equals(Shape.of(y.size(), 28, 28))) {
      throw refused(
          "%s: expected x_%s of shape (n, 28, 28) and y_%s of shape (n). Received: %s and %s."
              .formatted(file, part, part, x.shape(), y.shape()));
    }
    return new Data.Split(x, y);
  }

  private static ByteNdArray array(Path file, Map<String, NdArray<?>> arrays, String name) {
    if (arrays.get(name) instanceof ByteNdArray bytes) {
      return bytes;
    }
    throw refused(
        "%s: expected the uint8 arrays x_train, y_train, x_test and y_test; %s is not one of %s."
            .formatted(file, name, arrays.keySet()));
  }

  private static UncheckedIOException refused(String message) {
    return new UncheckedIOException(message, new IOException(message));
  }
}
