package keras.io.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import keras.io.tensorbundle.Crc;

/**
 * Writes a file of records, as {@code tf.io.TFRecordWriter} does.
 *
 * <pre>{@code
 * try (TFRecordWriter writer = new TFRecordWriter(Path.of("houses.tfrecord"))) {
 *   writer.write(Examples.of(Map.of("rooms", 4L, "name", "Villa")).toByteArray());
 * }
 * }</pre>
 *
 * <p>Errors: a disk that cannot be written is an {@link UncheckedIOException} that names the file.
 *
 * <p>Keras: none; TensorFlow: {@code tensorflow/core/lib/io/record_writer.cc}.
 */
public final class TFRecordWriter implements AutoCloseable {
  private static final String NAME = "TFRecordWriter";

  private final Path file;
  private final OutputStream out;

  /** Starts a file, in the place of one that may be there. */
  public TFRecordWriter(Path file) {
    this(file, "");
  }

  /**
   * Starts a packed file, in the place of one that may be there.
   *
   * @param compressionType {@code ""}, {@code "GZIP"} or {@code "ZLIB"}
   */
  public TFRecordWriter(Path file, String compressionType) {
    Compression compression = Compression.of(NAME, compressionType);
    this.file = file;
    try {
      this.out = compression.onto(new BufferedOutputStream(Files.newOutputStream(file)));
    } catch (IOException e) {
      throw error(e);
    }
  }

  private UncheckedIOException error(IOException e) {
    return new UncheckedIOException(
        "%s: cannot write %s: %s.".formatted(NAME, file, e.getMessage()), e);
  }

  /** Writes a record. */
  public void write(byte[] bytes) {
    ByteBuffer head =
        ByteBuffer.allocate(RecordReader.LENGTH + RecordReader.CHECKSUM)
            .order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(bytes.length);
    head.putInt(Crc.masked(head.duplicate().flip()));
    ByteBuffer tail = ByteBuffer.allocate(RecordReader.CHECKSUM).order(ByteOrder.LITTLE_ENDIAN);
    tail.putInt(Crc.masked(ByteBuffer.wrap(bytes)));
    try {
      out.write(head.array());
      out.write(bytes);
      out.write(tail.array());
    } catch (IOException e) {
      throw error(e);
    }
  }

  /** Ends the file. */
  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw error(e);
    }
  }
}
