package keras.io.hdf5;

import io.jhdf.exceptions.HdfException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The header of a group or dataset: a list of messages that say what it is.
 *
 * <p>jHDF is not asked to read it, because it gives up a whole header for one message it does not
 * know.
 */
final class Header {
  static final int DATA_SPACE = 1;
  static final int LINK_INFO = 2;
  static final int DATA_TYPE = 3;
  static final int OLD_FILL = 4;
  static final int FILL = 5;
  static final int LINK = 6;
  static final int EXTERNAL_FILES = 7;
  static final int LAYOUT = 8;
  static final int FILTERS = 11;
  static final int ATTRIBUTE = 12;
  static final int SYMBOL_TABLE = 17;
  static final int ATTRIBUTE_INFO = 21;

  private static final int CONTINUATION = 16;
  private static final int SIGNATURE = 0x5244484f; // "OHDR"
  private static final int CONTINUATION_SIGNATURE = 0x4b48434f; // "OCHK"
  private static final int CHECKSUM_BYTES = 4;
  private static final int SHARED = 2;

  private final GuardedStorage storage;
  private final List<Message> messages = new ArrayList<>();
  private final Set<Long> blocks = new HashSet<>();

  /** One message; a shared one holds no more than where its content lies. */
  private record Message(int type, boolean shared, ByteBuffer body) {}

  private long bytes;

  private Header(GuardedStorage storage) {
    this.storage = storage;
  }

  static Header read(GuardedStorage storage, long address) {
    Header header = new Header(storage);
    ByteBuffer start = storage.readBufferFromAddress(address, 16);
    if (start.getInt(0) == SIGNATURE) {
      header.readLater(address, start);
    } else if (start.get(0) == 1) {
      header.readFirst(address, start.getInt(8));
    } else {
      throw new HdfException("there is no object header at byte " + address);
    }
    return header;
  }

  /** Reads version 1: messages of a multiple of eight bytes. */
  private void readFirst(long address, int length) {
    List<long[]> pending = new ArrayList<>();
    pending.add(new long[] {address + 16, length});
    for (int i = 0; i < pending.size(); i++) {
      ByteBuffer block = block(pending.get(i)[0], pending.get(i)[1]);
      while (block.remaining() >= 8) {
        int type = Short.toUnsignedInt(block.getShort());
        int size = Short.toUnsignedInt(block.getShort());
        int flags = block.getInt();
        add(type, flags, part(block, size), pending);
      }
    }
  }

  /** Reads version 2: messages without padding, and a checksum at the end of every block. */
  private void readLater(long address, ByteBuffer start) {
    int flags = start.get(5);
    int prefix = 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0);
    int width = 1 << (flags & 3);
    long length = Bytes.unsigned(storage.readBufferFromAddress(address + prefix, width), width);
    boolean counted = (flags & 4) != 0;
    List<long[]> pending = new ArrayList<>();
    pending.add(new long[] {address, prefix + width + length + CHECKSUM_BYTES});
    for (int i = 0; i < pending.size(); i++) {
      ByteBuffer block = block(pending.get(i)[0], pending.get(i)[1]);
      int end = block.limit() - CHECKSUM_BYTES;
      if (i > 0 && block.getInt(0) != CONTINUATION_SIGNATURE) {
        throw new HdfException(
            "there is no continuation of the header at byte " + pending.get(i)[0]);
      }
      if (Lookup3.hash(Bytes.copy(block, end), 0, end) != block.getInt(end)) {
        throw new HdfException("the checksum of the header at byte " + address + " is wrong");
      }
      block.limit(end).position(i == 0 ? prefix + width : 4);
      while (block.remaining() >= (counted ? 6 : 4)) {
        int type = Byte.toUnsignedInt(block.get());
        int size = Short.toUnsignedInt(block.getShort());
        int messageFlags = block.get();
        block.position(block.position() + (counted ? 2 : 0));
        add(type, messageFlags, part(block, size), pending);
      }
    }
  }

  private ByteBuffer block(long address, long length) {
    if (!blocks.add(address)) {
      throw new HdfException("the header points back at byte " + address);
    }
    bytes += length;
    return storage.map(address, length);
  }

  /** Returns how many bytes its blocks have. */
  long bytes() {
    return bytes;
  }

  private static ByteBuffer part(ByteBuffer block, int size) {
    ByteBuffer part = block.slice(block.position(), size).order(ByteOrder.LITTLE_ENDIAN);
    block.position(block.position() + size);
    return part;
  }

  private void add(int type, int flags, ByteBuffer body, List<long[]> pending) {
    if (type == CONTINUATION) {
      pending.add(new long[] {body.getLong(0), body.getLong(8)});
    } else {
      messages.add(new Message(type, (flags & SHARED) != 0, body));
    }
  }

  boolean has(int type) {
    return messages.stream().anyMatch(message -> message.type == type);
  }

  /** Returns the content of all messages of a type. */
  List<ByteBuffer> all(int type) {
    return messages.stream()
        .filter(message -> message.type == type)
        .map(
            message ->
                message.shared ? shared(storage, type, message.body) : message.body.duplicate())
        .map(body -> body.order(ByteOrder.LITTLE_ENDIAN))
        .toList();
  }

  /** Returns the content of the first message of a type. */
  Optional<ByteBuffer> first(int type) {
    return all(type).stream().findFirst();
  }

  /** Returns the content of a message that must be there. */
  ByteBuffer require(int type, String what) {
    return first(type).orElseThrow(() -> new HdfException("the header has no " + what));
  }

  /** Reads a message that another header holds for several, such as a named datatype. */
  static ByteBuffer shared(GuardedStorage storage, int type, ByteBuffer reference) {
    int version = reference.get(0);
    int kind = reference.get(1);
    if (version < 1 || version > 3 || (version == 3 && kind != 2)) {
      throw new HdfException("a message is shared in a way that is not supported");
    }
    Header other = read(storage, reference.getLong(version == 1 ? 8 : 2));
    return other.messages.stream()
        .filter(message -> message.type == type && !message.shared)
        .findFirst()
        .orElseThrow(() -> new HdfException("a shared message is not where it should be"))
        .body
        .duplicate()
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
