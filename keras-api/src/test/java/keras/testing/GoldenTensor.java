package keras.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.zip.CRC32;
import keras.ops.DType;
import keras.ops.Shapes;
import org.tensorflow.ndarray.Shape;

/** A tensor's bits, as blocks.py writes them and as TensorFlow computes them. */
public record GoldenTensor(DType dtype, Shape shape, String bits) {

  /** Reads {@code shape:bits}, as blocks.py describes it; the halves are written as float32. */
  public static GoldenTensor parse(DType dtype, String text) {
    int at = text.indexOf(':');
    DType stored = dtype == DType.FLOAT16 || dtype == DType.BFLOAT16 ? DType.FLOAT32 : dtype;
    return new GoldenTensor(stored, shape(text.substring(0, at)), text.substring(at + 1));
  }

  /** Returns the tensor of that name and dtype in the inputs.txt beside {@code test}. */
  public static GoldenTensor input(Class<?> test, String name, DType dtype) {
    return Goldens.lines(test, "inputs.txt").stream()
        .filter(line -> line.get(0).equals(name) && line.get(1).equals(dtype.id()))
        .map(line -> parse(dtype, line.get(2)))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the tensor with these bytes, little-endian. */
  static GoldenTensor of(DType dtype, Shape shape, byte[] bytes) {
    StringJoiner bits = new StringJoiner(",");
    ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (b.hasRemaining()) {
      bits.add(
          switch (dtype.bytes()) {
            case 8 -> Long.toHexString(b.getLong());
            case 4 -> Integer.toHexString(b.getInt());
            default -> Integer.toHexString(b.get() & 0xff);
          });
    }
    return new GoldenTensor(dtype, shape, bits.toString());
  }

  /** Reads {@code 2,3}; a blank or {@code -} is the scalar's shape. */
  public static Shape shape(String text) {
    return text.isEmpty() || text.equals("-")
        ? Shape.scalar()
        : Shape.of(Arrays.stream(text.split(",", -1)).mapToLong(Long::parseLong).toArray());
  }

  /** Returns the elements' bytes, little-endian; not where a checksum or a sample is known. */
  public byte[] bytes() {
    String[] items = bits.isEmpty() ? new String[0] : bits.split(",", -1);
    ByteBuffer out =
        ByteBuffer.allocate(items.length * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (String item : items) {
      long b = Long.parseUnsignedLong(item, 16);
      switch (dtype.bytes()) {
        case 8 -> out.putLong(b);
        case 4 -> out.putInt((int) b);
        default -> out.put((byte) b);
      }
    }
    return out.array();
  }

  /**
   * How far a value may be from Keras', of itself where it is above 1, on a processor other than
   * the golden's: the order of a sum, fused multiplications and the polynomials of exponentials and
   * logarithms follow its vector instructions. Eight units in the last place of 1, four of the
   * halves, which round after each of the few ops that a function has.
   */
  public static double tolerance(DType dtype) {
    return switch (dtype) {
      case FLOAT64 -> 8 * Math.ulp(1.0);
      case FLOAT32 -> 8 * Math.ulp(1f);
      case BFLOAT16 -> 4 * 0x1p-7;
      case FLOAT16 -> 4 * 0x1p-10;
      default -> 0;
    };
  }

  /**
   * Returns what differs from the values computed, blank where nothing does: no bit (the zeros'
   * sign aside), or no value by more than {@code tolerance}, of itself where it is above 1. A
   * checksum knows no near misses; of a sample ({@code every=STEP:}) only its elements count.
   */
  public String difference(GoldenTensor computed, double tolerance) {
    if (!computed.shape.equals(shape) || computed.dtype != dtype) {
      return "%s %s instead of %s %s"
          .formatted(computed.dtype, Shapes.show(computed.shape), dtype, Shapes.show(shape));
    }
    byte[] actual = computed.bytes();
    if (bits.startsWith("crc=")) {
      CRC32 crc = new CRC32();
      crc.update(actual);
      String text = String.format(Locale.ROOT, "crc=%08x", crc.getValue());
      return text.equals(bits) ? "" : text + " instead of " + bits;
    }
    int step = 1;
    byte[] expected;
    if (bits.startsWith("every=")) {
      int colon = bits.indexOf(':');
      step = Integer.parseInt(bits.substring("every=".length(), colon));
      expected = new GoldenTensor(dtype, shape, bits.substring(colon + 1)).bytes();
    } else {
      expected = bytes();
    }
    double worst = 0;
    for (int i = 0; i < expected.length; i += dtype.bytes()) {
      double e = element(expected, i);
      double a = element(actual, i * step);
      if (Double.compare(e, a) != 0 && e != a) {
        worst = Math.max(worst, Math.abs(e - a) / Math.max(1, Math.abs(e)));
      }
    }
    // a NaN on one side only is never near
    return worst <= tolerance ? "" : "up to " + worst + " away";
  }

  private double element(byte[] bytes, int at) {
    ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return switch (dtype) {
      case FLOAT64 -> b.getDouble(at);
      case FLOAT32 -> b.getFloat(at);
      case INT32 -> b.getInt(at);
      case INT64 -> b.getLong(at);
      default -> b.get(at);
    };
  }
}
