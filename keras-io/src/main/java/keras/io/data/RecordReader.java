package keras.io.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import keras.io.tensorbundle.Crc;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;

/** The records of one file: their lengths, masked checksums of those, bytes, checksums. */
final class RecordReader implements FilePass.Reader<RecordReader.Entry> {
  static final int LENGTH = 8;
  static final int CHECKSUM = 4;

  /** One record. */
  static final class Entry {
    private final Path file;
    private final long offset;
    private final byte[] bytes;

    /**
     * Makes a record.
     *
     * @param offset where it starts, in the unpacked file
     */
    Entry(Path file, long offset, byte[] bytes) {
      this.file = file;
      this.offset = offset;
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }

    ModelFormatException error(String what, @Nullable Throwable cause) {
      return RecordReader.error(file, offset, what, cause);
    }
  }

  private final Path file;
  private final InputStream in;
  private long offset;

  RecordReader(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  private static ModelFormatException error(
      Path file, long offset, String what, @Nullable Throwable cause) {
    String place = place(offset);
    return cause == null
        ? new ModelFormatException(file.toString(), place, what)
        : new ModelFormatException(file.toString(), place, what, cause);
  }

  @Override
  public @Nullable Entry read() throws IOException {
    ByteBuffer head = bytes(LENGTH + CHECKSUM, true);
    if (head == null) {
      return null;
    }
    long length = head.getLong(0);
    if (Crc.masked(head.slice(0, LENGTH)) != head.getInt(LENGTH)) {
      throw error(
          file, offset, "the checksum of its length is wrong: this is no file of records.", null);
    }
    if (length < 0 || length > Integer.MAX_VALUE - CHECKSUM - LENGTH) {
      throw error(
          file, offset, "expected at most 2 GiB. Received: %d bytes.".formatted(length), null);
    }
    ByteBuffer body = bytes((int) length + CHECKSUM, false);
    byte[] bytes = new byte[(int) length];
    if (body == null || Crc.masked(body.slice(0, (int) length)) != body.getInt((int) length)) {
      throw error(file, offset, "the checksum of its bytes is wrong.", null);
    }
    body.get(bytes);
    Entry entry = new Entry(file, offset, bytes);
    offset += LENGTH + length + 2 * CHECKSUM;
    return entry;
  }

  @Override
  public String place() {
    return place(offset);
  }

  private static String place(long offset) {
    return "record at offset " + offset;
  }

  /** Reads so many bytes; null at the end of the file, where it may end. */
  private @Nullable ByteBuffer bytes(int n, boolean mayEnd) throws IOException {
    byte[] bytes = in.readNBytes(n);
    if (bytes.length == 0 && mayEnd) {
      return null;
    }
    if (bytes.length < n) {
      throw error(
          file,
          offset,
          "expected %d bytes more. Received: %d, the file is cut off.".formatted(n, bytes.length),
          null);
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
