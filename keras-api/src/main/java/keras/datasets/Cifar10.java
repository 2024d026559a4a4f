package keras.datasets;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/**
 * The CIFAR-10 data set: 50,000 colour images of 32 x 32 pixels of ten classes, and 10,000 to test
 * with.
 *
 * <pre>{@code
 * Data images = Cifar10.load();
 * }</pre>
 *
 * <p>Keras: {@code keras/src/datasets/cifar10.py}.
 */
public final class Cifar10 {
  /** The names of the classes 0 to 9. */
  public static final List<String> CLASS_NAMES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private static final URI ORIGIN =
      URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz");
  private static final String HASH =
      "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce";
  private static final String FOLDER = "cifar-10-batches-py/";

  private Cifar10() {}

  /**
   * Loads the data set, as Keras' {@code load_data}, from its cache, {@code
   * ~/.keras/datasets/cifar-10-batches-py-target_archive}; an archive that is not there, or is not
   * Keras' by its checksum, is downloaded first.
   *
   * @return images of shape (samples, 32, 32, 3) and classes of shape (samples, 1), uint8
   * @throws UncheckedIOException when the archive cannot be downloaded, or is damaged
   */
  public static Data load() {
    return load(Words.file("Cifar10.load", "cifar-10-batches-py-target_archive", ORIGIN, HASH));
  }

  /**
   * Loads the data set from a copy of the archive {@code cifar-10-python.tar.gz}.
   *
   * @throws UncheckedIOException when the archive is missing or damaged
   */
  public static Data load(Path archive) {
    List<CifarBatch> batches =
        CifarBatch.read(
            archive,
            "labels",
            List.of(
                FOLDER + "data_batch_1",
                FOLDER + "data_batch_2",
                FOLDER + "data_batch_3",
                FOLDER + "data_batch_4",
                FOLDER + "data_batch_5",
                FOLDER + "test_batch"));
    return new Data(split(batches.subList(0, 5)), split(batches.subList(5, 6)));
  }

  private static Data.Split split(List<CifarBatch> batches) {
    int[] classes = CifarBatch.classes(batches);
    byte[] bytes = new byte[classes.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) classes[i];
    }
    return new Data.Split(
        CifarBatch.images(batches),
        NdArrays.wrap(Shape.of(bytes.length, 1), DataBuffers.of(bytes, false, false)));
  }
}
