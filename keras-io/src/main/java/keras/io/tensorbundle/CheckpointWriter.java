package keras.io.tensorbundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import keras.engine.HostTensor;
import keras.engine.Shapes;
import keras.io.storage.Disk;
import keras.io.storage.FileSet;
import keras.io.storage.IOConsumer;
import keras.saving.ModelFormatException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.BundleHeaderProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.VersionDef;

/**
 * Writes tensors as a checkpoint of one file of data.
 *
 * <p>An older checkpoint of that name is whole until the index names the new data: these are
 * written to another file first, as the second of two shards of which the first has nothing.
 */
public final class CheckpointWriter {
  private static final String HEADER = "";

  private final SortedMap<String, ByteBuffer> data = new TreeMap<>();
  private final SortedMap<String, BundleEntryProto.Builder> entries = new TreeMap<>();

  /** Makes a checkpoint without tensors. */
  public CheckpointWriter() {}

  /** Adds a tensor of numbers. */
  public CheckpointWriter tensor(String name, HostTensor tensor) {
    ByteBuffer bytes = tensor.data().duplicate();
    return add(name, tensor.dtype().proto(), tensor.shape(), bytes, Crc.masked(bytes));
  }

  /** Adds a scalar that is one string. */
  public CheckpointWriter string(String name, byte[] text) {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    Varint.write(out, text.length);
    CRC32C crc = new CRC32C();
    crc.update(four(text.length));
    byte[] lengthCrc = four(Crc.mask(crc));
    crc.update(lengthCrc);
    crc.update(text);
    out.writeBytes(lengthCrc);
    out.writeBytes(text);
    ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray());
    return add(name, DataType.DT_STRING, Shape.scalar(), bytes, Crc.mask(crc));
  }

  private CheckpointWriter add(
      String name, DataType dtype, Shape shape, ByteBuffer bytes, int crc) {
    entries.put(
        name,
        BundleEntryProto.newBuilder()
            .setDtype(dtype)
            .setShape(Shapes.toProto(shape))
            .setSize(bytes.remaining())
            .setCrc32C(crc));
    data.put(name, bytes);
    return this;
  }

  /** Writes the checkpoint's files: the data, the index, and {@code checkpoint} beside them. */
  public void write(Path prefix, Disk disk) {
    String name = String.valueOf(prefix.getFileName());
    FileSet.Names names =
        new FileSet.Names() {
          @Override
          public Path file(int number, int choice) {
            return CheckpointBundle.data(prefix, choice, choice + 1);
          }

          @Override
          public IOConsumer<WritableByteChannel> index(int choice) {
            return IOConsumer.bytes(ByteBuffer.wrap(table(choice)));
          }
        };
    new FileSet(CheckpointBundle.index(prefix), List.of(this::writeData), names)
        .write(disk, used(prefix));
    String quoted = "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n";
    String state = "model_checkpoint_path: " + quoted + "all_model_checkpoint_paths: " + quoted;
    byte[] latest = state.getBytes(StandardCharsets.UTF_8);
    Path file = prefix.resolveSibling("checkpoint");
    if (!holds(file, latest)) {
      disk.write(file, IOConsumer.bytes(ByteBuffer.wrap(latest)));
    }
  }

  private static boolean holds(Path file, byte[] content) {
    try {
      return Files.exists(file)
          && Files.size(file) == content.length
          && Arrays.equals(Files.readAllBytes(file), content);
    } catch (IOException e) {
      return false; // which writing will say
    }
  }

  /** Writes the data and the index alone, into a folder that has none of them. */
  public void writeAnew(Path prefix, Disk disk) {
    disk.write(CheckpointBundle.data(prefix, 0, 1), this::writeData);
    disk.write(CheckpointBundle.index(prefix), IOConsumer.bytes(ByteBuffer.wrap(table(0))));
  }

  private void writeData(WritableByteChannel channel) throws IOException {
    for (ByteBuffer bytes : data.values()) {
      IOConsumer.bytes(bytes).accept(channel);
    }
  }

  /** Returns the files of the checkpoint that is there; none if it is damaged. */
  private static Set<Path> used(Path prefix) {
    try {
      return Files.exists(CheckpointBundle.index(prefix))
          ? CheckpointBundle.open(prefix).files()
          : Set.of();
    } catch (ModelFormatException | UnsupportedOperationException e) {
      return Set.of(); // no one can read it, so that there is nothing to keep
    }
  }

  /**
   * Returns the index.
   *
   * @param shard the number of the one file with data; those before it are none
   */
  private byte[] table(int shard) {
    SortedMap<String, byte[]> table = new TreeMap<>();
    table.put(
        HEADER,
        BundleHeaderProto.newBuilder()
            .setNumShards(shard + 1)
            .setEndianness(BundleHeaderProto.Endianness.LITTLE)
            .setVersion(VersionDef.newBuilder().setProducer(1))
            .build()
            .toByteArray());
    long offset = 0;
    for (Map.Entry<String, BundleEntryProto.Builder> entry : entries.entrySet()) {
      BundleEntryProto.Builder placed = entry.getValue().setOffset(offset).setShardId(shard);
      table.put(entry.getKey(), placed.build().toByteArray());
      offset += entry.getValue().getSize();
    }
    return SortedTable.write(table);
  }

  private static byte[] four(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }
}
