package keras.metrics;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.engine.Shapes;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.LossWeights;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/**
 * Counts of right and wrong predictions at thresholds.
 *
 * <p>Keras: {@code keras/src/metrics/metrics_utils.py}.
 *
 * @param multiLabel whether every label is counted for itself
 * @param topK how many of the likeliest classes may count as predicted; null for all
 * @param classId the one class that counts; null for all
 * @param labelWeights what labels count for, where they are counted together; null if all alike
 */
record Confusion(
    Thresholds thresholds,
    boolean multiLabel,
    @Nullable Integer topK,
    @Nullable Integer classId,
    @Nullable List<Double> labelWeights) {
  private static final double NEVER = -1e10;

  /** What is counted: the target is 1 or 0, and the prediction above the threshold or not. */
  enum Count {
    TRUE_POSITIVES,
    FALSE_POSITIVES,
    TRUE_NEGATIVES,
    FALSE_NEGATIVES
  }

  /** Targets, predictions and weights as they are counted. */
  private record Batch(Expr yTrue, Expr yPred, @Nullable Expr weight) {}

  /** Returns what a batch adds to counts of a dtype, each of the shape (thresholds, ...). */
  Map<Count, Expr> of(
      Set<Count> counts, Expr yTrue, Expr yPred, @Nullable Expr sampleWeight, DType dtype) {
    LossWeights.Pair y = LossWeights.toSameRank(yPred.cast(dtype), yTrue.cast(dtype));
    Expr predicted = y.first();
    Expr target = y.second();
    Expr weight = sampleWeight == null ? null : weight(target, sampleWeight.cast(dtype));
    if (topK != null) {
      predicted = likeliest(predicted, topK);
    }
    if (classId != null) {
      predicted = only(predicted, classId);
      target = only(target, classId);
    }
    Batch batch = new Batch(target, predicted, weight);
    return thresholds.even() ? byBuckets(counts, batch) : byComparing(counts, batch);
  }

  /** Gives weights the targets' rank. */
  private static Expr weight(Expr yTrue, Expr sampleWeight) {
    Expr weight = sampleWeight.expandDims(-1);
    return weight.rank() == yTrue.rank() + 1 && weight.shape().get(-1) == 1
        ? Numpy.squeeze(weight, -1)
        : weight;
  }

  /** Rules out all but the likeliest classes. */
  private static Expr likeliest(Expr x, int k) {
    Ops tf = x.tf();
    Expr classes = x.wrap(tf.nn.topK(x, tf.constant(k), TInt32.class).indices());
    Operand<TInt32> depth = tf.constant((int) x.shape().get(-1));
    Expr marks = x.wrap(tf.oneHot(Core.int32(classes), depth, tf.constant(1f), tf.constant(0f)));
    Expr mask = marks.sum(-2).cast(x.dtype());
    return x.mul(mask).add(mask.constant(1).sub(mask).mul(NEVER));
  }

  private Expr only(Expr x, int id) {
    if (x.rank() < 2) {
      throw new IllegalArgumentException(
          "With `class_id`, predictions need the shape (batch, classes). Received: %s."
              .formatted(Shapes.show(x.shape())));
    }
    return Numpy.take(x, Core.constant(x.tf(), id, DType.INT32), x.rank() - 1).expandDims(-1);
  }

  private @Nullable Expr labelWeights(Expr yPred) {
    return labelWeights == null
        ? null
        : Numpy.broadcastTo(
            Thresholds.vector(yPred, labelWeights).expandDims(0), Core.shape(yPred));
  }

  // ---------------------------------------------------------------- any thresholds

  private Map<Count, Expr> byComparing(Set<Count> counts, Batch batch) {
    Expr limits = Thresholds.vector(batch.yPred(), thresholds.values());
    limits = multiLabel ? limits.reshape(-1, 1, 1) : limits.reshape(-1, 1);
    Expr positive = row(batch.yPred()).greater(limits);
    Expr label = row(batch.yTrue()).cast(DType.BOOL);
    Expr weights = weights(batch);
    Map<Count, Expr> out = new EnumMap<>(Count.class);
    for (Count count : counts) {
      boolean isTrue = count == Count.TRUE_POSITIVES || count == Count.FALSE_NEGATIVES;
      boolean isAbove = count == Count.TRUE_POSITIVES || count == Count.FALSE_POSITIVES;
      Expr hits =
          Numpy.logicalAnd(
              (isTrue ? label : Numpy.logicalNot(label)),
              isAbove ? positive : Numpy.logicalNot(positive));
      Expr values =
          weights == null ? hits.cast(limits.dtype()) : hits.where(weights, weights.constant(0));
      out.put(count, values.sum(1));
    }
    return out;
  }

  private Expr row(Expr x) {
    return multiLabel ? x.expandDims(0) : x.reshape(1, -1);
  }

  private @Nullable Expr weights(Batch batch) {
    Expr ofSamples = batch.weight();
    Expr samples =
        ofSamples == null ? null : row(Numpy.broadcastTo(ofSamples, Core.shape(batch.yPred())));
    Expr ofLabels = labelWeights(batch.yPred());
    if (ofLabels == null) {
      return samples;
    }
    Expr labels = row(ofLabels);
    return samples == null ? labels : samples.mul(labels);
  }

  // ---------------------------------------------------------------- even thresholds

  /** Counts each prediction once, in the bucket between two thresholds, and sums the buckets. */
  private Map<Count, Expr> byBuckets(Set<Count> counts, Batch batch) {
    Expr yPred = batch.yPred();
    Expr weights = bucketWeights(batch);
    Expr probability = flat(yPred.clip(0, 1));
    Expr label = flat(batch.yTrue().cast(DType.BOOL).cast(yPred.dtype()));
    Expr right = weights == null ? label : label.mul(weights);
    Expr wrong = label.constant(1).sub(label);
    wrong = weights == null ? wrong : wrong.mul(weights);
    int n = thresholds.values().size();
    Expr bucket = Numpy.ceil(probability.mul(n - 1)).sub(1);
    if (thresholds.open()) {
      bucket = bucket.maximum(0);
    }
    bucket = bucket.cast(DType.INT32);
    Expr above = sums(right, bucket, n);
    Expr falsely = sums(wrong, bucket, n);
    Map<Count, Expr> out = new EnumMap<>(Count.class);
    for (Count count : EnumSet.copyOf(counts)) {
      out.put(
          count,
          switch (count) {
            case TRUE_POSITIVES -> above;
            case FALSE_POSITIVES -> falsely;
            case TRUE_NEGATIVES -> total(wrong).sub(falsely);
            case FALSE_NEGATIVES -> total(right).sub(above);
          });
    }
    return out;
  }

  private Expr flat(Expr x) {
    return multiLabel ? x : x.reshape(-1);
  }

  private @Nullable Expr bucketWeights(Batch batch) {
    Expr ofSamples = batch.weight();
    Expr samples =
        ofSamples == null ? null : flat(Numpy.broadcastTo(ofSamples, Core.shape(batch.yPred())));
    Expr ofLabels = labelWeights(batch.yPred());
    Expr labels = ofLabels == null ? null : flat(ofLabels);
    return samples == null ? labels : labels == null ? samples : samples.mul(labels);
  }

  private Expr total(Expr values) {
    return multiLabel ? values.transpose(1, 0).sum(1) : values.sum(0);
  }

  /** Sums what lies in a bucket or above it: (thresholds), or (thresholds, labels). */
  private Expr sums(Expr values, Expr bucket, int n) {
    Ops tf = values.tf();
    if (!multiLabel) {
      return fromTheTop(segments(values, bucket, n), 0);
    }
    // Each label has buckets of its own, one label after the other; below the first none counts.
    Expr byLabel = values.transpose(1, 0);
    Expr buckets = bucket.transpose(1, 0);
    int labels = (int) values.shape().get(1);
    Expr first =
        values
            .wrap(tf.range(tf.constant(0), tf.constant(labels), tf.constant(1)))
            .mul(n)
            .expandDims(1);
    Expr own = buckets.less(0).where(buckets, buckets.add(first));
    Expr sums = segments(byLabel.reshape(-1), own.reshape(-1), n * labels).reshape(labels, n);
    return fromTheTop(sums, 1).transpose(1, 0);
  }

  private static Expr segments(Expr values, Expr bucket, int n) {
    Ops tf = values.tf();
    return values.wrap(tf.math.unsortedSegmentSum(values, Core.int32(bucket), tf.constant(n)));
  }

  private static Expr fromTheTop(Expr x, int axis) {
    Ops tf = x.tf();
    Expr reversed = x.wrap(tf.reverse(x, tf.array(axis)));
    Expr summed = x.wrap(tf.math.cumsum(reversed, tf.constant(axis)));
    return x.wrap(tf.reverse(summed, tf.array(axis)));
  }
}
