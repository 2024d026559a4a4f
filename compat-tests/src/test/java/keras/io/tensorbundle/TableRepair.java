package keras.io.tensorbundle;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.tensorflow.proto.BundleEntryProto;

/**
 * Corrects the checksums of a checkpoint whose bytes were changed, so that readers look beyond
 * them.
 */
public final class TableRepair {
  private static final int FOOTER = 48;
  private static final int TRAILER = 5;
  private static final byte CHECKSUM_FIELD = 0x35;

  private final ByteBuffer table;
  private final byte[] data;

  private TableRepair(byte[] table, byte[] data) {
    this.table = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
    this.data = data;
  }

  /**
   * Returns a copy of an index whose checksums hold, its own and those of the data it points at.
   */
  public static byte[] repaired(byte[] index, byte[] data) {
    byte[] out = index.clone();
    if (out.length >= FOOTER) {
      new TableRepair(out, data).repair();
    }
    return out;
  }

  private void repair() {
    try {
      ByteBuffer footer = table.duplicate().position(table.limit() - FOOTER);
      Varint.read(footer);
      Varint.read(footer);
      block(footer, 0);
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      return; // nothing there to be repaired
    }
  }

  private void block(ByteBuffer handle, int depth) {
    long offset = Varint.read(handle);
    long size = Varint.read(handle);
    if (offset < 0 || size < 4 || offset > table.limit() - size - TRAILER) {
      return;
    }
    int start = (int) offset;
    int length = (int) size;
    ByteBuffer block = table.slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
    long end = length - 4L * (block.getInt(length - 4) + 1L);
    block.limit((int) Math.max(0, Math.min(length, end)));
    entries(block, depth);
    table.putInt(start + length + 1, Crc.masked(table.slice(start, length + 1)));
  }

  private void entries(ByteBuffer block, int depth) {
    while (block.hasRemaining()) {
      Varint.read(block);
      long own = Varint.read(block);
      long length = Varint.read(block);
      if (own < 0 || length < 0 || own > block.remaining() || length > block.remaining() - own) {
        return;
      }
      ByteBuffer value = block.slice(block.position() + (int) own, (int) length);
      if (depth == 0) {
        block(value, 1);
      } else {
        tensor(value);
      }
      block.position(block.position() + (int) (own + length));
    }
  }

  /** The checksum is an entry's last field. */
  private void tensor(ByteBuffer value) {
    int end = value.limit();
    if (end < 5 || value.get(end - 5) != CHECKSUM_FIELD) {
      return;
    }
    try {
      BundleEntryProto entry = BundleEntryProto.parseFrom(value.duplicate());
      long offset = entry.getOffset();
      long size = entry.getSize();
      if (offset >= 0 && size >= 0 && offset <= data.length - size) {
        int crc = Crc.masked(ByteBuffer.wrap(data, (int) offset, (int) size));
        value.order(ByteOrder.LITTLE_ENDIAN).putInt(end - 4, crc);
      }
    } catch (InvalidProtocolBufferException e) {
      return; // it stays as wrong as it is
    }
  }
}
