package keras.datasets;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.ndarray.ByteNdArray;
import org.tensorflow.ndarray.LongNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/**
 * The CIFAR-100 data set: 50,000 colour images of 32 x 32 pixels of a hundred classes in twenty
 * groups, and 10,000 to test with.
 *
 * <pre>{@code
 * Samples<ByteNdArray, LongNdArray> images = Cifar100.load("coarse");
 * }</pre>
 *
 * <p>Keras: {@code keras/src/datasets/cifar100.py}.
 */
public final class Cifar100 {
  private static final URI ORIGIN =
      URI.create("https://www.cs.toronto.edu/~kriz/cifar-100-python.tar.gz");
  private static final String HASH =
      "85cd44d02ba6437773c5bbd22e183051d648de2e7d6b014e1ef29b855ba677a7";

  private Cifar100() {}

  /** Loads the images and their classes, 0 to 99; {@link #load(String)} says more. */
  public static Samples<ByteNdArray, LongNdArray> load() {
    return load("fine");
  }

  /**
   * Loads the data set, as Keras' {@code load_data}, from its cache, {@code
   * ~/.keras/datasets/cifar-100-python-target_archive}; an archive that is not there, or is not
   * Keras' by its checksum, is downloaded first.
   *
   * @param labelMode "fine" for the hundred classes, "coarse" for the twenty groups
   * @return images of shape (samples, 32, 32, 3), uint8, and classes of shape (samples, 1), int64
   * @throws UncheckedIOException when the archive cannot be downloaded, or is damaged
   */
  public static Samples<ByteNdArray, LongNdArray> load(String labelMode) {
    requireMode(labelMode);
    return load(
        Words.file("Cifar100.load", "cifar-100-python-target_archive", ORIGIN, HASH), labelMode);
  }

  /**
   * Loads a copy of the archive, and the hundred classes; {@link #load(Path, String)} says more.
   */
  public static Samples<ByteNdArray, LongNdArray> load(Path archive) {
    return load(archive, "fine");
  }

  /**
   * Loads the data set from a copy of the archive {@code cifar-100-python.tar.gz}.
   *
   * @throws UncheckedIOException when the archive is missing or damaged
   */
  public static Samples<ByteNdArray, LongNdArray> load(Path archive, String labelMode) {
    requireMode(labelMode);
    List<CifarBatch> batches =
        CifarBatch.read(
            archive,
            labelMode + "_labels",
            List.of("cifar-100-python/train", "cifar-100-python/test"));
    return new Samples<>(split(batches.subList(0, 1)), split(batches.subList(1, 2)));
  }

  private static void requireMode(String labelMode) {
    if (!labelMode.equals("fine") && !labelMode.equals("coarse")) {
      throw new IllegalArgumentException(
          "Cifar100.load: labelMode must be \"fine\" or \"coarse\". Received: labelMode=\"%s\"."
              .formatted(labelMode));
    }
  }

  private static Samples.Split<ByteNdArray, LongNdArray> split(List<CifarBatch> batches) {
    long[] classes = Arrays.stream(CifarBatch.classes(batches)).asLongStream().toArray();
    return new Samples.Split<>(
        CifarBatch.images(batches),
        NdArrays.wrap(Shape.of(classes.length, 1), DataBuffers.of(classes, false, false)));
  }
}
