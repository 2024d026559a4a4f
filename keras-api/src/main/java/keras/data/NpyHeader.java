package keras.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tensorflow.ndarray.Shape;

/**
 * The header of a {@code .npy} array: its element type and shape.
 *
 * @param descr NumPy's name of the type, "<f4"
 * @param fortran whether the first axis varies fastest, as in Fortran and in a transposed array
 * @param shape the sizes of the axes, empty for a scalar
 */
record NpyHeader(String descr, boolean fortran, Shape shape) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;
  private static final int MOST_DIGITS = 21;
  private static final int LONGEST = 1 << 16;
  private static final int MOST_AXES = 64;
  private static final Pattern DICT =
      Pattern.compile(
          "\\{\\s*'descr':\\s*'([^']*)',\\s*'fortran_order':\\s*(True|False),"
              + "\\s*'shape':\\s*\\(([0-9, L]*)\\),?\\s*\\}\\s*");

  /** Reads a header and leaves the stream at the first element. */
  static NpyHeader read(String file, InputStream in) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length + 2
        || !Arrays.equals(Arrays.copyOf(start, MAGIC.length), MAGIC)) {
      throw new IOException(file + ": not a .npy array. It does not begin with NumPy's mark.");
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3) {
      throw new IOException(
          "%s: expected version 1, 2 or 3 of the .npy format. Received: version %d."
              .formatted(file, version));
    }
    byte[] size = in.readNBytes(version == 1 ? 2 : 4);
    long length = 0;
    for (int i = size.length - 1; i >= 0; i--) {
      length = length << 8 | (size[i] & 0xff);
    }
    if (length > LONGEST) {
      throw new IOException("%s: a header of %d bytes is refused.".formatted(file, length));
    }
    byte[] text = in.readNBytes((int) length);
    if (size.length < (version == 1 ? 2 : 4) || text.length < length) {
      throw new IOException(file + ": the file ends within its header. It is truncated.");
    }
    return parse(file, new String(text, StandardCharsets.UTF_8));
  }

  private static NpyHeader parse(String file, String text) throws IOException {
    Matcher dict = DICT.matcher(text);
    if (!dict.matches()) {
      throw new IOException(
          "%s: expected an array of numbers. Received the header: %s."
              .formatted(file, text.strip()));
    }
    String sizes = dict.group(3).replaceAll("[ L]", ""); // Python 2's are 3L
    String[] parts = sizes.isEmpty() ? new String[0] : sizes.split(",");
    if (parts.length > MOST_AXES) {
      throw new IOException("%s: %d axes are refused.".formatted(file, parts.length));
    }
    long[] shape = new long[parts.length];
    for (int i = 0; i < shape.length; i++) {
      try {
        shape[i] = Long.parseLong(parts[i]);
      } catch (NumberFormatException e) {
        throw new IOException(file + ": the shape (" + sizes + ") is refused.", e);
      }
    }
    return new NpyHeader(dict.group(1), dict.group(2).equals("True"), Shape.of(shape));
  }

  /** Returns the order of the elements' bytes. */
  ByteOrder bytes() {
    return switch (descr.charAt(0)) {
      case '>' -> ByteOrder.BIG_ENDIAN;
      case '=' -> ByteOrder.nativeOrder();
      default -> ByteOrder.LITTLE_ENDIAN;
    };
  }

  /** Writes the header as NumPy does, padded so that the elements begin at a multiple of 64. */
  void write(OutputStream out) throws IOException {
    long[] n = shape.asArray();
    String sizes = Arrays.stream(n).mapToObj(Long::toString).collect(Collectors.joining(", "));
    String dict =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
            .formatted(descr, n.length == 1 ? sizes + "," : sizes);
    if (n.length > 0) { // room for the first axis to grow
      dict += " ".repeat(MOST_DIGITS - Long.toString(n[0]).length());
    }
    int start = MAGIC.length + 4;
    dict += " ".repeat(ALIGNMENT - (start + dict.length() + 1) % ALIGNMENT) + "\n";
    out.write(MAGIC);
    out.write(new byte[] {1, 0, (byte) dict.length(), (byte) (dict.length() >> 8)});
    out.write(dict.getBytes(StandardCharsets.US_ASCII));
  }
}
