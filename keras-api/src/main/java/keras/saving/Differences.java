package keras.saving;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ndarray.NdArray;

/**
 * How an array of numbers differs from what is expected: equal are numbers where {@code |received -
 * expected| <= atol + rtol * |expected|}, two NaN, and whole numbers that are the same.
 *
 * @param many how many numbers are not equal
 * @param largest the largest difference of any that are not equal, or of all where none is;
 *     infinite where just one of two is not a number
 * @param at the place of that difference
 * @param expected what is expected there
 * @param received what is there
 */
public record Differences(
    int many, double largest, List<Long> at, Object expected, Object received) {
  /**
   * Compares two arrays of one shape.
   *
   * @param atol what is allowed, and nothing besides for whole numbers
   * @param rtol what is allowed in parts of the expected number
   */
  public static Differences of(NdArray<?> expected, NdArray<?> received, double atol, double rtol) {
    List<Object> wanted = numbers(expected);
    List<Object> found = numbers(received);
    int worst = -1;
    int many = 0;
    double largest = 0;
    for (int i = 0; i < wanted.size(); i++) {
      double off = difference(wanted.get(i), found.get(i));
      double allowed =
          isWhole(wanted.get(i)) && isWhole(found.get(i))
              ? 0
              : atol + rtol * Math.abs(number(wanted.get(i)));
      boolean differs = off > allowed || off == Double.POSITIVE_INFINITY;
      if (differs && many++ == 0) {
        worst = -1; // from here on only those that are not equal count
      }
      if ((differs || many == 0) && (worst < 0 || off > largest)) {
        largest = off;
        worst = i;
      }
    }
    return worst < 0
        ? new Differences(0, 0, List.of(), 0, 0)
        : new Differences(
            many,
            largest,
            index(expected.shape().asArray(), worst),
            wanted.get(worst),
            found.get(worst));
  }

  private static List<Object> numbers(NdArray<?> array) {
    List<Object> all = new ArrayList<>();
    if (array.shape().numDimensions() == 0) {
      all.add(array.getObject());
    } else {
      array.scalars().forEach(s -> all.add(s.getObject()));
    }
    return all;
  }

  /** Returns |a - b|: 0 for equal infinities and for two NaN, infinite where one is NaN. */
  private static double difference(Object a, Object b) {
    if (a.equals(b)) {
      return 0;
    }
    if (a instanceof Long x && b instanceof Long y) {
      return Math.max(1, Math.abs((double) x - (double) y));
    }
    double off = Math.abs(number(a) - number(b));
    return Double.isNaN(off)
        ? Double.isNaN(number(a)) && Double.isNaN(number(b)) ? 0 : Double.POSITIVE_INFINITY
        : off;
  }

  private static boolean isWhole(Object value) {
    return !(value instanceof Float || value instanceof Double);
  }

  private static double number(Object value) {
    return value instanceof Boolean b
        ? b ? 1 : 0
        : value instanceof Byte pixel ? Byte.toUnsignedInt(pixel) : ((Number) value).doubleValue();
  }

  private static List<Long> index(long[] sizes, int flat) {
    List<Long> at = new ArrayList<>();
    long left = flat;
    for (int i = sizes.length - 1; i >= 0; i--) {
      at.add(0, left % sizes[i]);
      left /= sizes[i];
    }
    return at;
  }
}
