package keras.io.tensorbundle;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The checksums of TensorFlow's tables: CRC-32C, turned and shifted. */
public final class Crc {
  private static final int MASK_DELTA = 0xa282ead8;

  private Crc() {}

  /** Returns the masked checksum of the bytes between a buffer's position and limit. */
  public static int masked(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate());
    return mask(crc);
  }

  /** Masks a checksum, since checksums of checksums are weak. */
  static int mask(CRC32C crc) {
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }
}
