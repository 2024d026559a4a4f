package keras.io.kerasv3;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import keras.io.storage.IOConsumer;

/**
 * Writes a zip of members stored as they are, from its first byte to its last, as Keras does. The
 * same members give the same bytes.
 */
final class ZipWriter implements AutoCloseable {
  /** The earliest time that zips know, and the one that Python notes. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final ZipOutputStream zip;

  ZipWriter(WritableByteChannel channel) {
    zip = new ZipOutputStream(new Open(Channels.newOutputStream(channel)));
  }

  /**
   * Adds a member.
   *
   * @param content writes the member's bytes; it is called twice and must write the same, because a
   *     zip wants size and checksum first
   */
  void add(String name, IOConsumer<WritableByteChannel> content) throws IOException {
    Measure measure = new Measure();
    content.accept(new Sink(measure));
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(measure.size);
    entry.setCompressedSize(measure.size);
    entry.setCrc(measure.crc.getValue());
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
    content.accept(new Sink(zip));
    zip.closeEntry();
  }

  /** Writes the directory; the channel stays open. */
  @Override
  public void close() throws IOException {
    zip.close();
  }

  /** A stream that stays open. */
  private static final class Open extends FilterOutputStream {
    Open(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  /** Counts bytes and sums them up. */
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

  /** A channel into a stream, without copies where the buffer has an array. */
  private record Sink(OutputStream out) implements WritableByteChannel {
    private static final int BLOCK_BYTES = 1 << 16;

    @Override
    public int write(ByteBuffer source) throws IOException {
      int length = source.remaining();
      if (source.hasArray()) {
        out.write(source.array(), source.arrayOffset() + source.position(), length);
        source.position(source.limit());
      } else {
        byte[] block = new byte[Math.min(length, BLOCK_BYTES)];
        while (source.hasRemaining()) {
          int part = Math.min(block.length, source.remaining());
          source.get(block, 0, part);
          out.write(block, 0, part);
        }
      }
      return length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
