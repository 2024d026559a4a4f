package keras.layers;

import keras.engine.Arguments;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Nn;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;

/**
 * The mask of a {@link MultiHeadAttention}: what all masks of its call let through.
 *
 * <p>Keras: {@code keras/src/layers/attention/multi_head_attention.py}.
 */
final class AttentionMask {
  private AttentionMask() {}

  /**
   * Returns booleans that can be broadcast to {@code (batch, queries, keys)}, or null for none.
   *
   * @param key the key of the call, or null where it is the value
   */
  static @Nullable Expr of(
      Arguments<Expr> in,
      Expr query,
      Expr value,
      @Nullable Expr key,
      @Nullable Integer slidingWindow) {
    Expr all = along(query.mask(), -1);
    all = both(all, along(value.mask(), -2));
    all = both(all, key == null ? along(in.find("key_mask"), -2) : along(key.mask(), -2));
    Expr queries = Core.size(query, 1);
    Expr keys = Core.size(value, 1);
    if (in.flag("use_causal_mask")) {
      all = both(all, Nn.causalMask(queries, keys));
    }
    if (slidingWindow != null) {
      Expr rows = Nn.places(queries).reshape(1, -1, 1);
      Expr distance = rows.sub(Nn.places(keys).reshape(1, 1, -1)).abs();
      all = both(all, distance.less(slidingWindow));
    }
    Expr given = in.find("attention_mask");
    return both(given == null ? null : given.cast(DType.BOOL), all);
  }

  private static @Nullable Expr along(@Nullable Expr mask, int axis) {
    return mask == null ? null : mask.cast(DType.BOOL).expandDims(axis);
  }

  private static @Nullable Expr both(@Nullable Expr a, @Nullable Expr b) {
    return a == null ? b : b == null ? a : Numpy.logicalAnd(a, b);
  }
}
