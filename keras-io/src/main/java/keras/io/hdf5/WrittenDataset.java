package keras.io.hdf5;

import java.nio.channels.WritableByteChannel;
import java.util.List;
import keras.io.storage.IOConsumer;

/** A dataset that is to be written; its data are asked for only when their turn comes. */
final class WrittenDataset extends WrittenObject {
  private static final int CONSTANT = 1;
  private static final int MOST_AXES = 32;
  private static final long UNDEFINED = -1;

  private final WrittenType type;
  private final long[] shape;
  private final long bytes;
  private final IOConsumer<WritableByteChannel> data;
  private long dataAddress = UNDEFINED;

  WrittenDataset(
      String path, WrittenType type, long[] shape, IOConsumer<WritableByteChannel> data) {
    super(path);
    this.type = type;
    this.shape = shape.clone();
    this.bytes = bytes();
    this.data = data;
    if (type == WrittenType.BFLOAT16) {
      put("dtype", new long[0], List.of(type.dtype()));
    }
  }

  private long bytes() {
    if (shape.length > MOST_AXES) {
      throw new IllegalArgumentException(
          this
              + ": a dataset may have up to "
              + MOST_AXES
              + " axes. Received: "
              + shape.length
              + ".");
    }
    long product = type.size;
    for (long length : shape) {
      if (length < 0) {
        throw new IllegalArgumentException(
            this
                + ": the axes of a dataset must not be negative. Received: shape "
                + Shapes.text(shape)
                + ".");
      }
      product = Math.multiplyExact(product, length);
    }
    return product;
  }

  /** Lays the data down from an address on, and returns the first address after them. */
  long place(long start) {
    if (bytes == 0) {
      return start;
    }
    dataAddress = start;
    return Math.addExact(start, bytes);
  }

  long dataAddress() {
    return dataAddress;
  }

  long dataBytes() {
    return bytes;
  }

  IOConsumer<WritableByteChannel> data() {
    return data;
  }

  @Override
  void describe(HeaderWriter header) {
    header.message(Header.DATA_SPACE, 0, HeaderWriter.space(shape));
    header.message(Header.DATA_TYPE, CONSTANT, new LittleEndian().bytes(type.message()));
    // Version 3: storage is allocated late, and no fill value is defined.
    header.message(Header.FILL, CONSTANT, new LittleEndian().bytes(3, 0x0a));
    header.message(
        Header.LAYOUT, 0, new LittleEndian().bytes(3, 1).eight(dataAddress).eight(bytes));
  }
}
