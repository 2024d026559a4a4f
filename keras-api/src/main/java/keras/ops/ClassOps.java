package keras.ops;

import org.jspecify.annotations.Nullable;

/**
 * The functions of classes and of their predictions, beside the crossentropies, that losses and
 * metrics share.
 *
 * <p>Keras: {@code keras/src/losses/losses.py}.
 */
public final class ClassOps {
  private static final double EPSILON = 1e-7;

  private ClassOps() {}

  /** Labels 0 and 1 as -1 and 1; labels among which there are others stay. */
  private static Expr signs(Expr yTrue) {
    Expr zero = yTrue.equal(yTrue.constant(0));
    Expr binary = Numpy.logicalOr(zero, yTrue.equal(yTrue.constant(1)));
    Expr others = Numpy.any(Numpy.logicalNot(binary), binary.axes());
    return others.where(yTrue, yTrue.mul(2).sub(1));
  }

  private static Expr hinges(Expr yTrue, Expr yPred) {
    Expr sign = signs(yTrue.cast(yPred.dtype()));
    return yPred.constant(1).sub(sign.mul(yPred)).maximum(0);
  }

  /** Returns {@code mean(max(1 - y_true * y_pred, 0))}. */
  public static Expr hinge(Expr yTrue, Expr yPred) {
    return LossOps.mean(hinges(yTrue, yPred), -1);
  }

  /** Returns {@code mean(square(max(1 - y_true * y_pred, 0)))}. */
  public static Expr squaredHinge(Expr yTrue, Expr yPred) {
    return LossOps.mean(hinges(yTrue, yPred).square(), -1);
  }

  /** Returns {@code max(largest wrong prediction - right prediction + 1, 0)} of one-hot targets. */
  public static Expr categoricalHinge(Expr yTrue, Expr yPred) {
    Expr truth = yTrue.cast(yPred.dtype());
    Expr right = truth.mul(yPred).sum(-1);
    Expr wrong = truth.constant(1).sub(truth).mul(yPred).max(-1);
    return wrong.sub(right).add(1).maximum(0);
  }

  /**
   * Returns 1 minus the share of what targets and predictions have in common.
   *
   * @param axes over which the share is taken; null for all
   */
  public static Expr dice(Expr yTrue, Expr yPred, int @Nullable [] axes) {
    Expr truth = yTrue.cast(yPred.dtype());
    Expr both = sum(truth.mul(yPred), axes).mul(2);
    Expr share = both.div(sum(truth, axes).add(sum(yPred, axes)).add(EPSILON));
    return share.constant(1).sub(share);
  }

  /**
   * Returns 1 minus Tversky's index.
   *
   * @param axes over which the index is taken; null for all
   */
  public static Expr tversky(
      Expr yTrue, Expr yPred, double alpha, double beta, int @Nullable [] axes) {
    Expr truth = yTrue.cast(yPred.dtype());
    Expr one = truth.constant(1);
    Expr both = sum(truth.mul(yPred), axes);
    Expr missed = sum(one.sub(yPred).mul(truth), axes);
    Expr invented = sum(yPred.mul(one.sub(truth)), axes);
    Expr all = both.add(missed.mul(alpha)).add(invented.mul(beta)).add(EPSILON);
    return one.sub(both.div(all));
  }

  private static Expr sum(Expr x, int @Nullable [] axes) {
    return Numpy.sum(x, axes == null ? x.axes() : axes, false);
  }

  /** Returns {@code (1 - p^q) / q}, where p is the probability of the right class. */
  public static Expr generalizedCrossentropy(Expr yTrue, Expr yPred, double q) {
    Expr classes = Nn.places(Core.size(yPred, yPred.rank() - 1));
    Expr right = yTrue.cast(DType.INT32).expandDims(-1).equal(classes).cast(yPred.dtype());
    Expr p = yPred.mul(right).sum(-1);
    return p.constant(1).sub(p.pow(q)).div(q);
  }

  /**
   * Returns the circle loss of embeddings (Sun et al., 2020) against each other; its mask rules out
   * losses of 0.
   *
   * @param yTrue classes: (batch) or (batch, 1)
   * @param yPred embeddings of length 1: (batch, size)
   */
  public static Expr circle(
      Expr yTrue, Expr yPred, double gamma, double margin, boolean removeDiagonal) {
    Expr labels = yTrue.cast(DType.INT32).reshape(-1, 1);
    Expr same = labels.equal(labels.transpose(1, 0));
    Expr other = Numpy.logicalNot(same);
    if (removeDiagonal) {
      Expr places = Nn.places(Core.size(labels, 0)).reshape(-1, 1);
      Expr itself = places.equal(places.transpose(1, 0));
      same = Numpy.logicalAnd(same, Numpy.logicalNot(itself));
    }
    Expr one = yPred.constant(1);
    Expr distance = one.sub(yPred.matmul(yPred.transpose(1, 0))).maximum(0);
    Expr near = distance.add(margin).mul(same.cast(yPred.dtype())).maximum(0);
    Expr far = yPred.constant(1 + margin).sub(distance).mul(other.cast(yPred.dtype())).maximum(0);
    Expr pull = near.mul(-gamma).mul(yPred.constant(margin).sub(distance));
    Expr push = far.mul(gamma).mul(yPred.constant(1 - margin).sub(distance));
    Expr loss = ActivationOps.softplus(logSum(same, pull).add(logSum(other, push)));
    return loss.withMask(loss.greater(0));
  }

  /**
   * Returns the loss of connectionist temporal classification (Graves et al., 2006); class 0 is
   * none, and pads labels.
   *
   * @param yTrue (batch, labels), in [0, classes)
   * @param yPred logits: (batch, time, classes)
   */
  public static Expr ctc(Expr yTrue, Expr yPred) {
    return CtcRows.padded(yTrue, yPred);
  }

  private static Expr logSum(Expr counts, Expr x) {
    Expr kept = counts.where(x, Numpy.zerosLike(x).add(Double.NEGATIVE_INFINITY));
    return Nn.logSumExp(kept, new int[] {1}, false);
  }
}
