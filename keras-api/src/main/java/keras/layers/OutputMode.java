package keras.layers;

import java.util.List;
import java.util.Locale;
import keras.engine.CallContext;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.DenseBincount;
import org.tensorflow.types.family.TNumber;

/**
 * How layers that give numbers to categories write them.
 *
 * <p>Keras: {@code keras/src/utils/numerical_utils.py}, {@code encode_categorical_inputs}.
 */
enum OutputMode {
  INT,
  ONE_HOT,
  MULTI_HOT,
  COUNT,
  TF_IDF;

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the mode of a Keras name; those of Keras 2 count too. */
  static OutputMode get(Object who, String id, List<OutputMode> allowed) {
    String name = id.equals("binary") ? "multi_hot" : id.equals("tf-idf") ? "tf_idf" : id;
    for (OutputMode mode : allowed) {
      if (mode.id().equals(name)) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        "%s: `output_mode` must be one of %s. Received: output_mode=%s."
            .formatted(
                who.getClass().getSimpleName(), allowed.stream().map(OutputMode::id).toList(), id));
  }

  /**
   * Encodes indices of categories. Indices from {@code depth} on are left out.
   *
   * @param dtype of the result, unless weights give theirs
   */
  Expr encode(Expr indices, int depth, DType dtype, @Nullable Expr countWeights, CallContext ctx) {
    if (this == INT) {
      return indices.cast(dtype);
    }
    Expr x = indices.rank() == 0 ? indices.expandDims(-1) : indices;
    Expr whole = x.dtype() == DType.INT32 || x.dtype() == DType.INT64 ? x : x.cast(DType.INT64);
    if (this == ONE_HOT) {
      boolean single = whole.rank() > 1 && whole.shape().get(-1) == 1;
      return oneHot(single ? Numpy.squeeze(whole, -1) : whole, depth, dtype, ctx);
    }
    if (whole.rank() <= 2) {
      return bincount(whole, depth, dtype, countWeights, ctx);
    }
    DType out = countWeights == null ? dtype : countWeights.dtype();
    Expr encoded = oneHot(whole, depth, out, ctx);
    if (this == MULTI_HOT) {
      return encoded.max(1);
    }
    return (countWeights == null ? encoded : encoded.mul(countWeights.expandDims(-1))).sum(1);
  }

  private static Expr oneHot(Expr x, int depth, DType dtype, CallContext ctx) {
    Ops tf = ctx.tf();
    return ctx.wrap(
        tf.oneHot(x, tf.constant(depth), Core.constant(tf, 1, dtype), Core.constant(tf, 0, dtype)));
  }

  private Expr bincount(
      Expr x, int depth, DType dtype, @Nullable Expr countWeights, CallContext ctx) {
    Ops tf = ctx.tf();
    boolean counted =
        dtype == DType.FLOAT32
            || dtype == DType.FLOAT64
            || dtype == DType.INT32
            || dtype == DType.INT64;
    DType in = counted ? dtype : DType.FLOAT32;
    Operand<TNumber> weights =
        countWeights != null
            ? countWeights.cast(in)
            : ctx.wrap(tf.zeros(tf.array(0L), in.type().asSubclass(TNumber.class)));
    Expr size = x.constant(depth);
    return ctx.wrap(
            tf.math.denseBincount(x, size, weights, DenseBincount.binaryOutput(this == MULTI_HOT)))
        .cast(dtype);
  }
}
