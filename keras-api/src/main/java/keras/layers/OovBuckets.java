package keras.layers;

import java.util.List;
import keras.engine.CallContext;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TString;

/**
 * Spreads tokens that are not in a vocabulary over several indices.
 *
 * @param key that of the hash; null for the hash without one
 */
record OovBuckets(int count, String method, @Nullable List<Long> key) {
  static final String FLOORMOD = "floormod";
  static final String FARMHASH = "farmhash";

  /** Returns a number in [0, count) for each token, int64. */
  Expr of(Expr x, CallContext ctx) {
    if (x.dtype() != DType.STRING && method.equals(FLOORMOD)) {
      return ctx.wrap(ctx.tf().math.floorMod(x, x.constant(count)));
    }
    return hash(x, count, key, ctx);
  }

  /** Hashes strings, or numbers as they are written, to [0, buckets). */
  static Expr hash(Expr x, int buckets, @Nullable List<Long> key, CallContext ctx) {
    Ops tf = ctx.tf();
    Operand<TString> text = x.dtype() == DType.STRING ? Core.strings(x) : tf.dtypes.asString(x);
    return ctx.wrap(
        key == null
            ? tf.strings.toHashBucketFast(text, (long) buckets)
            : tf.strings.toHashBucketStrong(text, (long) buckets, key));
  }
}
