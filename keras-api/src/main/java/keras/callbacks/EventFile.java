package keras.callbacks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;

/**
 * A file of events that TensorBoard reads: records with masked checksums, each an {@code Event}. It
 * is closed after each of them, so that a run that breaks off leaves whole records.
 */
final class EventFile {
  private static final AtomicInteger MADE = new AtomicInteger();

  private final Path file;

  /** Begins a file in a folder, which is made. */
  EventFile(Path folder) {
    long seconds = System.currentTimeMillis() / 1000;
    long process = ProcessHandle.current().pid();
    file =
        folder.resolve(
            "events.out.tfevents.%010d.java.%d.%d.v2"
                .formatted(seconds, process, MADE.getAndIncrement()));
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw failed(e);
    }
    write(event().setFileVersion("brain.Event:2"));
  }

  private static Event.Builder event() {
    return Event.newBuilder().setWallTime(System.currentTimeMillis() / 1000.0);
  }

  /** Adds one value of a summary. */
  void add(long step, Summary.Value value) {
    write(event().setStep(step).setSummary(Summary.newBuilder().addValue(value)));
  }

  private void write(Event.Builder event) {
    byte[] data = event.build().toByteArray();
    ByteBuffer record = ByteBuffer.allocate(data.length + 16).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(data.length);
    record.putInt(masked(record.array(), 8));
    record.put(data);
    record.putInt(masked(data, data.length));
    try {
      Files.write(file, record.array(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static int masked(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }

  private UncheckedIOException failed(IOException e) {
    String why = e.getMessage();
    return new UncheckedIOException(
        "TensorBoard: %s cannot be written: %s."
            .formatted(file, why == null ? e.getClass().getSimpleName() : why),
        e);
  }
}
