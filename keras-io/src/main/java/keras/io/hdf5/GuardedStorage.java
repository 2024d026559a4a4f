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
 * never does, a tree whose branches point back at it soon does. And what is unfolded of a file, by
 * all questions together, has the limit that zips have too, because a compressed chunk, a string or
 * a whole dataset may be pointed at ten thousand times.
 */
final class GuardedStorage implements HdfBackingStorage {
  private static final int TREE_SIGNATURE = 0x44485442; // "BTHD"
  private static final int TREE_HEADER_BYTES = 38;
  private static final int ARRAY_SIGNATURE = 0x44484146; // "FAHD"
  private static final int ARRAY_HEADER_BYTES = 28;

  /** A dataset or a file may unfold to so many bytes in any case. */
  private static final long FREE_BYTES = 1L << 26;

  /** And else to so many times the bytes of the file. */
  private static final long MOST_EXPANSION = 100;

  private final ByteSource source;
  private final FileSuperblock superblock;
  private long budget;
  private long unfolded;
  private long kept;

  GuardedStorage(ByteSource source, FileSuperblock superblock) {
    this.source = source;
    this.superblock = superblock;
  }

  /** Allows as much reading as one question may need. */
  void refill() {
    budget = most();
  }

  /** Returns how many bytes all that the file holds may take when it is read. */
  long mostUnfolded() {
    return FREE_BYTES + MOST_EXPANSION * source.size();
  }

  /** Counts bytes before memory is taken for them. */
  void unfold(long bytes) {
    unfolded += bytes;
    if (bytes > mostUnfolded() || unfolded > mostUnfolded()) {
      throw new HdfException(
          "what it holds unfolds to more than "
              + mostUnfolded()
              + " bytes, from a file of "
              + source.size()
              + ", as in a decompression bomb");
    }
  }

  /**
   * Counts the bytes of an object that stays in memory until the file is closed. A sound file has
   * one path to each; links that lead in circles, or many to one object, are paths without end.
   */
  void keep(long bytes) {
    kept += bytes;
    if (kept > most()) {
      throw new HdfException("its links lead in circles, or too often to the same objects");
    }
  }

  private long most() {
    return 8 * source.size() + (1 << 20);
  }

  /** Counts bytes that were copied within the memory, for the question of now. */
  void spend(long bytes) {
    budget -= bytes;
    if (budget < 0) {
      throw new HdfException("its structures point at each other without end");
    }
  }

  /** Returns a copy of a range of bytes; throws if it does not lie within the file. */
  @Override
  public ByteBuffer readBufferFromAddress(long address, int length) {
    long start = address + superblock.getBaseAddressByte();
    if (address < 0 || length < 0 || start > source.size() - length) {
      throw new HdfException(
          "points at " + length + " bytes from byte " + address + ", outside the file");
    }
    spend(length);
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
