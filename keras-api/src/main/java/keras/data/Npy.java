package keras.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.ShortNdArray;
import org.tensorflow.ndarray.buffer.DataBuffers;

/**
 * Reads and writes NumPy's {@code .npy} files, of one array each.
 *
 * <pre>{@code
 * Npy.write(Path.of("x.npy"), x); // np.load("x.npy") in Python
 * NdArray<?> same = Npy.read(Path.of("x.npy"));
 * }</pre>
 *
 * <p>Read are arrays of any order, of C or Fortran, and of bytes in any order. Element types:
 * float32, float64, int16, int32, int64, uint8 and bool; float16 becomes float32, int8 and uint16
 * become int32, uint32 and uint64 become int64. A byte is unsigned. Written are the first seven,
 * little-endian in C's order.
 */
public final class Npy {
  private static final int CHUNK = 1 << 16;

  private Npy() {}

  /**
   * Reads the array of a file.
   *
   * @throws UncheckedIOException when the file cannot be read, is no array, is cut off, or has a
   *     type that is not listed above
   */
  public static NdArray<?> read(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), CHUNK)) {
      return read(file.toString(), in, Files.size(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /**
   * Writes an array to a file; one that is there is replaced once the new one is complete.
   *
   * @param array an NdArray or nested Java array as {@link SampleArray#of} takes it, or a scalar
   *     NdArray
   */
  public static void write(Path file, Object array) {
    WholeFile.write(file, out -> write(out, "Npy.write", array));
  }

  /** Reads an array of at most {@code available} bytes, header included. */
  static NdArray<?> read(String file, InputStream in, long available) throws IOException {
    return read(file, NpyHeader.read(file, in), in, available);
  }

  /** Reads the elements of an array whose header is read. */
  static NdArray<?> read(String file, NpyHeader header, InputStream in, long available)
      throws IOException {
    NpyType type = NpyType.of(file, header.descr());
    long size = 1;
    for (long n : header.shape().asArray()) {
      size = n == 0 ? 0 : size > Long.MAX_VALUE / n ? Long.MAX_VALUE : size * n;
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw new IOException("%s: %d elements do not fit one array.".formatted(file, size));
    }
    if (size * type.bytes > available) {
      throw new IOException(
          "%s: expected %d bytes of elements, the file has %d. It is truncated."
              .formatted(file, size * type.bytes, available));
    }
    Object array = type.element.allocate((int) size);
    byte[] chunk = new byte[CHUNK];
    for (int at = 0; at < size; ) {
      int n = (int) Math.min(size - at, CHUNK / type.bytes);
      if (in.readNBytes(chunk, 0, n * type.bytes) < n * type.bytes) {
        throw new IOException(file + ": the file ends within its elements. It is truncated.");
      }
      try {
        type.get(ByteBuffer.wrap(chunk).order(header.bytes()), array, at, n);
      } catch (IOException e) {
        throw new IOException(file + ": " + e.getMessage(), e);
      }
      at += n;
    }
    if (in.read() >= 0) {
      throw new IOException(file + ": there are bytes after the last element.");
    }
    Shape shape = header.shape();
    if (header.fortran()) {
      array = FortranOrder.toC(type.element, array, shape);
    }
    return type == NpyType.INT16
        ? narrow(shape, (int[]) array)
        : type.element.wrap(shape, array, 0);
  }

  static void write(OutputStream out, String caller, Object data) throws IOException {
    boolean scalar = data instanceof NdArray<?> nd && nd.shape().numDimensions() == 0;
    SampleArray rows =
        scalar
            ? SampleArray.of(caller, ((NdArray<?>) data).withShape(Shape.of(1)))
            : SampleArray.of(caller, data);
    boolean shorts = data instanceof ShortNdArray;
    NpyType type = shorts ? NpyType.INT16 : NpyType.of(rows.element());
    new NpyHeader(type.descr, false, scalar ? Shape.scalar() : rows.shape()).write(out);
    int size = rows.count() * rows.sampleSize();
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < size; ) {
      int n = Math.min(size - at, CHUNK / type.bytes);
      type.put(rows.array(), rows.offset() + at, n, bytes);
      out.write(bytes.array(), 0, n * type.bytes);
      at += n;
    }
  }

  private static ShortNdArray narrow(Shape shape, int[] wide) {
    short[] narrow = new short[wide.length];
    for (int i = 0; i < wide.length; i++) {
      narrow[i] = (short) wide[i];
    }
    return NdArrays.wrap(shape, DataBuffers.of(narrow, false, false));
  }
}
