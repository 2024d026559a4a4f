package keras.io.kerasv3;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import keras.io.hdf5.Hdf5File;
import keras.saving.ModelFormatException;

/**
 * A zip of which nothing is unpacked onto the disk. Keras stores its members as they are, so that
 * the weights are read where they lie; compressed ones are unfolded in memory.
 *
 * <p>A member's checksum is compared before its content is used, and no memory is taken for more
 * than the zip warrants.
 */
final class ZipArchive implements Archive {
  private static final int HEADER = 0x04034b50;
  private static final int HEADER_BYTES = 30;
  private static final int BLOCK_BYTES = 1 << 18;

  /** A member larger than this must not be more than so many times as large as it is stored. */
  private static final long BOMB_BYTES = 1L << 26;

  /** The same of text, of which every few characters become an object. */
  private static final long TEXT_BOMB_BYTES = 1L << 22;

  private static final long MOST_EXPANSION = 100;

  private final ZipBytes zip;
  private final Map<String, ZipMember> members;

  private ZipArchive(ZipBytes zip, Map<String, ZipMember> members) {
    this.zip = zip;
    this.members = members;
  }

  static ZipArchive open(Path path) {
    return open(ZipBytes.open(path));
  }

  static ZipArchive open(ZipBytes zip) {
    boolean opened = false;
    try {
      ZipArchive archive = new ZipArchive(zip, ZipDirectory.read(zip.name(), zip));
      opened = true;
      return archive;
    } finally {
      if (!opened) {
        zip.close();
      }
    }
  }

  @Override
  public String name() {
    return zip.name();
  }

  @Override
  public Set<String> members() {
    return members.keySet();
  }

  @Override
  public byte[] bytes(String name) {
    refuseBomb(member(name), TEXT_BOMB_BYTES);
    return content(name, MOST_TEXT_BYTES);
  }

  @Override
  public Hdf5File hdf5(String name) {
    ZipMember member = member(name);
    String shown = name() + ": " + name;
    if (!member.isStored()) {
      return Hdf5File.open(shown, content(name, Integer.MAX_VALUE - 8));
    }
    long start = dataStart(member);
    CRC32 crc = new CRC32();
    ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK_BYTES, member.size()));
    for (long at = 0; at < member.size(); at += block.limit()) {
      block.clear().limit((int) Math.min(block.capacity(), member.size() - at));
      zip.fill(start + at, block);
      crc.update(block.flip());
    }
    check(member, crc);
    return zip.hdf5(shown, start, member.size());
  }

  private byte[] content(String name, long most) {
    ZipMember member = member(name);
    if (member.size() > most) {
      throw error(
          name,
          "it declares %d bytes, more than the %d that are read.".formatted(member.size(), most));
    }
    byte[] content = new byte[(int) member.size()];
    long start = dataStart(member);
    try {
      switch (member.method()) {
        case ZipMember.STORED -> zip.fill(start, ByteBuffer.wrap(content));
        case ZipMember.DEFLATED -> inflate(member, start, content);
        case ZipMember.BZIP2 -> Bzip2.unfold(stored(member, start), content);
        case ZipMember.LZMA -> Lzma.unfold(stored(member, start), content);
        default ->
            throw error(
                name,
                "it is compressed by method %d. Read are stored members, deflate, bzip2 and LZMA, as Python's zipfile does."
                    .formatted(member.method()));
      }
    } catch (DataFormatException e) {
      throw new ModelFormatException(
          name(), name, "its compressed data are damaged: " + e.getMessage() + ".", e);
    }
    CRC32 crc = new CRC32();
    crc.update(content);
    check(member, crc);
    return content;
  }

  private byte[] stored(ZipMember member, long start) {
    if (member.stored() > Integer.MAX_VALUE - 8) {
      throw error(
          member.name(), "%d compressed bytes are more than are read.".formatted(member.stored()));
    }
    byte[] stored = new byte[(int) member.stored()];
    zip.fill(start, ByteBuffer.wrap(stored));
    return stored;
  }

  private void inflate(ZipMember member, long start, byte[] content) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    try {
      byte[] block = new byte[(int) Math.min(BLOCK_BYTES, member.stored())];
      long taken = 0;
      int made = 0;
      while (made < content.length && !inflater.finished()) {
        if (inflater.needsInput()) {
          int length = (int) Math.min(block.length, member.stored() - taken);
          if (length == 0) {
            break;
          }
          zip.fill(start + taken, ByteBuffer.wrap(block, 0, length));
          inflater.setInput(block, 0, length);
          taken += length;
        }
        made += inflater.inflate(content, made, content.length - made);
      }
      if (made < content.length) {
        throw error(member.name(), "its compressed data are cut.");
      }
    } finally {
      inflater.end();
    }
  }

  private ZipMember member(String name) {
    require(name);
    ZipMember member = Objects.requireNonNull(members.get(name));
    if (member.isEncrypted()) {
      throw error(name, "it is encrypted, and Keras has no passwords.");
    }
    if (member.isStored() && member.size() != member.stored()) {
      throw error(
          name,
          "it declares %d bytes, but %d are stored.".formatted(member.size(), member.stored()));
    }
    refuseBomb(member, BOMB_BYTES);
    return member;
  }

  private void refuseBomb(ZipMember member, long free) {
    if (member.size() > free && member.size() / MOST_EXPANSION > member.stored()) {
      throw error(
          member.name(),
          "it declares %d bytes, but only %d are stored, as in a decompression bomb."
              .formatted(member.size(), member.stored()));
    }
  }

  /** Passes the header in front of the data, which must be of the same member. */
  private long dataStart(ZipMember member) {
    ByteBuffer header = zip.read(member.header(), HEADER_BYTES);
    int nameBytes = Short.toUnsignedInt(header.getShort(26));
    int extraBytes = Short.toUnsignedInt(header.getShort(28));
    long start = member.header() + HEADER_BYTES + nameBytes + extraBytes;
    if (header.getInt(0) != HEADER || start > member.dataEnd() - member.stored()) {
      throw error(member.name(), "it is not where the archive's directory says.");
    }
    ByteBuffer name = zip.read(member.header() + HEADER_BYTES, nameBytes);
    if (!StandardCharsets.UTF_8.decode(name).toString().equals(member.name())) {
      throw error(member.name(), "the archive's directory gives it another name than its header.");
    }
    return start;
  }

  private void check(ZipMember member, CRC32 crc) {
    if ((int) crc.getValue() != member.crc()) {
      throw error(member.name(), "its checksum is wrong: the file is damaged.");
    }
  }

  @Override
  public void close() {
    zip.close();
  }
}
