package keras.io.tensorbundle;

import com.google.protobuf.Descriptors.Descriptor;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import keras.engine.HostTensor;
import keras.ops.DType;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.BundleHeaderProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;

/**
 * The tensors of a checkpoint, by name: {@code PREFIX.index} says where in {@code
 * PREFIX.data-00000-of-00001} each is.
 *
 * <pre>{@code
 * CheckpointBundle bundle = CheckpointBundle.open(Path.of("ckpt"));
 * HostTensor kernel = bundle.tensor("layer_with_weights-0/kernel/.ATTRIBUTES/VARIABLE_VALUE");
 * }</pre>
 *
 * <p>Every checksum is held. A tensor takes memory when it is asked for, and only what its file
 * holds.
 *
 * <p>TensorFlow: {@code tensorflow/core/util/tensor_bundle/tensor_bundle.cc}.
 */
public final class CheckpointBundle {
  private static final long MOST_INDEX_BYTES = 1L << 28;

  private final Path prefix;
  private final int shards;
  private final Map<String, BundleEntryProto> entries;

  private CheckpointBundle(Path prefix, int shards, Map<String, BundleEntryProto> entries) {
    this.prefix = prefix;
    this.shards = shards;
    this.entries = entries;
  }

  /** Returns the index file of a prefix. */
  public static Path index(Path prefix) {
    return beside(prefix, ".index");
  }

  private static Path beside(Path prefix, String ending) {
    return prefix.resolveSibling(prefix.getFileName() + ending);
  }

  /**
   * Reads the index of a checkpoint.
   *
   * @throws ModelFormatException if it is damaged
   */
  public static CheckpointBundle open(Path prefix) {
    String file = index(prefix).toString();
    Map<String, ByteBuffer> table;
    try {
      if (Files.size(index(prefix)) > MOST_INDEX_BYTES) {
        throw new ModelFormatException(file, "", "it is too large for the index of a checkpoint.");
      }
      table = SortedTable.read(file, ByteBuffer.wrap(Files.readAllBytes(index(prefix))));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read.", e);
    }
    try {
      ByteBuffer head = table.remove("");
      if (head == null) {
        throw new ModelFormatException(file, "", "it has no header.");
      }
      BundleHeaderProto header =
          BundleHeaderProto.parseFrom(checked(head, BundleHeaderProto.getDescriptor()));
      if (header.getEndianness() != BundleHeaderProto.Endianness.LITTLE) {
        throw new UnsupportedOperationException(
            file + ": it was written on a big-endian machine, which is not supported.");
      }
      Map<String, BundleEntryProto> entries = new LinkedHashMap<>();
      for (Map.Entry<String, ByteBuffer> e : table.entrySet()) {
        entries.put(
            e.getKey(),
            BundleEntryProto.parseFrom(checked(e.getValue(), BundleEntryProto.getDescriptor())));
      }
      return new CheckpointBundle(prefix, header.getNumShards(), entries);
    } catch (IOException e) { // of bytes in memory: their content
      throw new ModelFormatException(file, "", "it is damaged: an entry cannot be read.", e);
    }
  }

  private static byte[] checked(ByteBuffer value, Descriptor type) throws IOException {
    byte[] bytes = new byte[value.remaining()];
    value.get(bytes);
    ProtoGuard.check(bytes, type);
    return bytes;
  }

  /** Returns the files that hold the tensors. */
  public Set<Path> files() {
    Set<Path> files = new LinkedHashSet<>();
    entries.values().forEach(entry -> files.add(data(entry)));
    return files;
  }

  private Path data(BundleEntryProto entry) {
    return data(prefix, entry.getShardId(), Math.max(shards, 1));
  }

  /** Returns one of the files beside an index. */
  static Path data(Path prefix, int shard, int shards) {
    return beside(prefix, ".data-%05d-of-%05d".formatted(shard, shards));
  }

  /**
   * Reads every tensor, one after the other, and throws if one is damaged, or its file missing or
   * cut.
   */
  public void requireWhole() {
    for (Map.Entry<String, BundleEntryProto> entry : entries.entrySet()) {
      boolean inParts = entry.getValue().getSlicesCount() > 0; // they have entries of their own
      if (entry.getValue().getDtype() == DataType.DT_STRING) {
        strings(entry.getKey());
      } else if (!inParts) {
        tensor(entry.getKey());
      }
    }
  }

  /** Returns the names of the tensors, sorted. */
  public Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  /** Returns the file that messages name. */
  public String file() {
    return index(prefix).toString();
  }

  /** Returns the shape of a tensor. */
  public Shape shape(String name) {
    List<TensorShapeProto.Dim> sizes = entry(name).getShape().getDimList();
    long product = 1;
    for (TensorShapeProto.Dim size : sizes) {
      if (size.getSize() < 0 || (size.getSize() > 0 && product > Long.MAX_VALUE / size.getSize())) {
        throw error(name, "its shape has a negative size, or more than 2^63 elements.");
      }
      product *= size.getSize();
    }
    return Shape.of(sizes.stream().mapToLong(TensorShapeProto.Dim::getSize).toArray());
  }

  /** Returns the element type of a tensor. */
  public DType dtype(String name) {
    DataType type = entry(name).getDtype();
    try {
      return DType.of(type);
    } catch (UnsupportedOperationException e) {
      throw new ModelFormatException(
          file(), name, "expected a dtype that Keras has. Received: %s.".formatted(type), e);
    }
  }

  /** Returns a tensor of numbers. */
  public HostTensor tensor(String name) {
    DType dtype = dtype(name);
    Shape shape = shape(name);
    long size = entry(name).getSize();
    if (dtype == DType.STRING
        || size % dtype.bytes() != 0
        || shape.size() != size / dtype.bytes()) {
      throw error(
          name,
          "expected %d numbers of %s. Received: %d bytes."
              .formatted(shape.size(), dtype, entry(name).getSize()));
    }
    ByteBuffer bytes = bytes(name);
    if (Crc.masked(bytes) != entry(name).getCrc32C()) {
      throw error(name, "it is damaged: its checksum does not hold.");
    }
    return new HostTensor(dtype, shape, bytes);
  }

  /** Returns the one string of a scalar tensor. */
  public ByteBuffer string(String name) {
    if (dtype(name) != DType.STRING || shape(name).numDimensions() != 0) {
      throw error(name, "expected one string. Received: %s.".formatted(dtype(name)));
    }
    return ByteBuffer.wrap(strings(name).get(0));
  }

  /** Returns the strings of a tensor, row by row. */
  public List<byte[]> strings(String name) {
    ByteBuffer bytes = bytes(name);
    long count = shape(name).size();
    if (dtype(name) != DType.STRING || count < 0 || count > bytes.remaining()) {
      throw error(
          name,
          "expected %d strings. Received: %d bytes of %s."
              .formatted(count, bytes.remaining(), dtype(name)));
    }
    try {
      int[] lengths = new int[(int) count];
      CRC32C crc = new CRC32C();
      ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < count; i++) {
        lengths[i] = (int) Math.min(Varint.read(bytes), Integer.MAX_VALUE);
        crc.update(length.putInt(0, lengths[i]).rewind());
      }
      int lengthsCrc = Crc.mask(crc);
      crc.update(bytes.duplicate());
      if (bytes.getInt() != lengthsCrc || Crc.mask(crc) != entry(name).getCrc32C()) {
        throw error(name, "it is damaged: its checksum does not hold.");
      }
      List<byte[]> strings = new ArrayList<>();
      for (int n : lengths) {
        if (n < 0 || n > bytes.remaining()) {
          throw error(name, "it is damaged: a string is longer than the file.");
        }
        byte[] string = new byte[n];
        bytes.get(string);
        strings.add(string);
      }
      if (bytes.hasRemaining()) {
        throw error(name, "it is damaged: there are bytes after the last string.");
      }
      return List.copyOf(strings);
    } catch (BufferUnderflowException e) {
      throw new ModelFormatException(file(), name, "it is damaged, or cut off.", e);
    }
  }

  private BundleEntryProto entry(String name) {
    @Nullable BundleEntryProto entry = entries.get(name);
    if (entry == null) {
      throw error(name, "there is no such tensor.");
    }
    return entry;
  }

  private ByteBuffer bytes(String name) {
    BundleEntryProto entry = entry(name);
    if (entry.getSlicesCount() > 0) {
      throw new UnsupportedOperationException(
          "%s: %s: it is stored in slices, which is not supported.".formatted(file(), name));
    }
    Path data = data(entry);
    if (!Files.exists(data)) {
      throw error(
          name, "expected the file %s beside it, which is missing.".formatted(data.getFileName()));
    }
    try (FileChannel channel = FileChannel.open(data, StandardOpenOption.READ)) {
      long offset = entry.getOffset();
      long size = entry.getSize();
      if (offset < 0 || size < 0 || size > Integer.MAX_VALUE || offset > channel.size() - size) {
        throw error(name, "it lies outside of %s.".formatted(data.getFileName()));
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, offset + bytes.position()) < 0) {
          throw new EOFException();
        }
      }
      return bytes.flip();
    } catch (IOException e) {
      throw new UncheckedIOException(data + " cannot be read.", e);
    }
  }

  private ModelFormatException error(String name, String what) {
    return new ModelFormatException(file(), name, what);
  }
}
