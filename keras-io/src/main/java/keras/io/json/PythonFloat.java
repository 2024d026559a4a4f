package keras.io.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Spells doubles as Python's {@code repr} does, and as its {@code json} does where they are not
 * finite.
 *
 * <p>{@link Double#toString} does not serve: before JDK 19 it sometimes prints a digit too many,
 * and it places the exponent elsewhere.
 */
final class PythonFloat {
  private static final int MAX_DIGITS = 17;

  private PythonFloat() {}

  /**
   * Returns the shortest text that reads back to the same double: {@code 0.001}, {@code 1e-07},
   * {@code 1e+16}.
   */
  static String repr(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
    }
    String sign = Math.copySign(1.0, value) < 0 ? "-" : "";
    if (value == 0) {
      return sign + "0.0";
    }
    BigDecimal shortest = shortest(Math.abs(value));
    String digits = shortest.unscaledValue().toString();
    int exponent = digits.length() - shortest.scale() - 1;
    return sign
        + (exponent < -4 || exponent >= 16
            ? scientific(digits, exponent)
            : plain(digits, exponent));
  }

  /**
   * Finds the decimal of fewest digits that reads back to the value, the nearest to it if there are
   * several.
   */
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    int low = 1;
    int high = MAX_DIGITS;
    while (low < high) {
      int middle = (low + high) / 2;
      if (withDigits(exact, value, middle).isPresent()) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return withDigits(exact, value, low).orElse(exact).stripTrailingZeros();
  }

  /**
   * Rounds to so many digits, if that reads back to the value. Beside a power of two the interval
   * of texts that read back is lopsided, and the second nearest decimal may lie in it where the
   * nearest does not.
   */
  private static Optional<BigDecimal> withDigits(BigDecimal exact, double value, int digits) {
    BigDecimal down = exact.round(new MathContext(digits, RoundingMode.DOWN));
    BigDecimal up = exact.round(new MathContext(digits, RoundingMode.UP));
    BigDecimal nearest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    return Stream.of(nearest, down, up).filter(text -> text.doubleValue() == value).findFirst();
  }

  private static String plain(String digits, int exponent) {
    if (exponent < 0) {
      return "0." + "0".repeat(-exponent - 1) + digits;
    }
    int whole = exponent + 1;
    return digits.length() <= whole
        ? digits + "0".repeat(whole - digits.length()) + ".0"
        : digits.substring(0, whole) + "." + digits.substring(whole);
  }

  private static String scientific(String digits, int exponent) {
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    int size = Math.abs(exponent);
    return mantissa + "e" + (exponent < 0 ? "-" : "+") + (size < 10 ? "0" : "") + size;
  }
}
