package keras.metrics;

import java.util.stream.IntStream;
import keras.ops.Core;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;

/**
 * Values and what each of them weighs, of one shape, as tf_keras' metrics line them up: where
 * weights do not fit, they weigh the means over the values' last axes.
 *
 * <p>Keras: {@code tf_keras/src/metrics/base_metric.py}.
 *
 * @param weights of the values' shape, or null where there are none
 */
record BroadcastWeights(Expr values, @Nullable Expr weights) {
  static BroadcastWeights of(Expr values, @Nullable Expr sampleWeight) {
    if (sampleWeight == null) {
      return new BroadcastWeights(values, null);
    }
    Expr w = sampleWeight.cast(values.dtype());
    if (w.rank() > 0 && w.rank() == values.rank() + 1) {
      w = Numpy.squeeze(w, -1);
    } else if (w.rank() > 0 && w.rank() == values.rank() - 1) {
      w = w.expandDims(-1);
    }
    if (fits(w, values)) {
      return new BroadcastWeights(values, Numpy.broadcastTo(w, Core.shape(values)));
    }
    int[] rest = IntStream.range(w.rank(), values.rank()).toArray();
    return new BroadcastWeights(rest.length == 0 ? values : values.mean(rest), w);
  }

  private static boolean fits(Expr w, Expr values) {
    if (w.rank() == 0) {
      return true;
    }
    if (w.rank() != values.rank()) {
      return false;
    }
    for (int i = 0; i < w.rank(); i++) {
      long weighed = w.shape().get(i);
      long size = values.shape().get(i);
      if (weighed > 1 && size >= 0 && weighed != size) {
        return false;
      }
    }
    return true;
  }
}
