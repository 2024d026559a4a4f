package keras.ops;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.op.nn.LeakyRelu;

/**
 * The functions that layers apply to their output; {@code keras.activations} has them by name.
 *
 * <p>Keras: {@code keras/src/backend/tensorflow/nn.py}.
 */
public final class ActivationOps {
  private ActivationOps() {}

  /** Returns x where positive, {@code negativeSlope * x} elsewhere. */
  public static Expr leakyRelu(Expr x, double negativeSlope) {
    return x.wrap(x.tf().nn.leakyRelu(x, LeakyRelu.alpha((float) negativeSlope)));
  }

  /**
   * Returns x above a threshold up to a largest value, and a slope of {@code x - threshold} below.
   *
   * <p>As in Keras, {@code threshold} and {@code largest} are float32 in any dtype.
   *
   * @param largest null for none
   */
  public static Expr relu(
      Expr x, double negativeSlope, @Nullable Double largest, double threshold) {
    if (negativeSlope != 0 && largest == null && threshold == 0) {
      return leakyRelu(x, negativeSlope);
    }
    boolean six = threshold == 0 && largest != null && largest == 6;
    Expr y =
        threshold != 0
            ? x.greater((float) threshold).where(x, x.constant(0))
            : six ? relu6(x) : x.relu();
    if (largest != null && !six) {
      y = y.clip(0, largest.floatValue());
    }
    if (negativeSlope != 0) {
      Expr below = threshold != 0 ? x.neg().add(threshold) : x.neg();
      y = y.sub(below.relu().mul(negativeSlope));
    }
    return y;
  }

  /** Returns x where positive, {@code alpha * (exp(x) - 1)} elsewhere (Clevert et al., 2016). */
  public static Expr elu(Expr x, double alpha) {
    Expr y = x.wrap(x.tf().nn.elu(x));
    return alpha == 1 ? y : x.greater(0).where(y, y.mul(alpha));
  }

  /** Returns x where positive, {@code alpha * (exp(x / alpha) - 1)} elsewhere (Barron, 2017). */
  public static Expr celu(Expr x, double alpha) {
    Expr below = x.minimum(0).div(alpha);
    return x.maximum(0).add(x.wrap(x.tf().math.expm1(below)).mul(alpha));
  }

  /**
   * Returns x times the normal distribution function of x (Hendrycks &amp; Gimpel, 2016).
   *
   * @param approximate whether by the hyperbolic tangent, rather than by the error function
   */
  public static Expr gelu(Expr x, boolean approximate) {
    Expr half = x.mul(0.5);
    if (approximate) {
      Expr inner = x.add(x.pow(3).mul((float) 0.044715)).mul(0.7978845608028654);
      return half.mul(inner.tanh().add(1));
    }
    return half.mul(x.wrap(x.tf().math.erfc(x.neg().mul((float) 0.7071067811865476))));
  }

  /** Returns one half of the axis, gated by the sigmoid of the other (Dauphin et al., 2017). */
  public static Expr glu(Expr x, int axis) {
    long size = x.shape().get(Nn.axis("glu", x, axis));
    if (size % 2 != 0) {
      throw new IllegalArgumentException(
          "glu: expected an even size along axis %d. Received: shape %s."
              .formatted(axis, Shapes.show(x.shape())));
    }
    List<Expr> halves = Numpy.split(x, 2, axis);
    return halves.get(0).mul(halves.get(1).sigmoid());
  }

  /** Returns x drawn to 0 by the threshold, 0 within it. */
  public static Expr softShrink(Expr x, double threshold) {
    Expr below = x.less(-threshold).where(x.add(threshold), Numpy.zerosLike(x));
    return x.greater(threshold).where(x.sub(threshold), below);
  }

  /** Returns x, 0 within the threshold. */
  public static Expr hardShrink(Expr x, double threshold) {
    return x.abs().greater(threshold).where(x, Numpy.zerosLike(x));
  }

  /** Returns x above the threshold, {@code defaultValue} elsewhere. */
  public static Expr threshold(Expr x, double threshold, double defaultValue) {
    return x.greater(threshold).where(x, x.constant(defaultValue));
  }

  /** Returns {@code (x + sqrt(x² + b)) / 2}. */
  public static Expr squareplus(Expr x, double b) {
    return x.add(x.square().add(b).sqrt()).div(2);
  }

  /** Returns the nearest probabilities to x along an axis, most of them 0 (Martins, 2016). */
  public static Expr sparsemax(Expr x, int axis) {
    return Sparsemax.call(x, Nn.axis("sparsemax", x, axis));
  }

  /** Returns {@code log(exp(x) + 1)}. */
  public static Expr softplus(Expr x) {
    return x.wrap(x.tf().math.softplus(x));
  }

  /** Returns {@code relu6(x + 3) / 6}. */
  public static Expr hardSigmoid(Expr x) {
    return relu6(x.add(3)).div(6);
  }

  /** Returns {@code (x + 1) / 2}, cut to [0, 1]. */
  public static Expr sparseSigmoid(Expr x) {
    Expr rest = Numpy.greaterEqual(x, 1).where(x.constant(1), x.add(1).mul(0.5));
    return Numpy.lessEqual(x, -1).where(x.constant(0), rest);
  }

  /** Returns 0 below -1, x above 1, and {@code (x + 1)² / 4} between them. */
  public static Expr sparsePlus(Expr x) {
    Expr rest = x.less(1).where(x.add(1).pow(2).mul(0.25), x);
    return Numpy.lessEqual(x, -1).where(Numpy.zerosLike(x), rest);
  }

  /** Returns x, cut to [0, 6]. */
  public static Expr relu6(Expr x) {
    return x.wrap(x.tf().nn.relu6(x));
  }

  /** Returns {@code scale * elu(x, alpha)} with the two numbers of Klambauer et al., 2017. */
  public static Expr selu(Expr x) {
    return x.wrap(x.tf().nn.selu(x));
  }

  /** Returns {@code x / (abs(x) + 1)}. */
  public static Expr softsign(Expr x) {
    return x.wrap(x.tf().nn.softsign(x));
  }
}
