package keras.io.hdf5;

import io.jhdf.ObjectHeader;
import io.jhdf.Superblock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import keras.saving.ModelFormatException;

/**
 * The first block of an HDF5 file, versions 0 to 3: where the file ends and where its root group
 * is.
 */
final class FileSuperblock extends Superblock {
  static final long SIGNATURE = 0x0a1a0a0d46444889L;
  private static final int ADDRESS_BYTES = 8;
  private static final int SMALLEST = 48;
  private static final int LARGEST = 100;

  private final int version;
  private final long base;
  private final long end;
  private final long root;

  private FileSuperblock(int version, long base, long end, long root) {
    this.version = version;
    this.base = base;
    this.end = end;
    this.root = root;
  }

  /**
   * Finds and reads the superblock, which stands at byte 0, 512, 1024 and so on after a user's own
   * block.
   */
  static FileSuperblock read(String file, ByteSource source) {
    for (long at = 0; at + ADDRESS_BYTES <= source.size(); at = at == 0 ? 512 : at * 2) {
      int length = (int) Math.min(LARGEST, source.size() - at);
      byte[] bytes = new byte[length];
      ByteBuffer block = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      source.read(at, block);
      if (block.getLong(0) == SIGNATURE) {
        if (length < SMALLEST) {
          throw error(file, "the file ends within its first block: it is truncated.");
        }
        FileSuperblock result = read(file, bytes, block);
        result.check(file, at, source.size());
        return result;
      }
    }
    throw error(
        file,
        source.size() == 0
            ? "the file is empty."
            : "not an HDF5 file: it lacks the signature of one.");
  }

  private static FileSuperblock read(String file, byte[] bytes, ByteBuffer block) {
    int version = block.get(8);
    boolean old = version == 0 || version == 1;
    if (!old && version != 2 && version != 3) {
      throw error(
          file, "the version of the HDF5 superblock must be 0 to 3. Received: " + version + ".");
    }
    int offsets = block.get(old ? 13 : 9);
    int lengths = block.get(old ? 14 : 10);
    if (offsets != ADDRESS_BYTES || lengths != ADDRESS_BYTES) {
      throw error(
          file,
          "addresses and lengths must have 8 bytes. Received: "
              + offsets
              + " and "
              + lengths
              + ".");
    }
    if (!old && Lookup3.hash(bytes, 0, 44) != block.getInt(44)) {
      throw error(file, "the superblock is damaged: its checksum is wrong.");
    }
    int addresses = old ? 24 + 4 * version : 12;
    if (block.limit() < addresses + 4 * ADDRESS_BYTES + (old ? 40 : 0)) {
      throw error(file, "the file ends within its superblock: it is truncated.");
    }
    return new FileSuperblock(
        version,
        block.getLong(addresses),
        block.getLong(addresses + 2 * ADDRESS_BYTES),
        // Versions 0 and 1 embed a symbol table entry, whose second field is the address of the
        // header.
        block.getLong(addresses + (old ? 5 : 3) * ADDRESS_BYTES));
  }

  private void check(String file, long at, long size) {
    if (base != at) {
      throw error(file, "the superblock at byte " + at + " says it stands at byte " + base + ".");
    }
    if (end < 0 || end > size) {
      throw error(
          file,
          "the file is truncated or damaged: it should have "
              + Long.toUnsignedString(end)
              + " bytes. Received: "
              + size
              + " bytes.");
    }
  }

  private static ModelFormatException error(String file, String what) {
    return new ModelFormatException(file, "", what);
  }

  /** Returns the address of the root group's object header, counted from the base. */
  long root() {
    return root;
  }

  @Override
  public int getVersionOfSuperblock() {
    return version;
  }

  @Override
  public int getSizeOfOffsets() {
    return ADDRESS_BYTES;
  }

  @Override
  public int getSizeOfLengths() {
    return ADDRESS_BYTES;
  }

  @Override
  public long getBaseAddressByte() {
    return base;
  }

  @Override
  public long getEndOfFileAddress() {
    return end;
  }

  @Override
  public Optional<ObjectHeader> getExtension() {
    return Optional.empty();
  }
}
