package keras.ops;

/**
 * The functions of numbers and of their predictions that losses and metrics share; each gives one
 * value per sample (and time step, if any).
 *
 * <p>Keras: {@code keras/src/losses/losses.py} and {@code
 * keras/src/metrics/correlation_metrics.py}.
 */
public final class RegressionOps {
  private static final double EPSILON = 1e-7;

  /** Keras takes the logarithm of 2 in float32, whatever the dtype. */
  private static final double LOG_2 = (float) Math.log(2);

  private RegressionOps() {}

  private static LossWeights.Pair pair(Expr yTrue, Expr yPred) {
    return LossWeights.toSameRank(yTrue.cast(yPred.dtype()), yPred);
  }

  /** Returns {@code 100 * mean(abs((y_true - y_pred) / max(abs(y_true), 1e-7)))}. */
  public static Expr meanAbsolutePercentageError(Expr yTrue, Expr yPred) {
    LossWeights.Pair y = pair(yTrue, yPred);
    Expr size = y.first().abs().maximum(EPSILON);
    return LossOps.mean(y.first().sub(y.second()).div(size).abs(), -1).mul(100);
  }

  /** Returns {@code mean(square(log(y_true + 1) - log(y_pred + 1)))}; 16-bit floats in float32. */
  public static Expr meanSquaredLogarithmicError(Expr yTrue, Expr yPred) {
    DType wide = yPred.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    LossWeights.Pair y = pair(yTrue, yPred);
    return LossOps.mean(logarithm(y.second(), wide).sub(logarithm(y.first(), wide)).square(), -1);
  }

  private static Expr logarithm(Expr x, DType wide) {
    Expr numbers = x.cast(wide);
    double epsilon = wide == DType.FLOAT64 ? (float) EPSILON : EPSILON;
    return numbers.maximum(epsilon).add(1).log();
  }

  /** Returns the cosine of the angle between targets and predictions, along an axis. */
  public static Expr cosineSimilarity(Expr yTrue, Expr yPred, int axis) {
    LossWeights.Pair y = pair(yTrue, yPred);
    return unit(y.first(), axis).mul(unit(y.second(), axis)).sum(axis);
  }

  private static Expr unit(Expr x, int axis) {
    return NormalizingRows.unit(x, new int[] {axis}, EPSILON);
  }

  /** Returns the mean of half the squares of small errors, and of the sizes of large ones. */
  public static Expr huber(Expr yTrue, Expr yPred, double delta) {
    LossWeights.Pair y = pair(yTrue, yPred);
    Expr error = y.second().sub(y.first());
    Expr size = error.abs();
    Expr edge = size.constant(delta);
    Expr large = edge.mul(size).sub(edge.square().mul(0.5));
    return LossOps.mean(Numpy.lessEqual(size, delta).where(error.square().mul(0.5), large), -1);
  }

  /** Returns {@code mean(log(cosh(y_pred - y_true)))}. */
  public static Expr logCosh(Expr yTrue, Expr yPred) {
    LossWeights.Pair y = pair(yTrue, yPred);
    Expr error = y.second().sub(y.first());
    return LossOps.mean(error.add(ActivationOps.softplus(error.mul(-2))).sub(LOG_2), -1);
  }

  /** Returns the divergence of the predicted distribution from the true one. */
  public static Expr klDivergence(Expr yTrue, Expr yPred) {
    Expr truth = yTrue.cast(yPred.dtype()).clip(EPSILON, 1);
    return truth.mul(truth.div(yPred.clip(EPSILON, 1)).log()).sum(-1);
  }

  /** Returns {@code mean(y_pred - y_true * log(y_pred))}. */
  public static Expr poisson(Expr yTrue, Expr yPred) {
    Expr truth = yTrue.cast(yPred.dtype());
    return LossOps.mean(yPred.sub(truth.mul(yPred.add(EPSILON).log())), -1);
  }

  /** Returns Pearson's correlation along an axis. */
  public static Expr pearson(Expr yTrue, Expr yPred, int axis) {
    LossWeights.Pair y = pair(yTrue, yPred);
    return LossOps.mean(standard(y.first(), axis).mul(standard(y.second(), axis)), axis);
  }

  private static Expr standard(Expr x, int axis) {
    Expr around = x.sub(Numpy.mean(x, axis, true));
    return around.div(Numpy.std(around, new int[] {axis}, true));
  }

  /** Returns Lin's correlation of concordance along an axis, in Keras' own form of it. */
  public static Expr concordance(Expr yTrue, Expr yPred, int axis) {
    LossWeights.Pair y = pair(yTrue, yPred);
    int[] axes = {axis};
    Expr trueMean = Numpy.mean(y.first(), axis, true);
    Expr predMean = Numpy.mean(y.second(), axis, true);
    Expr trueVar = Numpy.var(y.first().sub(trueMean), axes, true);
    Expr predVar = Numpy.var(y.second().sub(predMean), axes, true);
    Expr covar = y.first().sub(predMean).mul(y.second().sub(predMean));
    Expr norm = trueVar.add(predVar).add(trueMean.sub(predMean).square());
    return LossOps.mean(covar.mul(2).div(norm.add(EPSILON)), axis);
  }
}
