package keras.layers;

import java.util.List;
import java.util.stream.LongStream;
import keras.ops.Expr;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

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
    Operand<TInt32> first = tf.slice(x.sizes(), tf.constant(new int[] {0}), tf.array(1));
    Operand<TInt32> rest = tf.constant(LongStream.of(sizes).mapToInt(Math::toIntExact).toArray());
    return x.reshape(tf.concat(List.of(first, rest), tf.constant(0)));
  }
}
