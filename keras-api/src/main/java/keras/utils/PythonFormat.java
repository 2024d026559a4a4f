package keras.utils;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as Python's format() spells them: rounded half to even from the exact binary value. */
final class PythonFormat {
  private PythonFormat() {}

  /** Formats as {@code f"{value:.<digits>f}"}. */
  static String fixed(double value, int digits) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return special(value);
    }
    String text = exact(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    return sign(value) + text;
  }

  /** Formats as {@code f"{value:.<digits>e}"}. */
  static String scientific(double value, int digits) {
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
