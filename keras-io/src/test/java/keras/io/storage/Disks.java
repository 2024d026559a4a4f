package keras.io.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** Disks on which something happens after some bytes. */
public final class Disks {
  private Disks() {}

  /** What happens when the room is used up. */
  @FunctionalInterface
  public interface Event {
    /** Fails, or does not return. */
    void happen() throws IOException;
  }

  /** Writes a file in the way of {@link AtomicFile} on a disk with no more room than this. */
  public static void writeWithRoom(
      Path target, IOConsumer<WritableByteChannel> body, long room, Event event) {
    withRoom(room, event).write(target, body);
  }

  /** Returns a disk with no more room than this for all files together. */
  public static Disk withRoom(long room, Event event) {
    AtomicLong left = new AtomicLong(room);
    return (target, body) -> AtomicFile.write(target, body, path -> new Channel(path, left, event));
  }

  private static final class Channel implements WritableByteChannel {
    private final FileChannel file;
    private final Event event;
    private final AtomicLong room;

    Channel(Path path, AtomicLong room, Event event) throws IOException {
      this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      this.room = room;
      this.event = event;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      int count = (int) Math.min(room.get(), bytes.remaining());
      ByteBuffer fitting = bytes.slice(bytes.position(), count);
      while (fitting.hasRemaining()) {
        file.write(fitting);
      }
      room.addAndGet(-count);
      bytes.position(bytes.position() + count);
      if (bytes.hasRemaining()) {
        event.happen();
      }
      return count;
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
