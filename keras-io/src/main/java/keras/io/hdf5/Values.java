package keras.io.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.function.ObjIntConsumer;

/** Writes numbers to a channel, little-endian, in blocks. */
final class Values {
  private static final int BLOCK_BYTES = 1 << 16;

  private Values() {}

  /** Puts so many numbers from an index on into a block, whose position need not move. */
  @FunctionalInterface
  private interface Filler {
    void put(ByteBuffer block, int from, int count);
  }

  static WrittenType requireFloat(String path, String dtype) {
    WrittenType type = WrittenType.of(path, dtype);
    if (!type.isFloat()) {
      throw new IllegalArgumentException(
          "Hdf5Writer: dataset '" + path + "': expected a float dtype. Received: " + dtype + ".");
    }
    return type;
  }

  static WrittenType requireInteger(String path, String dtype) {
    WrittenType type = WrittenType.of(path, dtype);
    if (type.isFloat()) {
      throw new IllegalArgumentException(
          "Hdf5Writer: dataset '"
              + path
              + "': expected an integer dtype or bool. Received: "
              + dtype
              + ".");
    }
    return type;
  }

  static void write(WritableByteChannel out, ByteBuffer data) throws IOException {
    ByteBuffer rest = data.duplicate();
    while (rest.hasRemaining()) {
      out.write(rest);
    }
  }

  static void write(WritableByteChannel out, WrittenType type, float[] values) throws IOException {
    write(
        out,
        type,
        values.length,
        switch (type) {
          case FLOAT32 -> (block, from, count) -> block.asFloatBuffer().put(values, from, count);
          case FLOAT64 -> each((block, i) -> block.putDouble(values[i]));
          case FLOAT16 -> each((block, i) -> block.putShort(Half.of(values[i])));
          default -> each((block, i) -> block.putShort(Half.bfloat16(values[i])));
        });
  }

  static void write(WritableByteChannel out, WrittenType type, double[] values) throws IOException {
    write(
        out,
        type,
        values.length,
        switch (type) {
          case FLOAT64 -> (block, from, count) -> block.asDoubleBuffer().put(values, from, count);
          case FLOAT32 -> each((block, i) -> block.putFloat((float) values[i]));
          case FLOAT16 -> each((block, i) -> block.putShort(Half.of(values[i])));
          default -> each((block, i) -> block.putShort(Half.bfloat16(values[i])));
        });
  }

  static void write(WritableByteChannel out, WrittenType type, long[] values) throws IOException {
    write(
        out,
        type,
        values.length,
        switch (type.size) {
          case 1 -> each((block, i) -> block.put((byte) values[i]));
          case 2 -> each((block, i) -> block.putShort((short) values[i]));
          case 4 -> each((block, i) -> block.putInt((int) values[i]));
          default -> (block, from, count) -> block.asLongBuffer().put(values, from, count);
        });
  }

  private static Filler each(ObjIntConsumer<ByteBuffer> element) {
    return (block, from, count) -> {
      for (int i = from; i < from + count; i++) {
        element.accept(block, i);
      }
    };
  }

  private static void write(WritableByteChannel out, WrittenType type, int length, Filler filler)
      throws IOException {
    int most = Math.min(length, BLOCK_BYTES / type.size);
    ByteBuffer block = ByteBuffer.allocate(most * type.size).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < length; from += most) {
      int count = Math.min(most, length - from);
      filler.put(block.clear(), from, count);
      write(out, block.position(0).limit(count * type.size));
    }
  }
}
