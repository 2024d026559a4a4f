package keras.io.hdf5;

import java.nio.charset.StandardCharsets;

/**
 * Builds the header of a group or dataset, in version 2: messages between a prefix and a checksum.
 */
final class HeaderWriter {
  static final int MOST_MESSAGE_BYTES = 65535;
  private static final int NOT_SHARED = 4;
  private static final long UNDEFINED = -1;

  private final LittleEndian messages = new LittleEndian();

  /** Adds a message; its flags say whether it is constant. */
  void message(int type, int flags, LittleEndian body) {
    messages.bytes(type).two(body.size()).bytes(flags).bytes(body.toBytes());
  }

  /** Adds a link of this name to the header at an address, the n-th of its group. */
  void link(String name, long order, long address) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    boolean wide = bytes.length > 255;
    // Version 1; then what is present: the order of creation, the character set.
    LittleEndian body = new LittleEndian().bytes(1, 4 | 16 | (wide ? 1 : 0)).eight(order).bytes(1);
    body = wide ? body.two(bytes.length) : body.bytes(bytes.length);
    message(Header.LINK, 0, body.bytes(bytes).eight(address));
  }

  /**
   * Says that attributes are in this header, and not in a heap. The C library finds them without,
   * but counts none.
   */
  void attributesFollow() {
    LittleEndian body = new LittleEndian().bytes(0, 0).eight(UNDEFINED).eight(UNDEFINED);
    message(Header.ATTRIBUTE_INFO, NOT_SHARED, body);
  }

  /** Adds an attribute of this name. */
  void attribute(String name, byte[] type, byte[] space, byte[] data) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    LittleEndian body = new LittleEndian().bytes(3, 0);
    body.two(bytes.length + 1).two(type.length).two(space.length).bytes(1);
    message(Header.ATTRIBUTE, 0, body.bytes(bytes).bytes(0).bytes(type).bytes(space).bytes(data));
  }

  static int attributeBytes(int name, int type, int space, int data) {
    return 9 + name + 1 + type + space + data;
  }

  /** Returns the whole header. */
  byte[] bytes() {
    // Version 2; the length that follows has four bytes.
    return new LittleEndian()
        .bytes('O', 'H', 'D', 'R', 2, 2)
        .four(messages.size())
        .bytes(messages.toBytes())
        .checksum()
        .toBytes();
  }

  /** Returns the message of a shape; the empty one is a scalar's. */
  static LittleEndian space(long... shape) {
    LittleEndian out = new LittleEndian().bytes(2, shape.length, 0, shape.length == 0 ? 0 : 1);
    for (long length : shape) {
      out.eight(length);
    }
    return out;
  }
}
