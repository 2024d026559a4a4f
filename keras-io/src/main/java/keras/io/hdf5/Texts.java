package keras.io.hdf5;

import io.jhdf.exceptions.HdfException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads strings of fixed and of variable length, always as UTF-8. */
final class Texts {
  private Texts() {}

  /** Reads as many strings as the buffer has elements. */
  static List<String> read(
      GuardedStorage storage, ElementType type, ByteBuffer data, GlobalHeaps heaps) {
    data.order(ByteOrder.LITTLE_ENDIAN);
    List<String> result = new ArrayList<>();
    while (data.remaining() >= type.size()) {
      result.add(
          type.kind() == ElementType.Kind.VARIABLE_TEXT
              ? variable(storage, data, heaps)
              : fixed(type, data));
    }
    return List.copyOf(result);
  }

  private static String variable(GuardedStorage storage, ByteBuffer data, GlobalHeaps heaps) {
    int length = data.getInt();
    long address = data.getLong();
    int index = data.getInt();
    if (index == 0 || length == 0) {
      return "";
    }
    ByteBuffer object = heaps.object(address, index);
    if (length < 0 || length > object.remaining()) {
      throw new HdfException(
          "a string of "
              + Integer.toUnsignedString(length)
              + " bytes lies in "
              + object.remaining()
              + " bytes");
    }
    storage.spend(length);
    byte[] bytes = new byte[length];
    object.get(bytes);
    return decode(bytes, firstNull(bytes));
  }

  private static String fixed(ElementType type, ByteBuffer data) {
    byte[] bytes = new byte[type.size()];
    data.get(bytes);
    int end = bytes.length;
    if (type.kind() == ElementType.Kind.NULL_TERMINATED_TEXT) {
      end = firstNull(bytes);
    } else {
      byte padding = (byte) (type.kind() == ElementType.Kind.SPACE_PADDED_TEXT ? ' ' : 0);
      while (end > 0 && bytes[end - 1] == padding) {
        end--;
      }
    }
    return decode(bytes, end);
  }

  private static int firstNull(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return end;
  }

  private static String decode(byte[] bytes, int length) {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
