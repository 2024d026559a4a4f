package keras.metrics;

import java.util.List;
import keras.engine.CallContext;
import keras.initializers.Zeros;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * The mean of classes' intersections of targets and predictions over their unions. It counts pairs
 * of classes in a matrix; classes outside of [0, classes) count nothing.
 *
 * <p>Keras: {@code keras/src/metrics/iou_metrics.py}.
 */
abstract class IoUMetric<M extends IoUMetric<M>> extends FluentMetric<M> {
  private static final double EPSILON = 1e-7;

  /** Returns the number of classes. */
  abstract int classes();

  /** Returns the classes whose mean is taken. */
  abstract List<Integer> targets();

  @Override
  final DType defaultDtype() {
    return DType.INT64;
  }

  @Override
  protected final void build() {
    addVariable("total_confusion_matrix", Shape.of(classes(), classes()), new Zeros());
  }

  /** Checks that the classes exist. */
  final void requireTargets() {
    for (int target : targets()) {
      if (target < 0 || target >= classes()) {
        throw new IllegalArgumentException(
            "%s: `target_class_ids` must lie in [0, %d). Received: target_class_ids=%s."
                .formatted(getClass().getSimpleName(), classes(), targets()));
      }
    }
  }

  /**
   * Counts pairs of classes.
   *
   * @param ignored the class whose targets count nothing, or null
   */
  final void count(
      Expr yTrue, Expr yPred, @Nullable Expr weight, @Nullable Integer ignored, CallContext ctx) {
    Expr truth = yTrue.cast(dtype()).reshape(-1);
    Expr guess = yPred.cast(dtype()).reshape(-1);
    Expr given = weight == null ? truth.constant(1) : weight.cast(dtype());
    Expr flat = given.rank() > 1 ? given.reshape(-1) : given;
    Expr weights = Numpy.broadcastTo(flat, Core.shape(truth));
    Expr valid = Numpy.logicalAnd(inRange(truth), inRange(guess));
    if (ignored != null) {
      valid = Numpy.logicalAnd(valid, Numpy.notEqual(truth, ignored));
    }
    Expr counted = valid.where(weights, Numpy.zerosLike(weights));
    Expr cells = truth.mul(classes()).add(guess);
    Expr cell = valid.where(cells, Numpy.zerosLike(cells)).cast(DType.INT32);
    var tf = truth.tf();
    Expr counts =
        truth.wrap(
            tf.math.unsortedSegmentSum(
                counted, Core.int32(cell), tf.constant(classes() * classes())));
    Mean.add(this, 0, counts.reshape(classes(), classes()), ctx);
  }

  private Expr inRange(Expr x) {
    return Numpy.logicalAnd(Numpy.greaterEqual(x, 0), x.less(classes()));
  }

  /** Returns the mean of the ious, in float32; of classes that there are. */
  @Override
  public final Expr result(CallContext ctx) {
    Expr pairs = ctx.readRaw(variables().get(0));
    Expr diagonal = pairs.mul(Numpy.eye(ctx.tf(), classes(), classes(), pairs.dtype())).sum(1);
    Expr unions = pairs.sum(0).add(pairs.sum(1)).sub(diagonal);
    Expr both = wanted(diagonal);
    Expr either = wanted(unions);
    Expr there = either.greater(1e-9);
    Expr iou = both.div(either.add(EPSILON));
    Expr sum = there.where(iou, Numpy.zerosLike(iou)).sum(0);
    return sum.div(there.cast(DType.FLOAT32).sum(0).add(EPSILON));
  }

  private Expr wanted(Expr perClass) {
    int[] ids = targets().stream().mapToInt(i -> i).toArray();
    return Numpy.take(perClass, perClass.wrap(perClass.tf().constant(ids)), 0).cast(DType.FLOAT32);
  }
}
