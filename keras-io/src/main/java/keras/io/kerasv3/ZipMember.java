package keras.io.kerasv3;

/**
 * A member as the directory of its zip describes it.
 *
 * @param stored how many bytes it takes in the zip
 * @param header where its own header begins, before the data
 * @param dataEnd where the data of all members end
 */
record ZipMember(
    String name,
    int flags,
    int method,
    int crc,
    long stored,
    long size,
    long header,
    long dataEnd) {
  private static final int ENCRYPTED = 1;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  boolean isStored() {
    return method == STORED;
  }

  /** Whether it is of a kind that can be read at all. */
  boolean isReadable() {
    return (flags & ENCRYPTED) == 0 && (isStored() || method == DEFLATED);
  }
}
