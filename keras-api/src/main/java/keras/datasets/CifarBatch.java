package keras.datasets;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import keras.data.Pickle;
import keras.data.PickledArray;
import org.tensorflow.ndarray.ByteNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/**
 * A pickled batch of CIFAR's images, and the archives that hold them.
 *
 * <p>Keras: {@code keras/src/datasets/cifar.py}.
 */
final class CifarBatch {
  private static final int SIDE = 32;
  private static final int PLANE = SIDE * SIDE;
  private static final int COLOURS = 3;
  private static final int IMAGE = COLOURS * PLANE;

  private final byte[] planes;
  private final int[] labels;

  /** Makes a batch of planes of colours, image by image and row by row, and classes. */
  private CifarBatch(byte[] planes, int[] labels) {
    this.planes = planes;
    this.labels = labels;
  }

  /** Reads batches from an archive, in the order of their names. */
  static List<CifarBatch> read(Path file, String labelKey, List<String> names) {
    Map<String, CifarBatch> found = new HashMap<>();
    try (TarGz archive = new TarGz(file)) {
      for (String name = archive.next(); !name.isEmpty(); name = archive.next()) {
        if (names.contains(name)) {
          String where = file + ": " + name;
          found.put(name, of(where, Pickle.read(where, archive.content()), labelKey));
        }
      }
      if (!found.keySet().containsAll(names)) {
        throw new IOException(
            "%s: expected the files %s in the archive. Found: %s."
                .formatted(file, names, found.keySet().stream().sorted().toList()));
      }
    } catch (EOFException e) {
      throw new UncheckedIOException(file + ": the archive is truncated.", e);
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      throw new UncheckedIOException(
          message.startsWith(file.toString()) ? message : file + ": " + message, e);
    }
    return names.stream().map(found::get).toList();
  }

  private static CifarBatch of(String where, Object pickled, String labelKey) throws IOException {
    if (!(pickled instanceof Map<?, ?> batch)
        || !(batch.get("data") instanceof PickledArray data)
        || !(batch.get(labelKey) instanceof List<?> labels)) {
      throw new IOException(
          "%s: expected a pickled dict with 'data' and '%s'.".formatted(where, labelKey));
    }
    byte[] planes = data.bytes(where);
    if (planes.length != (long) labels.size() * IMAGE) {
      throw new IOException(
          "%s: expected %d bytes for each of %d images. Received: %d bytes."
              .formatted(where, IMAGE, labels.size(), planes.length));
    }
    int[] classes = new int[labels.size()];
    for (int i = 0; i < classes.length; i++) {
      if (!(labels.get(i) instanceof Integer label)) {
        throw new IOException(where + ": expected classes that are integers.");
      }
      classes[i] = label;
    }
    return new CifarBatch(planes, classes);
  }

  /** Returns the images of batches, of shape (samples, 32, 32, 3). */
  static ByteNdArray images(List<CifarBatch> batches) {
    int samples = batches.stream().mapToInt(b -> b.labels.length).sum();
    byte[] pixels = new byte[samples * IMAGE];
    int at = 0;
    for (CifarBatch batch : batches) {
      for (int image = 0; image < batch.labels.length; image++) {
        for (int pixel = 0; pixel < PLANE; pixel++) {
          for (int colour = 0; colour < COLOURS; colour++) {
            pixels[at++] = batch.planes[image * IMAGE + colour * PLANE + pixel];
          }
        }
      }
    }
    return NdArrays.wrap(
        Shape.of(samples, SIDE, SIDE, COLOURS), DataBuffers.of(pixels, false, false));
  }

  /** Returns the classes of batches, one after the other. */
  static int[] classes(List<CifarBatch> batches) {
    return batches.stream().flatMapToInt(b -> Arrays.stream(b.labels)).toArray();
  }
}
