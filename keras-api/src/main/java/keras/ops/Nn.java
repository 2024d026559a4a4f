package keras.ops;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The functions of neural networks.
 *
 * <p>Keras: {@code keras/src/ops/nn.py}, {@code keras/src/backend/tensorflow/nn.py}.
 */
public final class Nn {
  private Nn() {}

  /**
   * Returns exponentials that sum to 1 over an axis, or over several together.
   *
   * <p>Along the last axis the result is a node of type {@code Softmax}, whose input losses use.
   */
  public static Expr softmax(Expr x, int... axes) {
    if (axes.length == 1) {
      return alongLast("softmax", x, axes[0], y -> y.wrap(y.tf().nn.softmax(y)));
    }
    if (axes.length == 0) {
      throw new IllegalArgumentException("softmax: expected an axis or more. Received: none.");
    }
    int[] last = IntStream.of(axes).map(a -> axis("softmax", x, a)).toArray();
    int[] kept = Numpy.axesBut(x, last);
    int[] order = IntStream.concat(IntStream.of(kept), IntStream.of(last)).toArray();
    Expr moved = x.transpose(order);
    Expr sizes = Core.shape(moved);
    int[] outer = IntStream.range(0, kept.length).toArray();
    Expr first = Numpy.take(sizes, x.wrap(x.tf().constant(outer)), 0);
    Expr flat = x.wrap(x.tf().constant(new int[] {-1}));
    Expr y = softmax(Numpy.reshape(moved, Numpy.concatenate(List.of(first, flat), 0)), -1);
    int[] back = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      back[order[i]] = i;
    }
    return Numpy.reshape(y, sizes).transpose(back);
  }

  /** Returns the logarithm of the softmax along an axis. */
  public static Expr logSoftmax(Expr x, int axis) {
    return alongLast("log_softmax", x, axis, y -> y.wrap(y.tf().nn.logSoftmax(y)));
  }

  /**
   * Returns what attention gives: the values, weighed by how well queries and keys fit.
   *
   * <p>Keras: {@code keras/src/backend/tensorflow/nn.py}, {@code dot_product_attention}.
   *
   * @param query {@code (batch, queries, heads, size)}
   * @param key {@code (batch, keys, heads, size)}
   * @param value {@code (batch, keys, heads, value size)}
   * @param mask booleans that can be broadcast to {@code (batch, heads, queries, keys)}, or null
   * @param scale what scores are multiplied by; as in Keras, a float32 in any dtype
   * @return {@code (batch, queries, heads, value size)}
   */
  public static Expr dotProductAttention(
      Expr query, Expr key, Expr value, @Nullable Expr mask, double scale) {
    return dotProductAttention(query, key, value, null, mask, scale);
  }

  static Expr dotProductAttention(
      Expr query, Expr key, Expr value, @Nullable Expr bias, @Nullable Expr mask, double scale) {
    DType precise = query.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    Expr logits = Einsum.op("BTNH,BSNH->BNTS", query, key).cast(precise);
    Expr scaled = logits.mul((float) scale);
    Expr biased = bias == null ? scaled : scaled.add(bias.cast(precise));
    Expr shown = mask == null ? biased : mask.where(biased, biased.constant(3.38953e38 * -0.7));
    return Einsum.op("BNTS,BSNH->BTNH", softmax(shown, -1).cast(key.dtype()), value);
  }

  /** Returns booleans of shape {@code (1, queries, keys)}: true where a key is no later. */
  public static Expr causalMask(Expr queries, Expr keys) {
    return Numpy.greaterEqual(places(queries).reshape(1, -1, 1), places(keys).reshape(1, 1, -1));
  }

  /** Returns 0, 1, 2, … up to a size, an int32 scalar in the graph. */
  public static Expr places(Expr size) {
    var tf = size.tf();
    return size.wrap(tf.range(tf.constant(0), Core.int32(size), tf.constant(1)));
  }

  /** Divides whole numbers by one, rounding down. */
  static Expr floorDiv(Expr x, int by) {
    return x.wrap(x.tf().math.floorDiv(x, x.constant(by)));
  }

  /** Returns the logarithm of the sum of exponentials over axes, with the ops of TensorFlow. */
  public static Expr logSumExp(Expr x, int[] axes, boolean keepDims) {
    Expr largest = Numpy.max(x, axes, true);
    Expr finite = x.wrap(x.tf().math.isFinite(largest));
    Expr offset = Core.stopGradient(finite.where(largest, x.constant(0)));
    Expr log = Numpy.sum(x.sub(offset).exp(), axes, true).log().add(offset);
    return keepDims ? log : Numpy.squeeze(log, axes);
  }

  /** Adds a vector along the last axis, with the op that TensorFlow fuses, where Keras does. */
  public static Expr biasAdd(Expr x, Expr bias) {
    boolean fusable =
        x.rank() > 1 && bias.shape().size() > 1 && x.shape().get(-1) == bias.shape().size();
    return fusable ? x.wrap(x.tf().nn.biasAdd(x, bias)) : x.add(bias);
  }

  private static Expr alongLast(String who, Expr x, int axis, UnaryOperator<Expr> function) {
    int along = axis(who, x, axis);
    if (along == x.rank() - 1) {
      return function.apply(x);
    }
    int[] swap = swapWithLast(x, along);
    return function.apply(x.transpose(swap)).transpose(swap);
  }

  /** Returns the permutation that swaps an axis with the last. */
  public static int[] swapWithLast(Expr x, int axis) {
    int[] swap = IntStream.range(0, x.rank()).toArray();
    swap[axis] = swap.length - 1;
    swap[swap.length - 1] = axis;
    return swap;
  }

  /** Returns an axis counted from the first; refuses one that the tensor does not have. */
  public static int axis(String who, Expr x, int axis) {
    int rank = x.rank();
    if (axis < -rank || axis >= rank) {
      throw new IllegalArgumentException(
          "%s: `axis` must lie in [%d, %d). Received: axis=%d for shape %s."
              .formatted(who, -rank, rank, axis, Shapes.show(x.shape())));
    }
    return Math.floorMod(axis, rank);
  }
}
