package keras.data;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.tensorflow.ndarray.NdArray;

/**
 * Reads and writes NumPy's {@code .npz} files: arrays by name, as {@code np.savez} and {@code
 * np.savez_compressed} store them.
 *
 * <pre>{@code
 * Npz.write(Path.of("data.npz"), Map.of("x", x, "y", y)); // np.load("data.npz")["x"] in Python
 * NdArray<?> x = Npz.read(Path.of("data.npz")).get("x");
 * }</pre>
 *
 * <p>The element types are those of {@link Npy}. An array that claims more than deflate can unfold,
 * or more than 1 GiB and more than a hundred times what is stored, is refused as a decompression
 * bomb.
 */
public final class Npz {
  private static final long BOMB_FLOOR = 1L << 30;
  private static final long MOST_EXPANSION = 100;

  /** Nothing that deflate stores can unfold to more. */
  private static final long MOST_OF_DEFLATE = 1032;

  private static final LocalDateTime NUMPY_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Npz() {}

  /**
   * Reads all arrays of a file, in its order.
   *
   * @throws UncheckedIOException when the file cannot be read or an array is not what it should be
   */
  public static Map<String, NdArray<?>> read(Path file) {
    return read(file, Npy::read);
  }

  /**
   * Reads a file as {@link #read(Path)} does, and also arrays of Python lists of integers, which
   * NumPy stores as pickles: {@code int[][]}, a row a list. Nothing else in a pickle is taken.
   *
   * @throws UncheckedIOException when the file cannot be read or an array is not what it should be
   */
  public static Map<String, Object> readLists(Path file) {
    return read(file, PickledLists::read);
  }

  /** Reads one array of a file from a stream of so many bytes. */
  private interface Member<T> {
    T read(String where, InputStream in, long size) throws IOException;
  }

  private static <T> Map<String, T> read(Path file, Member<? extends T> member) {
    Map<String, T> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        String where = file + ": " + entry.getName();
        if (!entry.getName().endsWith(".npy")) {
          throw new IOException(where + " is not an array. Expected names that end with .npy.");
        }
        String name = entry.getName().substring(0, entry.getName().length() - ".npy".length());
        refuseBomb(where, entry.getSize(), Math.min(entry.getCompressedSize(), Files.size(file)));
        try (var in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
          if (arrays.put(name, member.read(where, in, entry.getSize())) != null) {
            throw new IOException(where + " is there twice.");
          }
          if (in.getChecksum().getValue() != entry.getCrc()) {
            throw new IOException(where + " is damaged: its checksum is not the one stored.");
          }
        }
      }
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      throw new UncheckedIOException(
          message.startsWith(file.toString())
              ? message
              : "%s: not a readable .npz file: %s.".formatted(file, message),
          e);
    }
    return Collections.unmodifiableMap(arrays);
  }

  /**
   * Reads all arrays of a file in memory, in its order.
   *
   * @param file how messages call it
   * @throws UncheckedIOException when it is not what it should be
   */
  public static Map<String, NdArray<?>> read(String file, byte[] content) {
    Map<String, NdArray<?>> arrays = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String where = file + ": " + entry.getName();
        if (!entry.getName().endsWith(".npy")) {
          throw new IOException(where + " is not an array. Expected names that end with .npy.");
        }
        String name = entry.getName().substring(0, entry.getName().length() - ".npy".length());
        long most = MOST_OF_DEFLATE * content.length;
        long size = entry.getSize() < 0 ? most : entry.getSize();
        long stored = entry.getCompressedSize();
        refuseBomb(where, size, stored < 0 ? content.length : Math.min(stored, content.length));
        if (arrays.put(name, Npy.read(where, zip, size)) != null) { // it compares the checksum
          throw new IOException(where + " is there twice.");
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw new UncheckedIOException(
          message.startsWith(file)
              ? message
              : "%s: not a readable .npz file: %s.".formatted(file, message),
          e instanceof IOException io ? io : new IOException(e));
    }
    if (arrays.isEmpty()) {
      String message = file + ": not a readable .npz file: it holds no arrays.";
      throw new UncheckedIOException(message, new IOException(message));
    }
    return Collections.unmodifiableMap(arrays);
  }

  static void refuseBomb(String where, long size, long stored) throws IOException {
    boolean impossible = size / MOST_OF_DEFLATE > stored;
    if (impossible || (size > BOMB_FLOOR && size / MOST_EXPANSION > stored)) {
      throw new IOException(
          "%s claims %d bytes but stores %d. It is refused as a decompression bomb."
              .formatted(where, size, stored));
    }
  }

  /**
   * Writes arrays to a file, uncompressed; one that is there is replaced once the new one is
   * complete. The same arrays give the same bytes.
   *
   * @param arrays NdArrays or nested Java arrays by name
   */
  public static void write(Path file, Map<String, ?> arrays) {
    WholeFile.write(file, out -> write(out, arrays));
  }

  /** Returns what {@link #write} writes to a file. */
  public static byte[] bytes(Map<String, ?> arrays) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      write(out, arrays);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void write(OutputStream out, Map<String, ?> arrays) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    for (Map.Entry<String, ?> each : arrays.entrySet()) {
      write(zip, each.getKey(), each.getValue());
    }
    zip.finish();
  }

  private static void write(ZipOutputStream zip, String name, Object array) throws IOException {
    String caller = "Npz.write: " + name;
    Measure measure = new Measure();
    Npy.write(measure, caller, array);
    ZipEntry entry = new ZipEntry(name + ".npy");
    entry.setTimeLocal(NUMPY_TIME);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(measure.size);
    entry.setCrc(measure.crc.getValue());
    zip.putNextEntry(entry);
    Npy.write(zip, caller, array);
    zip.closeEntry();
  }

  /** What a stored entry must know before it is written. */
  private static final class Measure extends OutputStream {
    private final CRC32 crc = new CRC32();
    private long size;

    @Override
    public void write(int b) {
      crc.update(b);
      size++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      crc.update(bytes, offset, length);
      size += length;
    }
  }
}
