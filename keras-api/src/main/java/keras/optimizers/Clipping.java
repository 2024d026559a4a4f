package keras.optimizers;

import java.util.List;
import java.util.function.UnaryOperator;
import keras.ops.Expr;
import keras.ops.Numpy;

/** Keeps gradients small, by TensorFlow's and Keras' formulas. */
final class Clipping {
  private Clipping() {}

  static List<Gradient> clip(List<Gradient> gradients, StepOptions options) {
    Double norm = options.clipnorm;
    Double globalNorm = options.globalClipnorm;
    Double value = options.clipvalue;
    if (norm != null && norm > 0) {
      return each(gradients, g -> byNorm(g, norm));
    } else if (globalNorm != null && globalNorm > 0) {
      return byGlobalNorm(gradients, globalNorm);
    } else if (value != null && value > 0) {
      return each(gradients, g -> g.minimum(value).maximum(-value));
    }
    return gradients;
  }

  private static List<Gradient> each(List<Gradient> gradients, UnaryOperator<Expr> function) {
    return gradients.stream().map(g -> g.map(function)).toList();
  }

  /** {@code tf.clip_by_norm}. */
  private static Expr byNorm(Expr g, double norm) {
    Expr sum = Numpy.sum(g.mul(g), g.axes(), true);
    Expr positive = sum.greater(0);
    Expr length = positive.where(positive.where(sum, Numpy.onesLike(sum)).sqrt(), sum);
    return g.mul(norm).div(length.maximum(norm));
  }

  private static List<Gradient> byGlobalNorm(List<Gradient> gradients, double norm) {
    List<Expr> squares =
        gradients.stream().map(Gradient::elements).map(g -> g.square().sum(g.axes())).toList();
    Expr length = Numpy.stack(squares).sum(0).sqrt();
    Expr finite = length.constant(1).div(length).minimum(1 / norm).mul(norm);
    Expr scale = finite.add(length.sub(length)); // not a number where the norm is not finite
    return each(gradients, g -> g.mul(scale));
  }
}
