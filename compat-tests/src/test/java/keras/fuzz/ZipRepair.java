package keras.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Corrects the checksums of a zip whose bytes were changed, so that readers look beyond them. */
final class ZipRepair {
  private static final int MEMBER = 0x02014b50;
  private static final int MEMBER_BYTES = 46;
  private static final int HEADER_BYTES = 30;
  private static final int DEFLATED = 8;

  private ZipRepair() {}

  /** Returns a copy in which the directory has the checksums that the members have. */
  static byte[] repaired(byte[] bytes) {
    byte[] out = bytes.clone();
    ByteBuffer zip = ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + MEMBER_BYTES <= out.length; at++) {
      if (zip.getInt(at) == MEMBER) {
        long header = Integer.toUnsignedLong(zip.getInt(at + 42));
        long stored = Integer.toUnsignedLong(zip.getInt(at + 20));
        if (header + HEADER_BYTES <= out.length) {
          int head = (int) header;
          long start =
              header
                  + HEADER_BYTES
                  + Short.toUnsignedInt(zip.getShort(head + 26))
                  + Short.toUnsignedInt(zip.getShort(head + 28));
          if (start + stored <= out.length) {
            boolean deflated = zip.getShort(at + 10) == DEFLATED;
            zip.putInt(at + 16, crc(out, (int) start, (int) stored, deflated));
          }
        }
      }
    }
    return out;
  }

  private static int crc(byte[] bytes, int start, int length, boolean deflated) {
    CRC32 crc = new CRC32();
    if (!deflated) {
      crc.update(bytes, start, length);
      return (int) crc.getValue();
    }
    Inflater inflater = new Inflater(true);
    inflater.setInput(bytes, start, length);
    byte[] block = new byte[1 << 16];
    try {
      int count = inflater.inflate(block);
      for (int blocks = 0; count > 0 && blocks < 64; blocks++) {
        crc.update(block, 0, count);
        count = inflater.inflate(block);
      }
    } catch (DataFormatException e) {
      return 0; // no checksum holds for what cannot be unfolded
    } finally {
      inflater.end();
    }
    return (int) crc.getValue();
  }
}
