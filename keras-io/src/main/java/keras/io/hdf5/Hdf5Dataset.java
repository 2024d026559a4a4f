package keras.io.hdf5;

import io.jhdf.object.message.DataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.CompactDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ContiguousDataLayoutMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import keras.saving.ModelFormatException;

/**
 * A dataset of an {@link Hdf5File}: an array of numbers or strings in row-major order.
 *
 * <p>Reading converts: any number may be read as float or double, any integer as long, whatever its
 * size and byte order in the file. Contiguous data are read in large blocks straight from the file;
 * chunked data may be compressed by deflate or lzf, shuffled and check-summed.
 */
public final class Hdf5Dataset extends Hdf5Object {
  private static final int BLOCK_BYTES = 1 << 18;
  private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;
  private static final int SMALL_BYTES = 1 << 22;
  private static final long UNDEFINED = -1;
  private static final int VIRTUAL = 3;
  private static final int FILL_DEFINED = 0x20;

  private final ElementType type;
  private final List<Long> shape;
  private final long size;
  private final DataLayoutMessage layout;

  private Hdf5Dataset(Hdf5File file, String name, String path, Header header) {
    super(file, name, path, header);
    if (header.has(Header.EXTERNAL_FILES)) {
      throw error("its data lie in other files, which are never opened.");
    }
    ElementType stored = ElementType.of(header.require(Header.DATA_TYPE, "datatype"));
    DataSpace space = DataSpace.of(header.require(Header.DATA_SPACE, "shape"));
    this.type = isBfloat16(stored) ? stored.asBfloat16() : stored;
    this.shape = space.shape();
    this.size = space.size();
    this.layout = layout(header.require(Header.LAYOUT, "layout"));
    if (type.size() <= 0) {
      throw error("its elements have " + type.size() + " bytes.");
    }
    check(Math.multiplyExact(size, type.size()));
  }

  /** Says so if the data of a header's dataset would be outside the file. */
  static Optional<Hdf5Group.Outside> outside(Header header) {
    if (header.has(Header.EXTERNAL_FILES)) {
      return Optional.of(
          new Hdf5Group.Outside("storage", "data in other files, which are never opened"));
    }
    return header
        .first(Header.LAYOUT)
        .filter(layout -> layout.get(0) >= 3 && layout.get(1) == VIRTUAL)
        .map(
            layout ->
                new Hdf5Group.Outside(
                    "storage", "a virtual dataset of other files, which are never opened"));
  }

  private DataLayoutMessage layout(ByteBuffer message) {
    if (message.get(0) >= 3 && message.get(1) == VIRTUAL) {
      throw error(
          "it is a virtual dataset, whose data lie in other files, which are never opened.");
    }
    return DataLayoutMessage.createDataLayoutMessage(
        message, file().storage().getSuperblock(), new BitSet());
  }

  static Hdf5Dataset read(Hdf5File file, String name, String path, Header header) {
    return file.guarded(path, () -> new Hdf5Dataset(file, name, path, header));
  }

  /**
   * Keras marks numbers that HDF5 has no type for: two opaque bytes, and their dtype beside them.
   */
  private boolean isBfloat16(ElementType stored) {
    return stored.kind() == ElementType.Kind.OPAQUE
        && stored.size() == 2
        && attribute("dtype").filter(a -> a.strings().equals(List.of("bfloat16"))).isPresent();
  }

  /** Refuses sizes that the file cannot hold, before anything takes memory for them. */
  private void check(long bytes) {
    long fileBytes = file().source().size();
    long room = file().storage().mostUnfolded();
    if (layout instanceof CompactDataLayoutMessage compact) {
      room = compact.getDataBuffer().remaining();
    } else if (layout instanceof ContiguousDataLayoutMessage contiguous) {
      long address = contiguous.getAddress();
      long end = fileBytes - file().storage().getUserBlockSize();
      room = address == UNDEFINED ? SMALL_BYTES : address < 0 ? 0 : end - address;
    }
    if (bytes > 0 && bytes > room) {
      throw error(
          "its shape "
              + shape
              + " of "
              + type.name()
              + " needs "
              + bytes
              + " bytes, more than the file of "
              + fileBytes
              + " bytes can hold there.");
    }
  }

  /** Returns the shape, empty for a scalar. */
  public List<Long> shape() {
    return shape;
  }

  /** Returns the number of elements, 1 for a scalar. */
  public long size() {
    return size;
  }

  /**
   * Returns the type of the elements: {@code float16}, {@code bfloat16}, {@code float32}, {@code
   * float64}, {@code int8} to {@code int64}, {@code uint8} to {@code uint64}, {@code bool}, {@code
   * string}, or a description of another.
   */
  public String dtype() {
    return type.name();
  }

  /**
   * Reads all numbers as floats: wider ones are rounded.
   *
   * @throws ModelFormatException if the elements are not numbers
   */
  public float[] floats() {
    int count = numbers();
    return read(
        () -> {
          float[] result = new float[count];
          blocks((block, at) -> type.floats(block, result, at));
          return result;
        });
  }

  /**
   * Reads all numbers as doubles: integers beyond 2^53 are rounded.
   *
   * @throws ModelFormatException if the elements are not numbers
   */
  public double[] doubles() {
    int count = numbers();
    return read(
        () -> {
          double[] result = new double[count];
          blocks((block, at) -> type.doubles(block, result, at));
          return result;
        });
  }

  /**
   * Reads all integers, and booleans as 0 and 1; those of dtype uint64 beyond 2^63 wrap.
   *
   * @throws ModelFormatException if the elements are not integers
   */
  public long[] longs() {
    if (!type.isInteger()) {
      throw error("expected integers. Received: " + type.name() + ".");
    }
    int count = numbers();
    return read(
        () -> {
          long[] result = new long[count];
          blocks((block, at) -> type.longs(block, result, at));
          return result;
        });
  }

  /**
   * Reads all strings.
   *
   * @throws ModelFormatException if the elements are not strings
   */
  public List<String> strings() {
    if (!type.isText()) {
      throw error("expected strings. Received: " + type.name() + ".");
    }
    return read(() -> Texts.read(file().storage(), type, bytes(), file().heaps()));
  }

  /** Reads the elements as they are stored, but little-endian. */
  public ByteBuffer bytes() {
    long bytes = size * type.size();
    if (bytes > MOST_ELEMENTS) {
      throw tooLarge(bytes + " bytes");
    }
    return read(
        () -> {
          file().storage().unfold(bytes);
          ByteBuffer result = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
          if (bytes > 0) {
            content().read(0, result);
          }
          if (type.order() == ByteOrder.BIG_ENDIAN) {
            swap(result.array(), type.size());
          }
          return result.flip();
        });
  }

  private void count(long bytes) {
    read(
        () -> {
          file().storage().unfold(bytes);
          return bytes;
        });
  }

  private <T> T read(Supplier<T> action) {
    return file().guarded(path(), action);
  }

  private static void swap(byte[] bytes, int size) {
    for (int start = 0; start < bytes.length; start += size) {
      for (int i = 0; i < size / 2; i++) {
        byte b = bytes[start + i];
        bytes[start + i] = bytes[start + size - 1 - i];
        bytes[start + size - 1 - i] = b;
      }
    }
  }

  private int numbers() {
    if (!type.isNumber()) {
      throw error("expected numbers. Received: " + type.name() + ".");
    }
    count(size * type.size());
    if (size > MOST_ELEMENTS) {
      throw tooLarge(size + " elements");
    }
    return (int) size;
  }

  private UnsupportedOperationException tooLarge(String amount) {
    return new UnsupportedOperationException(
        this + ": expected what one Java array holds, at most 2^31 - 9. Received: " + amount + ".");
  }

  /** Hands out the data block by block, with the index of each block's first element. */
  private void blocks(ObjIntConsumer<ByteBuffer> consumer) {
    if (size == 0) {
      return;
    }
    Content content = content();
    long bytes = size * type.size();
    int length = (int) Math.min(BLOCK_BYTES, bytes);
    ByteBuffer block =
        bytes < BLOCK_BYTES / 16 ? ByteBuffer.allocate(length) : ByteBuffer.allocateDirect(length);
    for (long at = 0; at < bytes; at += length) {
      block.clear().limit((int) Math.min(length, bytes - at));
      content.read(at, block);
      block.flip();
      consumer.accept(block, (int) (at / type.size()));
    }
  }

  private Content content() {
    if (layout instanceof CompactDataLayoutMessage compact) {
      return Content.of(compact.getDataBuffer());
    }
    byte[] fill = fill();
    if (layout instanceof ContiguousDataLayoutMessage contiguous) {
      return contiguous.getAddress() == UNDEFINED
          ? Content.filled(fill)
          : Content.of(
              file().source(), contiguous.getAddress() + file().storage().getUserBlockSize());
    }
    byte[] data = new byte[Math.toIntExact(size * type.size())];
    Content.filled(fill).read(0, ByteBuffer.wrap(data));
    return Content.of(
        Chunks.assemble(file().storage(), header(), layout, shape, type.size(), data));
  }

  /** Returns the element that stands where the file stores none, zero if it does not say. */
  private byte[] fill() {
    byte[] element = new byte[type.size()];
    for (ByteBuffer message : header().all(Header.FILL)) {
      int version = message.get();
      int flags = message.get();
      boolean defined = version == 3 ? (flags & FILL_DEFINED) != 0 : message.getShort() >> 8 == 1;
      if (defined
          && message.remaining() >= 4 + element.length
          && message.getInt() == element.length) {
        message.get(element);
      }
    }
    return element;
  }
}
