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
  static final int STORED = 0;
  static final int DEFLATED = 8;
  static final int BZIP2 = 12;
  static final int LZMA = 14;
  private static final int ENCRYPTED = 1;

  boolean isStored() {
    return method == STORED;
  }

  boolean isEncrypted() {
    return (flags & ENCRYPTED) != 0;
  }
}
