package keras.utils;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as Python's format() spells them: rounded half to even from the exact binary value. */
public final class PythonFormat {
  private PythonFormat() {}

  /** Formats as {@code f"{value:.<digits>f}"}. */
  public static String fixed(double value, int digits) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return special(value);
    }
    String text = exact(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    return sign(value) + text;
  }

  /** Formats as {@code f"{value:.<digits>e}"}. */
  public static String scientific(double value, int digits) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return special(value);
    }
    if (value == 0) {
      return sign(value) + BigDecimal.ZERO.setScale(digits) + "e+00";
    }
    BigDecimal rounded = exact(value).round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    BigDecimal mantissa =
        rounded.movePointLeft(exponent).setScale(digits, RoundingMode.UNNECESSARY);
    String power = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : "" + Math.abs(exponent);
    return sign(value) + mantissa.toPlainString() + "e" + (exponent < 0 ? "-" : "+") + power;
  }

  /** Formats as {@code repr(value)}: with as few digits as tell the value from all others. */
  public static String repr(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return special(value);
    }
    if (value == 0) {
      return sign(value) + "0.0";
    }
    BigDecimal shortest = exact(value);
    for (int digits = 1; digits <= 17; digits++) {
      BigDecimal rounded = exact(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == Math.abs(value)) {
        shortest = rounded;
        break;
      }
    }
    shortest = shortest.stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (exponent < -4 || exponent >= 16) {
      return scientific(value, shortest.precision() - 1);
    }
    return sign(value) + shortest.setScale(Math.max(shortest.scale(), 1)).toPlainString();
  }

  private static BigDecimal exact(double value) {
    return new BigDecimal(Math.abs(value));
  }

  private static String sign(double value) {
    return Double.doubleToRawLongBits(value) < 0 ? "-" : "";
  }

  private static String special(double value) {
    return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }
}
