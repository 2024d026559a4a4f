package keras.io.hdf5;

import io.jhdf.exceptions.HdfException;
import io.jhdf.storage.HdfBackingStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Hands a file's metadata to jHDF, and checks every range before memory is taken for it.
 *
 * <p>What jHDF reads for one question may not exceed a few times the file's size: a sound file
 * never does, a tree whose branches point back at it soon does.
 */
final class GuardedStorage implements HdfBackingStorage {
  private static final int TREE_SIGNATURE = 0x44485442; // "BTHD"
  private static final int TREE_HEADER_BYTES = 38;
  private static final int ARRAY_SIGNATURE = 0x44484146; // "FAHD"
  private static final int ARRAY_HEADER_BYTES = 28;

  private final ByteSource source;
  private final FileSuperblock superblock;
  private long budget;

  GuardedStorage(ByteSource source, FileSuperblock superblock) {
    this.source = source;
    this.superblock = superblock;
  }

  /** Allows as much reading as one question may need. */
  void refill() {
    budget = 8 * source.size() + (1 << 20);
  }

  /** Returns a copy of a range of bytes; throws if it does not lie within the file. */
  @Override
  public ByteBuffer readBufferFromAddress(long address, int length) {
    long start = address + superblock.getBaseAddressByte();
    if (address < 0 || length < 0 || start > source.size() - length) {
      throw new HdfException(
          "points at " + length + " bytes from byte " + address + ", outside the file");
    }
    budget -= length;
    if (budget < 0) {
      throw new HdfException("its structures point at each other without end");
    }
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    source.read(start, buffer);
    buffer.flip();
    checkIndex(buffer);
    return buffer;
  }

  /**
   * Refuses an index that declares more entries than the file has room for; jHDF would make the
   * list first.
   */
  private void checkIndex(ByteBuffer buffer) {
    if (buffer.limit() == TREE_HEADER_BYTES && buffer.getInt(0) == TREE_SIGNATURE) {
      checkEntries(buffer.getLong(26), Short.toUnsignedInt(buffer.getShort(10)));
    }
    if (buffer.limit() == ARRAY_HEADER_BYTES && buffer.getInt(0) == ARRAY_SIGNATURE) {
      checkEntries(buffer.getLong(8), Byte.toUnsignedInt(buffer.get(6)));
    }
  }

  private void checkEntries(long entries, int entryBytes) {
    if (entries < 0 || entries > source.size() / Math.max(1, entryBytes)) {
      throw new HdfException(
          "an index declares " + entries + " entries, more than the file has room for");
    }
  }

  @Override
  public ByteBuffer map(long address, long length) {
    if (length > Integer.MAX_VALUE) {
      throw new HdfException("points at " + length + " bytes from byte " + address);
    }
    return readBufferFromAddress(address, (int) length);
  }

  @Override
  public ByteBuffer mapNoOffset(long address, long length) {
    return map(address - superblock.getBaseAddressByte(), length);
  }

  @Override
  public long getUserBlockSize() {
    return superblock.getBaseAddressByte();
  }

  @Override
  public FileSuperblock getSuperblock() {
    return superblock;
  }

  @Override
  public FileChannel getFileChannel() {
    throw new UnsupportedOperationException("the bytes are read through this storage only");
  }

  @Override
  public int getSizeOfOffsets() {
    return superblock.getSizeOfOffsets();
  }

  @Override
  public int getSizeOfLengths() {
    return superblock.getSizeOfLengths();
  }

  @Override
  public void close() {
    source.close();
  }

  @Override
  public long size() {
    return source.size();
  }

  @Override
  public boolean inMemory() {
    return true;
  }
}
