package keras.datasets;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.tensorflow.ndarray.ByteNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/** MNIST's file format IDX, of unsigned bytes, compressed by gzip or not. */
final class Idx {
  private static final int SIDE = 28;
  private static final int MOST_IMAGES = 2_000_000;

  private Idx() {}

  /** Reads classes of shape (samples). */
  static ByteNdArray labels(String file, InputStream in) throws IOException {
    return read(file, in, 1, -1);
  }

  /** Reads images of shape (samples, 28, 28). */
  static ByteNdArray images(String file, InputStream in, long samples) throws IOException {
    return read(file, in, 3, samples);
  }

  private static ByteNdArray read(String file, InputStream raw, int rank, long samples)
      throws IOException {
    try {
      InputStream in = unzipped(raw);
      byte[] head = in.readNBytes(4 + 4 * rank);
      byte[] magic = {0, 0, 8, (byte) rank};
      if (head.length < 4 || !Arrays.equals(Arrays.copyOf(head, 4), magic)) {
        throw new IOException(
            "%s: expected an IDX file of unsigned bytes with %d %s, which begins with %s."
                    .formatted(file, rank, rank == 1 ? "axis" : "axes", Arrays.toString(magic))
                + " Received: %s.".formatted(Arrays.toString(Arrays.copyOf(head, 4))));
      }
      if (head.length < 4 + 4 * rank) {
        throw truncated(file, null);
      }
      long[] sizes = new long[rank];
      for (int d = 0; d < rank; d++) {
        sizes[d] = ByteBuffer.wrap(head).getInt(4 + 4 * d) & 0xffffffffL;
      }
      requireShape(file, sizes, samples);
      int size = (int) sizes[0] * (rank == 1 ? 1 : SIDE * SIDE);
      byte[] bytes = in.readNBytes(size);
      if (bytes.length < size) {
        throw truncated(file, null);
      }
      if (in.read() >= 0) {
        throw new IOException(file + ": there are bytes after the last element.");
      }
      return NdArrays.wrap(Shape.of(sizes), DataBuffers.of(bytes, false, false));
    } catch (EOFException e) {
      throw truncated(file, e);
    } catch (ZipException e) {
      throw new IOException("%s: damaged: %s.".formatted(file, e.getMessage()), e);
    }
  }

  private static InputStream unzipped(InputStream raw) throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw);
    in.mark(2);
    boolean zipped = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return zipped ? new GZIPInputStream(in, 1 << 16) : in;
  }

  private static void requireShape(String file, long[] sizes, long samples) throws IOException {
    long expected = samples < 0 ? Math.min(sizes[0], MOST_IMAGES) : samples;
    boolean square = sizes.length == 1 || (sizes[1] == SIDE && sizes[2] == SIDE);
    if (sizes[0] != expected || !square) {
      throw new IOException(
          "%s: expected %s. Received: shape %s."
              .formatted(
                  file,
                  samples < 0
                      ? "at most " + MOST_IMAGES + " classes"
                      : samples + " images of 28 x 28 pixels, one for each class",
                  Arrays.toString(sizes)));
    }
  }

  private static IOException truncated(
      String file, @org.jspecify.annotations.Nullable Throwable e) {
    return new IOException(file + ": the file ends before its last element. It is truncated.", e);
  }
}
