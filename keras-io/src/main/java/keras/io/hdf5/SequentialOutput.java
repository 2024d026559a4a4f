package keras.io.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** A channel that knows its position and gathers small pieces. */
final class SequentialOutput {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MOST_AT_ONCE = 1 << 18;

  private final WritableByteChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private long position;

  SequentialOutput(WritableByteChannel channel) {
    this.channel = channel;
  }

  long position() {
    return position;
  }

  void write(byte[] bytes) throws IOException {
    write(ByteBuffer.wrap(bytes));
  }

  void write(ByteBuffer bytes) throws IOException {
    position += bytes.remaining();
    if (bytes.remaining() > buffer.remaining()) {
      flush();
    }
    if (bytes.remaining() > buffer.remaining()) {
      drain(bytes);
    } else {
      buffer.put(bytes);
    }
  }

  /** Writes zeros up to a position not far ahead. */
  void skipTo(long target) throws IOException {
    write(new byte[Math.toIntExact(target - position)]);
  }

  void flush() throws IOException {
    drain(buffer.flip());
    buffer.clear();
  }

  /** Writes in pieces: the JDK keeps a copy outside the heap as large as what it is given. */
  private void drain(ByteBuffer bytes) throws IOException {
    int end = bytes.limit();
    while (bytes.position() < end) {
      bytes.limit(Math.min(end, bytes.position() + MOST_AT_ONCE));
      channel.write(bytes);
    }
  }

  /** Returns a channel onto this output that takes no more than so many bytes. */
  WritableByteChannel limited(String who, long bytes) {
    long end = position + bytes;
    return new WritableByteChannel() {
      @Override
      public int write(ByteBuffer source) throws IOException {
        int length = source.remaining();
        if (length > end - position) {
          throw new IllegalStateException(
              who + ": expected " + bytes + " bytes of data. Received: more than that.");
        }
        SequentialOutput.this.write(source);
        return length;
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() {}
    };
  }
}
