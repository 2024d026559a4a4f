package keras.metrics;

import keras.ops.Expr;
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
      x = falsePositives.divNoNan(falsePositives.add(trueNegatives));
      y = recall();
    } else if (curve.equals("PR")) {
      x = recall();
      y = truePositives.divNoNan(truePositives.add(falsePositives));
    } else {
      Expr scale = truePositives.add(falseNegatives).divNoNan(trueNegatives.add(falsePositives));
      Expr none = truePositives.equal(truePositives.constant(0));
      Expr gain = gain(scale, falseNegatives);
      x = none.select(gain.constant(0), gain).maximum(0);
      Expr precision = gain(scale, falsePositives);
      y = none.select(precision.constant(1), precision);
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
    return scale.constant(1).sub(scale.mul(wrong.divNoNan(truePositives)));
  }

  private Expr recall() {
    return truePositives.divNoNan(truePositives.add(falseNegatives));
  }

  private Expr interpolatedPrecision() {
    Expr rise = lower(truePositives).sub(upper(truePositives));
    Expr predicted = truePositives.add(falsePositives);
    Expr p0 = lower(predicted);
    Expr p1 = upper(predicted);
    Expr slope = rise.divNoNan(p0.sub(p1).maximum(0));
    Expr intercept = upper(truePositives).sub(slope.mul(p1));
    Expr ratio = p0.greater(0).and(p1.greater(0)).select(p0.divNoNan(p1.maximum(0)), p1.onesLike());
    Expr targets = upper(truePositives).add(upper(falseNegatives)).maximum(0);
    return slope.mul(rise.add(intercept.mul(ratio.log()))).divNoNan(targets);
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
    return x.of(tf.slice(x, tf.constant(begin), tf.constant(size)));
  }
}
