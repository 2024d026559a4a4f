package keras.ops;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The functions of a target and a prediction that losses and metrics share; each gives one value
 * per sample (and time step, if any).
 *
 * <p>Keras: {@code keras/src/losses/losses.py}.
 */
public final class LossOps {
  private LossOps() {}

  /** Averages over an axis as Keras does: 16-bit floats and integers in float32. */
  public static Expr mean(Expr x, int... axes) {
    return x.mean(axes);
  }

  /** Returns {@code mean(square(y_true - y_pred))} over the last axis. */
  public static Expr meanSquaredError(Expr yTrue, Expr yPred) {
    return mean(difference(yTrue, yPred).square(), -1);
  }

  /** Returns {@code mean(abs(y_true - y_pred))} over the last axis. */
  public static Expr meanAbsoluteError(Expr yTrue, Expr yPred) {
    return mean(difference(yTrue, yPred).abs(), -1);
  }

  private static Expr difference(Expr yTrue, Expr yPred) {
    LossWeights.Pair y = LossWeights.toSameRank(yTrue.cast(yPred.dtype()), yPred);
    return y.first().sub(y.second());
  }

  /** Returns the crossentropy of distributions, with one-hot targets for one. */
  public static Expr categoricalCrossentropy(
      Expr yTrue, Expr yPred, boolean fromLogits, double labelSmoothing, int axis) {
    Expr target = smooth(yTrue.cast(yPred.dtype()), labelSmoothing);
    return CrossentropyOps.categorical(target, yPred, fromLogits, axis);
  }

  /** Smooths one-hot targets towards all classes alike. */
  private static Expr smooth(Expr yTrue, double labelSmoothing) {
    if (labelSmoothing == 0) {
      return yTrue;
    }
    long known = yTrue.shape().get(-1);
    Expr classes =
        known >= 0
            ? yTrue.constant((double) known)
            : Numpy.take(
                    Core.shape(yTrue), Core.constant(yTrue.tf(), yTrue.rank() - 1, DType.INT32), 0)
                .cast(yTrue.dtype());
    return yTrue.mul(1.0 - labelSmoothing).add(yTrue.constant(labelSmoothing).div(classes));
  }

  /** Smooths binary targets towards one half. */
  private static Expr smoothBinary(Expr yTrue, double labelSmoothing) {
    return labelSmoothing == 0 ? yTrue : yTrue.mul(1.0 - labelSmoothing).add(0.5 * labelSmoothing);
  }

  /**
   * Returns the crossentropy by integer classes.
   *
   * @param ignoreClass the class whose samples count nothing, or null
   */
  public static Expr sparseCategoricalCrossentropy(
      Expr yTrue, Expr yPred, boolean fromLogits, @Nullable Integer ignoreClass, int axis) {
    Expr target = yTrue;
    if (target.rank() == yPred.rank() && target.shape().get(axis) == 1) {
      target = Numpy.squeeze(target, axis);
    }
    if (ignoreClass == null) {
      return CrossentropyOps.sparse(target, yPred, fromLogits, axis);
    }
    DType both = DType.promote(target.dtype(), yPred.dtype());
    Expr ignored = yPred.constant(ignoreClass).cast(both);
    Expr valid = yPred.wrap(yPred.tf().math.notEqual(target.cast(both), ignored));
    target = valid.where(target, target.constant(0));
    Expr output = valid.expandDims(axis).where(yPred, yPred.constant(0));
    Expr result = CrossentropyOps.sparse(target, output, fromLogits, axis);
    valid = Numpy.reshape(valid, Core.shape(result));
    return valid.where(result, result.constant(0)).withMask(valid);
  }

  /** Returns the crossentropy of yes-or-no targets, averaged over an axis. */
  public static Expr binaryCrossentropy(
      Expr yTrue, Expr yPred, boolean fromLogits, double labelSmoothing, int axis) {
    Expr target = smoothBinary(yTrue.cast(yPred.dtype()), labelSmoothing);
    return mean(CrossentropyOps.binary(target, yPred, fromLogits), axis);
  }

  /**
   * Returns the binary crossentropy with samples that are easy to tell weighed down.
   *
   * @param alpha the weight of class 1, of class 0 {@code 1 - alpha}; null weighs them alike
   */
  public static Expr binaryFocalCrossentropy(
      Expr yTrue,
      Expr yPred,
      @Nullable Double alpha,
      double gamma,
      boolean fromLogits,
      double labelSmoothing,
      int axis) {
    Expr target = smoothBinary(yTrue.cast(yPred.dtype()), labelSmoothing);
    Expr p = fromLogits ? yPred.sigmoid() : yPred;
    Expr one = p.constant(1);
    Expr bce = CrossentropyOps.binary(target, p, false);
    Expr sure = target.mul(p).add(one.sub(target).mul(one.sub(p)));
    Expr focal = one.sub(sure).pow(gamma).mul(bce);
    if (alpha != null) {
      focal = target.mul(alpha).add(one.sub(target).mul(1 - alpha)).mul(focal);
    }
    return mean(focal, axis);
  }

  /**
   * Returns the crossentropy of distributions with classes that are easy to tell weighed down.
   *
   * @param alpha one weight, or one for each class
   */
  public static Expr categoricalFocalCrossentropy(
      Expr yTrue,
      Expr yPred,
      double[] alpha,
      double gamma,
      boolean fromLogits,
      double labelSmoothing,
      int axis) {
    Expr target = smooth(yTrue.cast(yPred.dtype()), labelSmoothing);
    Expr p = fromLogits ? yPred.softmax(axis) : yPred;
    Expr output = CrossentropyOps.clip(p.div(Numpy.sum(p, axis, true)));
    Expr cce = target.neg().mul(output.log());
    Expr factor = output.constant(1).sub(output).pow(gamma);
    Expr weight =
        alpha.length == 1
            ? output.constant(alpha[0])
            : output.wrap(output.tf().constant(alpha)).cast(output.dtype());
    return factor.mul(weight).mul(cce).sum(axis);
  }

  /**
   * Computes an activation whose logits crossentropies of another kind do not take, as tf_keras' do
   * not take those of TensorFlow's own functions.
   */
  public static Expr withoutLogits(Expr x, UnaryOperator<Expr> activation) {
    return CrossentropyOps.asFunction(x, activation);
  }
}
