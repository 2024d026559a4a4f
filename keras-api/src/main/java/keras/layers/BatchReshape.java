package keras.layers;

import java.util.List;
import java.util.stream.LongStream;
import keras.ops.Core;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.tensorflow.op.Ops;

/** Reshapes each sample of a batch, whose number of samples may be known only when it runs. */
final class BatchReshape {
  private BatchReshape() {}

  /** Reshapes each sample to {@code sizes}; one may be -1. */
  static Expr reshape(Expr x, long... sizes) {
    long batch = x.shape().get(0);
    boolean known = LongStream.of(sizes).allMatch(n -> n > 0);
    if (batch >= 0 || known) {
      return x.reshape(LongStream.concat(LongStream.of(batch), LongStream.of(sizes)).toArray());
    }
    Ops tf = x.tf();
    int[] rest = LongStream.of(sizes).mapToInt(Math::toIntExact).toArray();
    Expr first = x.wrap(tf.slice(Core.shape(x), tf.constant(new int[] {0}), tf.array(1)));
    return Numpy.reshape(x, Numpy.concatenate(List.of(first, x.wrap(tf.constant(rest))), 0));
  }
}
