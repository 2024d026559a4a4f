package keras.ops;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/** What stands around values: a number, or themselves as in a mirror. */
final class Padding {
  private Padding() {}

  static Expr pad(OpArguments a) {
    Expr x = a.x();
    Ops tf = x.tf();
    String mode = a.text("mode", "constant", "reflect", "symmetric");
    Operand<TInt32> widths = tf.constant(widths(a, x.rank()));
    if (!mode.equals("constant")) {
      if (a.has("constant_values")) {
        throw a.wrong(
            "constant_values", a.get("constant_values"), "None unless mode is 'constant'");
      }
      return x.wrap(tf.mirrorPad(x, widths, mode.toUpperCase(java.util.Locale.ROOT)));
    }
    Object value = a.has("constant_values") ? a.get("constant_values") : Integer.valueOf(0);
    return x.wrap(tf.pad(x, widths, a.tensor(value, x.dtype())));
  }

  /** One number for all sides, a pair for each axis, or one pair for all. */
  private static int[][] widths(OpArguments a, int rank) {
    int[][] out = new int[rank][];
    Object given = a.get("pad_width");
    for (int i = 0; i < rank; i++) {
      if (given instanceof List<?> list && list.size() == rank && list.get(i) instanceof List<?>) {
        out[i] = a.ints(list.get(i), "pad_width");
      } else if (given instanceof List<?> list
          && list.size() == 1
          && list.get(0) instanceof List<?>) {
        out[i] = a.ints(list.get(0), "pad_width");
      } else {
        out[i] = a.ints(given, "pad_width");
      }
      out[i] = out[i].length == 1 ? new int[] {out[i][0], out[i][0]} : out[i];
      if (out[i].length != 2) {
        throw a.wrong(
            "pad_width", given, "one number, one pair, or a pair for each of " + rank + " axes");
      }
    }
    return out;
  }
}
