package keras.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes floating-point numbers of one array as NumPy prints them: in their shortest form, with at
 * most eight digits after the point, aligned; with exponents where they differ much in size.
 */
final class FloatText {
  private static final int PRECISION = 8;
  private static final double LARGE = 1e8;
  private static final double SMALL = 1e-4;
  private static final double SPREAD = 1000;
  private static final MathContext[] DIGITS = new MathContext[18];

  static {
    for (int i = 0; i < DIGITS.length; i++) {
      DIGITS[i] = new MathContext(i, RoundingMode.HALF_EVEN);
    }
  }

  private final boolean single;
  private final boolean exponents;
  private int left;
  private int right;
  private int exponentDigits;

  /** Decides on a form for numbers, of float32 or of float64. */
  FloatText(List<Number> numbers, boolean single) {
    this.single = single;
    double most = 0;
    double least = Double.POSITIVE_INFINITY;
    List<Number> finite = new ArrayList<>();
    boolean special = false;
    for (Number n : numbers) {
      double size = Math.abs(n.doubleValue());
      if (!Double.isFinite(size)) {
        special = true;
        continue;
      }
      finite.add(n);
      if (size > 0) {
        most = Math.max(most, size);
        least = Math.min(least, size);
      }
    }
    double ratio = single ? (float) most / (float) least : most / least;
    exponents = most > 0 && (most >= LARGE || least < SMALL || ratio > SPREAD);
    for (Number n : finite) {
      String[] parts = exponents ? scientific(n, -1) : positional(n);
      left = Math.max(left, parts[0].length());
      right = Math.max(right, parts[1].length());
      if (exponents) {
        exponentDigits = Math.max(exponentDigits, parts[2].length() - 1);
      }
    }
    if (special) {
      for (Number n : numbers) {
        if (!Double.isFinite(n.doubleValue())) {
          left = Math.max(left, special(n).length() - tail() - 1);
        }
      }
    }
  }

  /** Returns how many characters stand after the point. */
  private int tail() {
    return exponents ? right + exponentDigits + 2 : right;
  }

  /** Returns a number, as wide as all others. */
  String of(Number n) {
    if (!Double.isFinite(n.doubleValue())) {
      String text = special(n);
      return " ".repeat(left + 1 + tail() - text.length()) + text;
    }
    String[] parts = exponents ? scientific(n, right) : positional(n);
    String start = " ".repeat(left - parts[0].length()) + parts[0] + "." + parts[1];
    return exponents ? start + "e" + parts[2] : start + " ".repeat(right - parts[1].length());
  }

  private static String special(Number n) {
    double value = n.doubleValue();
    return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }

  private static boolean isNegative(Number n) {
    return Double.doubleToRawLongBits(n.doubleValue()) < 0;
  }

  /** Returns what stands before the point and after it. */
  private String[] positional(Number n) {
    BigDecimal shortest = shortest(n);
    if (shortest.scale() > PRECISION) {
      shortest = new BigDecimal(n.doubleValue()).abs().setScale(PRECISION, RoundingMode.HALF_EVEN);
    }
    BigDecimal bare = shortest.signum() == 0 ? BigDecimal.ZERO : shortest.stripTrailingZeros();
    String text = bare.toPlainString();
    int point = text.indexOf('.');
    String whole = point < 0 ? text : text.substring(0, point);
    return new String[] {
      isNegative(n) ? "-" + whole : whole, point < 0 ? "" : text.substring(point + 1)
    };
  }

  /**
   * Returns what stands before the point, after it, and the exponent with its sign.
   *
   * @param digits how many digits stand after the point, -1 for as few as the number needs; more
   *     than it needs are those of its exact value
   */
  private String[] scientific(Number n, int digits) {
    BigDecimal exact = new BigDecimal(n.doubleValue()).abs();
    BigDecimal used = shortest(n);
    int most = digits < 0 ? PRECISION + 1 : digits + 1;
    if (used.precision() > most || (digits >= 0 && used.signum() != 0)) {
      used = exact.round(new MathContext(most, RoundingMode.HALF_EVEN));
    }
    BigDecimal bare = used.signum() == 0 ? BigDecimal.ZERO : used.stripTrailingZeros();
    String all = bare.unscaledValue().toString();
    int exponent = bare.signum() == 0 ? 0 : all.length() - 1 - bare.scale();
    String fraction = all.substring(1);
    if (digits > fraction.length()) {
      fraction += "0".repeat(digits - fraction.length());
    }
    String size = String.valueOf(Math.abs(exponent));
    String padded = "0".repeat(Math.max(0, Math.max(2, exponentDigits) - size.length())) + size;
    return new String[] {
      (isNegative(n) ? "-" : "") + all.charAt(0), fraction, (exponent < 0 ? "-" : "+") + padded
    };
  }

  /**
   * Returns a number that stands alone, as NumPy prints an array without axes: {@code 1.0}, {@code
   * 1e-10}; in its shortest form, with all digits that it needs.
   */
  static String alone(Number n, boolean single) {
    if (!Double.isFinite(n.doubleValue())) {
      return special(n);
    }
    String sign = isNegative(n) ? "-" : "";
    BigDecimal shortest = new FloatText(List.of(n), single).shortest(n);
    if (shortest.signum() == 0) {
      return sign + "0.0";
    }
    BigDecimal bare = shortest.stripTrailingZeros();
    String digits = bare.unscaledValue().toString();
    int exponent = digits.length() - 1 - bare.scale();
    double size = Math.abs(n.doubleValue());
    if (size >= SMALL && size < (single ? 1e6 : 1e16)) {
      return sign + (bare.scale() > 0 ? bare : bare.setScale(1)).toPlainString();
    }
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    return "%s%s%se%s%02d"
        .formatted(sign, digits.charAt(0), fraction, exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  /** Returns the size of a number with the fewest digits that no other number has. */
  private BigDecimal shortest(Number n) {
    BigDecimal exact = new BigDecimal(n.doubleValue()).abs();
    for (int digits = 1; digits < DIGITS.length; digits++) {
      BigDecimal rounded = exact.round(DIGITS[digits]);
      boolean same =
          single
              ? rounded.floatValue() == Math.abs(n.floatValue())
              : rounded.doubleValue() == Math.abs(n.doubleValue());
      if (same) {
        return rounded;
      }
    }
    return exact;
  }
}
