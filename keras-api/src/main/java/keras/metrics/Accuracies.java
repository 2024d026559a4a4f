package keras.metrics;

import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.LossWeights;
import keras.ops.Numpy;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The functions that say which predictions are right: 1 for right, 0 for wrong, in float32.
 *
 * <p>Keras: {@code keras/src/metrics/accuracy_metrics.py}.
 */
final class Accuracies {
  private Accuracies() {}

  static Expr accuracy(Expr yTrue, Expr yPred) {
    LossWeights.Pair y = LossWeights.toSameRank(yTrue.cast(yPred.dtype()), yPred);
    return y.first().equal(y.second()).cast(DType.FLOAT32);
  }

  static Expr binaryAccuracy(Expr yTrue, Expr yPred, double threshold) {
    LossWeights.Pair y = LossWeights.toSameRank(yTrue, yPred);
    DType compared = DType.promote(yPred.dtype(), DType.FLOAT32);
    Expr limit = Core.constant(yPred.tf(), threshold, DType.FLOAT32).cast(compared);
    Expr predicted = y.second().cast(compared).greater(limit).cast(yTrue.dtype());
    return y.first().equal(predicted).cast(DType.FLOAT32);
  }

  static Expr categoricalAccuracy(Expr yTrue, Expr yPred) {
    Expr classes = argmax(yTrue).cast(yPred.dtype());
    return matches(classes, yPred, classes.rank() == yPred.rank());
  }

  static Expr sparseCategoricalAccuracy(Expr yTrue, Expr yPred) {
    Expr classes = yTrue.cast(yPred.dtype());
    boolean column = classes.rank() == yPred.rank() && classes.shape().get(-1) == 1;
    Expr matches = matches(classes, yPred, column);
    return matches.rank() > 1 && matches.shape().get(-1) == 1
        ? Numpy.squeeze(matches, -1)
        : matches;
  }

  /**
   * Compares classes with the likeliest ones, both float; a column is compared without its axis.
   */
  private static Expr matches(Expr classes, Expr yPred, boolean column) {
    Expr expected = column ? Numpy.squeeze(classes, -1) : classes;
    Expr predicted = argmax(yPred).cast(expected.dtype());
    Expr matches = expected.equal(predicted).cast(DType.FLOAT32);
    return column ? reshapeLike(matches, classes) : matches;
  }

  static Expr topKCategoricalAccuracy(Expr yTrue, Expr yPred, int k) {
    return inTopK(argmax(yTrue.cast(yPred.dtype())), yPred, k);
  }

  static Expr sparseTopKCategoricalAccuracy(Expr yTrue, Expr yPred, int k, boolean fromSortedIds) {
    if (!fromSortedIds) {
      return inTopK(yTrue.cast(DType.INT32), yPred, k);
    }
    Expr ids = rows(yPred);
    Expr target = yTrue.cast(yPred.dtype());
    Expr flat = target.rank() > 1 ? target.reshape(-1) : target;
    Ops tf = ids.tf();
    Expr first =
        ids.wrap(tf.slice(ids, tf.constant(new int[] {0, 0}), tf.constant(new int[] {-1, k})));
    Expr hits = flat.expandDims(1).equal(first);
    Expr matches = ids.wrap(tf.any(Core.bool(hits), tf.constant(1))).cast(DType.FLOAT32);
    return target.rank() > 1 ? reshapeLike(matches, target) : matches;
  }

  private static Expr inTopK(Expr classes, Expr yPred, int k) {
    Expr flat = classes.rank() > 1 ? classes.reshape(-1) : classes;
    Ops tf = yPred.tf();
    Expr matches =
        yPred
            .wrap(tf.nn.inTopK(asFloat(rows(yPred)), Core.int32(flat), tf.constant(k)))
            .cast(DType.FLOAT32);
    return classes.rank() > 1 ? reshapeLike(matches, classes) : matches;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the kernel takes float32 alone and says so
  private static Operand<TFloat32> asFloat(Expr x) {
    return (Operand) x;
  }

  private static Expr rows(Expr yPred) {
    return yPred.rank() > 2 ? yPred.reshape(-1, yPred.shape().get(-1)) : yPred;
  }

  private static Expr reshapeLike(Expr x, Expr other) {
    return Numpy.reshape(x, Core.shape(other));
  }

  /** Returns the index of the largest along the last axis, a -0 being less than a 0; int32. */
  private static Expr argmax(Expr x) {
    Expr values = x;
    if (x.dtype().isFloating()) {
      values = x.cast(DType.promote(x.dtype(), DType.FLOAT32));
      Ops tf = x.tf();
      Expr sign = x.wrap(tf.bitcast(values.cast(DType.FLOAT32), TInt32.class));
      Expr negativeZero =
          Numpy.logicalAnd(values.equal(values.constant(0)), sign.less(sign.constant(0)));
      double tiny = values.dtype() == DType.FLOAT64 ? Double.MIN_NORMAL : Float.MIN_NORMAL;
      values = negativeZero.where(values.constant(-tiny), values);
    }
    return x.wrap(x.tf().math.argMax(values, x.tf().constant(-1), TInt32.class));
  }
}
