package keras.io.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import keras.saving.ModelFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Turns JSON text into maps, lists, strings, numbers, booleans and nulls, and back, as Python's
 * {@code json} does.
 *
 * <pre>{@code
 * Object config = Json.parse("{\"units\": 3, \"rate\": 1e-07, \"max_value\": Infinity}");
 * String text = Json.write(config); // the same characters again
 * }</pre>
 */
public final class Json {
  /** How deep lists and maps may nest, in both directions. */
  static final int MAX_DEPTH = 1000;

  private Json() {}

  /**
   * Reads one JSON value. Objects are maps in the text's order, and of a key given twice the last
   * value counts; arrays are lists; both are fresh and the caller's own to change. Whole numbers
   * are the smallest of Integer, Long and BigInteger that holds them, all others Double; {@code
   * NaN}, {@code Infinity} and {@code -Infinity} are numbers.
   *
   * @throws ModelFormatException if the text is not JSON or nests deeper than 1000 levels; it names
   *     line and column
   */
  public static @Nullable Object parse(String text) {
    return parse(text, "JSON", "");
  }

  /**
   * Reads one JSON value as {@link #parse(String)} does; errors name the file and the place that
   * the text came from.
   *
   * @param place where in the file the text stood, such as {@code attribute `model_config`}; may be
   *     empty
   */
  public static @Nullable Object parse(String text, String file, String place) {
    return new JsonReader(file, place).read(text);
  }

  /**
   * Returns the text of bytes in UTF-8, UTF-16 or UTF-32, with or without a byte order mark, which
   * {@link #parse} passes over; they are told apart as Python's {@code json.loads} does.
   *
   * @throws ModelFormatException if they are not such text
   */
  public static String text(byte[] json, String file, String place) {
    Charset charset = JsonCharset.of(json);
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(file, place, "it is not text in " + charset + ".", e);
    }
  }

  /**
   * Writes a value as {@code json.dumps} does: {@code ", "} and {@code ": "} between items, other
   * characters than ASCII escaped, floats with the fewest digits that read back to the same double.
   *
   * @param value null, a String, Boolean, Number, Map, Iterable or array of objects, nested as deep
   *     as 1000 levels
   * @throws IllegalArgumentException for anything else; it names the place, such as {@code
   *     $.layers[0].units}
   */
  public static String write(@Nullable Object value) {
    return new JsonWriter().write(value);
  }
}
