package keras.io.tensorbundle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import keras.engine.HostTensor;
import keras.io.storage.AtomicFile;
import keras.io.storage.IOConsumer;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.BundleHeaderProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.VersionDef;

/**
 * Writes tensors as a checkpoint of one shard.
 *
 * <p>The data file takes its name first, the index last: whoever is interrupted between the two
 * finds checksums that do not hold, never wrong numbers.
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
    TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
    for (long size : shape.asArray()) {
      sizes.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    entries.put(
        name,
        BundleEntryProto.newBuilder()
            .setDtype(dtype)
            .setShape(sizes)
            .setSize(bytes.remaining())
            .setCrc32C(crc));
    data.put(name, bytes);
    return this;
  }

  /** Writes the checkpoint's files: the data, the index, and {@code checkpoint} beside them. */
  public void write(Path prefix) {
    String name = String.valueOf(prefix.getFileName());
    SortedMap<String, byte[]> table = new TreeMap<>();
    table.put(
        HEADER,
        BundleHeaderProto.newBuilder()
            .setNumShards(1)
            .setEndianness(BundleHeaderProto.Endianness.LITTLE)
            .setVersion(VersionDef.newBuilder().setProducer(1))
            .build()
            .toByteArray());
    long offset = 0;
    for (Map.Entry<String, BundleEntryProto.Builder> entry : entries.entrySet()) {
      table.put(entry.getKey(), entry.getValue().setOffset(offset).build().toByteArray());
      offset += entry.getValue().getSize();
    }
    byte[] index = SortedTable.write(table);
    AtomicFile.write(
        prefix.resolveSibling(name + ".data-00000-of-00001"),
        channel -> {
          for (ByteBuffer bytes : data.values()) {
            IOConsumer.bytes(bytes).accept(channel);
          }
        });
    AtomicFile.write(CheckpointBundle.index(prefix), IOConsumer.bytes(ByteBuffer.wrap(index)));
    String quoted = "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n";
    String state = "model_checkpoint_path: " + quoted + "all_model_checkpoint_paths: " + quoted;
    AtomicFile.write(
        prefix.resolveSibling("checkpoint"),
        IOConsumer.bytes(ByteBuffer.wrap(state.getBytes(StandardCharsets.UTF_8))));
  }

  private static byte[] four(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }
}
