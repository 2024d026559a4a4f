package keras.initializers;

import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.RandomOps;
import org.tensorflow.ndarray.Shape;

/** How far values spread by the number of units on either side of a weight. */
record Scaling(double scale, String mode, String distribution) {
  /** The deviation of a standard normal distribution cut at two deviations. */
  private static final double CUT_DEVIATION = 0.8796256610342398;

  Expr draw(RandomOps random, Shape shape, DType dtype, long fanIn, long fanOut) {
    double fan =
        switch (mode) {
          case "fan_in" -> fanIn;
          case "fan_out" -> fanOut;
          default -> (fanIn + fanOut) / 2.0;
        };
    double variance = scale / Math.max(1.0, fan);
    double deviation = Math.sqrt(variance);
    double limit = Math.sqrt(3.0 * variance);
    return switch (distribution) {
      case "truncated_normal" -> random.truncatedNormal(shape, dtype, 0, deviation / CUT_DEVIATION);
      case "untruncated_normal" -> random.normal(shape, dtype, 0, deviation);
      default -> random.uniform(shape, dtype, -limit, limit);
    };
  }
}
