package keras.datasets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import keras.utils.KerasCache;
import org.tensorflow.ndarray.LongNdArray;
import org.tensorflow.ndarray.NdArray;

/** What the data sets of texts and of houses share: their files, and the arrays in them. */
final class Words {
  private Words() {}

  /** Returns a file of Keras' cache. */
  static Path file(String caller, String name, URI origin, String hash) {
    try {
      return KerasCache.ofEnvironment().file(caller, "datasets", name, origin, hash);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  static int[][] lists(Path file, Map<String, Object> arrays, String name) {
    if (arrays.get(name) instanceof int[][] lists) {
      return lists;
    }
    throw refused(file, name, "lists of integers", arrays);
  }

  static long[] classes(Path file, Map<String, Object> arrays, String name, String texts) {
    int samples = lists(file, arrays, texts).length;
    if (!(arrays.get(name) instanceof LongNdArray y) || y.rank() != 1 || y.size() != samples) {
      throw refused(file, name, samples + " int64 classes", arrays);
    }
    long[] classes = new long[samples];
    for (int i = 0; i < samples; i++) {
      classes[i] = y.getLong(i);
    }
    return classes;
  }

  /** Returns an array of a file, which must be there. */
  static NdArray<?> array(Path file, Map<String, NdArray<?>> arrays, String name) {
    NdArray<?> array = arrays.get(name);
    if (array == null || array.rank() == 0) {
      throw refused(file, name, "rows", arrays);
    }
    return array;
  }

  private static UncheckedIOException refused(
      Path file, String name, String expected, Map<String, ?> arrays) {
    return refused(
        "%s: expected %s in the array %s. The file holds %s."
            .formatted(file, expected, name, arrays.keySet()));
  }

  /** Returns an exception for what a file holds. */
  static UncheckedIOException refused(String message) {
    return new UncheckedIOException(message, new IOException(message));
  }
}
