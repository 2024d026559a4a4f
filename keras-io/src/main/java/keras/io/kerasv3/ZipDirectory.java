package keras.io.kerasv3;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.saving.ModelFormatException;

/**
 * The directory of a zip, which stands at its end.
 *
 * <p>Names that lead out of the archive and names that stand twice are refused, whoever would read
 * them. Bytes in front of the zip are passed over, as Python does; all positions count from its
 * first.
 */
final class ZipDirectory {
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int MEMBER = 0x02014b50;
  private static final int END_BYTES = 22;
  private static final int LOCATOR_64_BYTES = 20;
  private static final int END_64_BYTES = 56;
  private static final int MEMBER_BYTES = 46;
  private static final int HEADER_BYTES = 30;
  private static final int MOST_COMMENT = 0xffff;
  private static final int MOST_DIRECTORY_BYTES = 1 << 26;
  private static final long IN_ZIP_64 = 0xffffffffL;
  private static final int ZIP_64_FIELD = 1;

  private final String file;
  private final ZipBytes bytes;

  /** Where the zip begins, behind bytes of something else. */
  private long first;

  private ZipDirectory(String file, ZipBytes bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /** Reads the members by their names, in the directory's order. */
  static Map<String, ZipMember> read(String file, ZipBytes bytes) {
    return new ZipDirectory(file, bytes).read();
  }

  private Map<String, ZipMember> read() {
    long end = end();
    long directoryEnd = end;
    ByteBuffer record = bytes.read(end, END_BYTES);
    long count = Short.toUnsignedLong(record.getShort(10));
    long size = Integer.toUnsignedLong(record.getInt(12));
    long start = Integer.toUnsignedLong(record.getInt(16));
    if (end >= LOCATOR_64_BYTES
        && bytes.read(end - LOCATOR_64_BYTES, Integer.BYTES).getInt(0) == LOCATOR_64) {
      directoryEnd = end - LOCATOR_64_BYTES - END_64_BYTES;
      ByteBuffer wide = bytes.read(directoryEnd, END_64_BYTES);
      if (wide.getInt(0) != END_64) {
        throw damaged("its end is not where it says.");
      }
      count = wide.getLong(32);
      size = wide.getLong(40);
      start = wide.getLong(48);
    }
    if (size < 0 || size > MOST_DIRECTORY_BYTES || start < 0 || start > directoryEnd - size) {
      throw damaged("its directory is not where it says.");
    }
    first = directoryEnd - size - start;
    return members(bytes.read(first + start, (int) size), count, first + start);
  }

  /** Finds the last record: it ends the file, but for a comment of the length it says. */
  private long end() {
    long from = Math.max(0, bytes.size() - END_BYTES - MOST_COMMENT);
    ByteBuffer tail = bytes.read(from, (int) (bytes.size() - from));
    for (int at = tail.limit() - END_BYTES; at >= 0; at--) {
      if (tail.getInt(at) == END
          && Short.toUnsignedInt(tail.getShort(at + 20)) == tail.limit() - at - END_BYTES) {
        return from + at;
      }
    }
    throw damaged("it has no directory: it is truncated, or no zip at all.");
  }

  private Map<String, ZipMember> members(ByteBuffer directory, long count, long dataEnd) {
    Map<String, ZipMember> members = new LinkedHashMap<>();
    while (directory.hasRemaining()) {
      if (directory.remaining() < MEMBER_BYTES
          || directory.getInt(directory.position()) != MEMBER) {
        throw damaged("its directory holds no member where it should.");
      }
      ByteBuffer head = directory.slice(directory.position(), MEMBER_BYTES);
      head.order(ByteOrder.LITTLE_ENDIAN);
      directory.position(directory.position() + MEMBER_BYTES);
      int nameBytes = Short.toUnsignedInt(head.getShort(28));
      int extraBytes = Short.toUnsignedInt(head.getShort(30));
      int commentBytes = Short.toUnsignedInt(head.getShort(32));
      if (directory.remaining() < nameBytes + extraBytes + commentBytes) {
        throw damaged("a member of its directory is cut.");
      }
      byte[] name = new byte[nameBytes];
      directory.get(name);
      ByteBuffer extra = directory.slice(directory.position(), extraBytes);
      directory.position(directory.position() + extraBytes + commentBytes);
      ZipMember member = member(name, head, extra.order(ByteOrder.LITTLE_ENDIAN), dataEnd);
      if (members.put(member.name(), member) != null) {
        throw damaged("it has two members named '%s'.".formatted(member.name()));
      }
    }
    if (members.size() != count) {
      throw damaged("its directory lists %d members and says %d.".formatted(members.size(), count));
    }
    refuseOverlaps(members.values());
    return members;
  }

  /** Members that share their data are the other kind of bomb. */
  private void refuseOverlaps(Collection<ZipMember> members) {
    List<ZipMember> byPlace = new ArrayList<>(members);
    byPlace.sort(Comparator.comparingLong(ZipMember::header));
    for (int i = 1; i < byPlace.size(); i++) {
      ZipMember before = byPlace.get(i - 1);
      ZipMember member = byPlace.get(i);
      if (before.header() + HEADER_BYTES + before.stored() > member.header()) {
        throw damaged(
            "its members '%s' and '%s' lie over each other."
                .formatted(before.name(), member.name()));
      }
    }
  }

  private ZipMember member(byte[] name, ByteBuffer head, ByteBuffer extra, long dataEnd) {
    String text = new String(name, StandardCharsets.UTF_8);
    long size = Integer.toUnsignedLong(head.getInt(24));
    long stored = Integer.toUnsignedLong(head.getInt(20));
    long header = Integer.toUnsignedLong(head.getInt(42));
    ByteBuffer wide = wide(extra);
    size = size == IN_ZIP_64 ? next(wide, text) : size;
    stored = stored == IN_ZIP_64 ? next(wide, text) : stored;
    header = header == IN_ZIP_64 ? next(wide, text) : header;
    if (leadsOut(text)) {
      throw damaged("its member '%s' leads out of the archive.".formatted(text));
    }
    header += first;
    if (size < 0 || stored < 0 || header < first || header > dataEnd || stored > dataEnd - header) {
      throw damaged("its member '%s' is not where it says.".formatted(text));
    }
    int flags = head.getShort(8);
    int method = Short.toUnsignedInt(head.getShort(10));
    return new ZipMember(text, flags, method, head.getInt(16), stored, size, header, dataEnd);
  }

  /** Returns the field in which zips keep what does not fit four bytes, empty if there is none. */
  private static ByteBuffer wide(ByteBuffer extra) {
    while (extra.remaining() >= 4) {
      int id = Short.toUnsignedInt(extra.getShort());
      int length = Math.min(Short.toUnsignedInt(extra.getShort()), extra.remaining());
      if (id == ZIP_64_FIELD) {
        return extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
      }
      extra.position(extra.position() + length);
    }
    return ByteBuffer.allocate(0);
  }

  private long next(ByteBuffer wide, String name) {
    if (wide.remaining() < Long.BYTES) {
      throw damaged("its member '%s' has no size.".formatted(name));
    }
    return wide.getLong();
  }

  private static boolean leadsOut(String name) {
    return name.isEmpty()
        || name.startsWith("/")
        || name.indexOf('\\') >= 0
        || name.indexOf(':') >= 0
        || name.indexOf('\0') >= 0
        || ("/" + name + "/").contains("/../");
  }

  private ModelFormatException damaged(String what) {
    return new ModelFormatException(file, "", "expected a .keras archive, a zip, but " + what);
  }
}
