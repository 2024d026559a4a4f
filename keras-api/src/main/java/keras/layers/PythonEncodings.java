package keras.layers;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;

/** Python's names of encodings. */
final class PythonEncodings {
  private PythonEncodings() {}

  static Charset of(Layer layer, String name) {
    String plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
    if (plain.equals("latin-1")) {
      return StandardCharsets.ISO_8859_1;
    }
    try {
      return Charset.forName(plain);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IllegalArgumentException(
          "%s: unknown encoding. Received: encoding=%s."
              .formatted(layer.getClass().getSimpleName(), name),
          e);
    }
  }
}
