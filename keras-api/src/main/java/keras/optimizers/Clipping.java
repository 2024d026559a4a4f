package keras.optimizers;

import java.util.List;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/** Keeps gradients small, by TensorFlow's and Keras' formulas. */
final class Clipping {
  private Clipping() {}

  static List<Expr> clip(
      List<Expr> gradients,
      @Nullable Double norm,
      @Nullable Double globalNorm,
      @Nullable Double value) {
    if (norm != null && norm > 0) {
      return gradients.stream().map(g -> Rows.map(g, rows -> byNorm(rows, norm))).toList();
    } else if (globalNorm != null && globalNorm > 0) {
      return byGlobalNorm(gradients, globalNorm);
    } else if (value != null && value > 0) {
      return gradients.stream()
          .map(g -> Rows.map(g, rows -> rows.minimum(value).maximum(-value)))
          .toList();
    }
    return gradients;
  }

  /** {@code tf.clip_by_norm}. */
  private static Expr byNorm(Expr g, double norm) {
    Expr sum = g.mul(g).sum(true, g.axes());
    Expr positive = sum.greater(0);
    Expr length = positive.select(positive.select(sum, sum.onesLike()).sqrt(), sum);
    return g.mul(norm).div(length.maximum(norm));
  }

  private static List<Expr> byGlobalNorm(List<Expr> gradients, double norm) {
    List<Expr> squares =
        gradients.stream().map(Rows::of).map(g -> g.square().sum(g.axes())).toList();
    Expr length = Expr.stack(squares).sum(0).sqrt();
    Expr finite = length.constant(1).div(length).minimum(1 / norm).mul(norm);
    Expr scale = finite.add(length.sub(length)); // not a number where the norm is not finite
    return gradients.stream().map(g -> Rows.map(g, rows -> rows.mul(scale))).toList();
  }
}
