package keras.metrics;

import keras.ops.Expr;
import keras.ops.Numpy;
import org.tensorflow.op.Ops;

/**
 * What a curve is drawn from: counts at thresholds that rise, {@code (thresholds)} or {@code
 * (thresholds, labels)}.
 *
 * <p>The Precision-Recall-Gain curve is of Flach and Kull, 2015; how precision is interpolated, of
 * Davis and Goadrich, 2006.
 *
 * <p>Keras: {@code keras/src/metrics/confusion_metrics.py}.
 */
record Curve(Expr truePositives, Expr falsePositives, Expr trueNegatives, Expr falseNegatives) {

  /** Returns the areas between neighbours, whose sum is the area under the curve. */
  Expr areas(String curve, String method) {
    if (curve.equals("PR") && method.equals("interpolation")) {
      return interpolatedPrecision();
    }
    Expr x;
    Expr y;
    if (curve.equals("ROC")) {
      x = Numpy.divideNoNan(falsePositives, falsePositives.add(trueNegatives));
      y = recall();
    } else if (curve.equals("PR")) {
      x = recall();
      y = Numpy.divideNoNan(truePositives, truePositives.add(falsePositives));
    } else {
      Expr scale =
          Numpy.divideNoNan(truePositives.add(falseNegatives), trueNegatives.add(falsePositives));
      Expr none = truePositives.equal(truePositives.constant(0));
      Expr gain = gain(scale, falseNegatives);
      x = none.where(gain.constant(0), gain).maximum(0);
      Expr precision = gain(scale, falsePositives);
      y = none.where(precision.constant(1), precision);
    }
    Expr heights =
        switch (method) {
          case "interpolation" -> lower(y).add(upper(y)).div(2);
          case "minoring" -> lower(y).minimum(upper(y));
          default -> lower(y).maximum(upper(y));
        };
    return lower(x).sub(upper(x)).mul(heights);
  }

  private Expr gain(Expr scale, Expr wrong) {
    return scale.constant(1).sub(scale.mul(Numpy.divideNoNan(wrong, truePositives)));
  }

  private Expr recall() {
    return Numpy.divideNoNan(truePositives, truePositives.add(falseNegatives));
  }

  private Expr interpolatedPrecision() {
    Expr rise = lower(truePositives).sub(upper(truePositives));
    Expr predicted = truePositives.add(falsePositives);
    Expr p0 = lower(predicted);
    Expr p1 = upper(predicted);
    Expr slope = Numpy.divideNoNan(rise, p0.sub(p1).maximum(0));
    Expr intercept = upper(truePositives).sub(slope.mul(p1));
    Expr ratio =
        Numpy.logicalAnd(p0.greater(0), p1.greater(0))
            .where(Numpy.divideNoNan(p0, p1.maximum(0)), Numpy.onesLike(p1));
    Expr targets = upper(truePositives).add(upper(falseNegatives)).maximum(0);
    return Numpy.divideNoNan(slope.mul(rise.add(intercept.mul(ratio.log()))), targets);
  }

  /** All but the last. */
  private static Expr lower(Expr x) {
    return slice(x, 0);
  }

  /** All but the first. */
  private static Expr upper(Expr x) {
    return slice(x, 1);
  }

  private static Expr slice(Expr x, int from) {
    Ops tf = x.tf();
    int rank = x.rank();
    int[] begin = new int[rank];
    int[] size = new int[rank];
    begin[0] = from;
    for (int i = 0; i < rank; i++) {
      size[i] = (int) x.shape().get(i) - (i == 0 ? 1 : 0);
    }
    return x.wrap(tf.slice(x, tf.constant(begin), tf.constant(size)));
  }
}
