package keras.io.json;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How JSON text is encoded, which its first bytes show: of two ASCII characters, or of a byte order
 * mark and one.
 */
final class JsonCharset {
  private JsonCharset() {}

  /** Returns the encoding of some JSON text. */
  static Charset of(byte[] json) {
    int first = at(json, 0);
    int second = at(json, 1);
    int third = at(json, 2);
    int fourth = at(json, 3);
    if (first == 0xff && second == 0xfe) {
      return third == 0 && fourth == 0 ? Charset.forName("UTF-32LE") : StandardCharsets.UTF_16LE;
    }
    if (first == 0xfe && second == 0xff) {
      return StandardCharsets.UTF_16BE;
    }
    if (first == 0) {
      return second == 0 ? Charset.forName("UTF-32BE") : StandardCharsets.UTF_16BE;
    }
    if (second == 0) {
      return third == 0 && fourth == 0 ? Charset.forName("UTF-32LE") : StandardCharsets.UTF_16LE;
    }
    return StandardCharsets.UTF_8;
  }

  private static int at(byte[] json, int index) {
    return index < json.length ? json[index] & 0xff : -1;
  }
}
