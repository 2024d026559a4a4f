package keras.io.kerasv3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import org.tukaani.xz.LZMAInputStream;

/** LZMA as zips hold it: a version, the length of the properties, these, and the data. */
final class Lzma {
  private static final int PROPERTIES = 4;
  private static final int PROPERTIES_BYTES = 5;

  private Lzma() {}

  /** Fills {@code content} with what {@code stored} unfolds to; takes no memory for more. */
  static void unfold(byte[] stored, byte[] content) throws DataFormatException {
    int data = PROPERTIES + PROPERTIES_BYTES;
    if (stored.length < data || stored[2] != PROPERTIES_BYTES || stored[3] != 0) {
      throw new DataFormatException("they have no properties of LZMA");
    }
    int dictionary = 0;
    for (int i = data - 1; i > PROPERTIES; i--) {
      dictionary = dictionary << 8 | (stored[i] & 0xff);
    }
    long needed = Math.min(Integer.toUnsignedLong(dictionary), content.length);
    ByteArrayInputStream in = new ByteArrayInputStream(stored, data, stored.length - data);
    try (LZMAInputStream unfolded =
        new LZMAInputStream(in, content.length, stored[PROPERTIES], (int) needed)) {
      unfolded.enableRelaxedEndCondition(); // Python marks the end, others do not
      if (unfolded.readNBytes(content, 0, content.length) < content.length) {
        throw new DataFormatException("they are cut");
      }
    } catch (IOException e) {
      DataFormatException damaged = new DataFormatException(e.toString());
      damaged.initCause(e);
      throw damaged;
    }
  }
}
