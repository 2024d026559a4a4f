package keras.layers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.LongStream;
import keras.engine.CallContext;
import keras.engine.HostTensor;
import keras.engine.Table;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.strings.StringFormat;
import org.tensorflow.types.TBool;

/**
 * Looks tokens up, or indices.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/index_lookup.py}, {@code _lookup_dense}.
 *
 * @param who for messages
 * @param token the dtype of tokens
 * @param oovStart the first index for tokens that are not in the vocabulary
 */
record LookupTables(
    Object who,
    Table table,
    DType token,
    boolean invert,
    @Nullable Object maskToken,
    @Nullable Object oovToken,
    OutputMode mode,
    int oovStart) {
  private static final long MISSING = -1;

  /** Gives a table the tokens and their indices. */
  static void fill(Table table, List<Object> tokens, int start, boolean invert) {
    Shape size = Shape.of(tokens.size());
    HostTensor numbers = longs(LongStream.range(start, start + tokens.size()).toArray());
    HostTensor words =
        (invert ? table.valueDtype() : table.keyDtype()) == DType.STRING
            ? HostTensor.ofStrings(
                size, tokens.stream().map(String::valueOf).toArray(String[]::new))
            : longs(tokens.stream().mapToLong(t -> (Long) t).toArray());
    table.fill(invert ? numbers : words, invert ? words : numbers);
  }

  private static HostTensor longs(long[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return new HostTensor(DType.INT64, Shape.of(values.length), bytes);
  }

  /** Returns the indices of tokens, or the tokens of indices. */
  Expr find(Expr inputs, OovBuckets buckets, CallContext ctx) {
    Ops tf = ctx.tf();
    Expr x = keys(inputs);
    Expr missing =
        invert ? constant(tf, oovToken) : constant(tf, buckets.count() == 1 ? oovStart : MISSING);
    Expr found = ctx.find(table, x, missing);
    if (maskToken != null) {
      Expr mask = invert ? constant(tf, 0L) : constant(tf, maskToken);
      Expr masked =
          invert
              ? constant(tf, maskToken)
              : constant(tf, mode == OutputMode.INT ? 0L : Long.MAX_VALUE);
      found = ctx.wrap(tf.math.equal(x, mask)).where(masked, found);
    }
    if (invert || buckets.count() == 1) {
      return found;
    }
    if (buckets.count() == 0) {
      return refuseMissing(x, found, ctx);
    }
    Expr bucket = buckets.of(x, ctx).add(constant(tf, oovStart));
    return found.equal(constant(tf, MISSING)).where(bucket, found);
  }

  private Expr keys(Expr inputs) {
    DType wanted = invert ? DType.INT64 : token;
    if ((inputs.dtype() == DType.STRING) != (wanted == DType.STRING)) {
      throw new IllegalArgumentException(
          "%s: expected inputs of dtype %s. Received: %s.".formatted(who, wanted, inputs.dtype()));
    }
    return inputs.cast(wanted);
  }

  private Expr refuseMissing(Expr x, Expr found, CallContext ctx) {
    Ops tf = ctx.tf();
    Expr all = x.reshape(-1);
    Operand<TBool> isMissing = Core.bool(found.equal(constant(tf, MISSING)).reshape(-1));
    Operand<?> message =
        tf.strings.stringFormat(
            List.of(tf.gatherNd(all, tf.where(isMissing))),
            StringFormat.placeholder("{}"),
            StringFormat.template(
                who.toString().replace("{}", "()")
                    + ": when `num_oov_indices=0` all inputs should be in vocabulary, found OOV"
                    + " values {}, consider setting `num_oov_indices=1`."));
    Operand<TBool> none = tf.math.logicalNot(tf.reduceAny(isMissing, tf.constant(0)));
    return ctx.wrap(
        tf.withControlDependencies(List.of(tf.assertThat(none, List.of(message)))).identity(found));
  }

  private static Expr constant(Ops tf, @Nullable Object value) {
    if (value instanceof Number n) {
      return Expr.of(tf, tf.constant(n.longValue()));
    }
    return Expr.of(tf, tf.constant(String.valueOf(value)));
  }
}
