package keras.ops;

import java.util.Arrays;
import java.util.List;

/**
 * Attention.
 *
 * <p>Keras: {@code keras/src/ops/nn.py}, {@code keras/src/backend/tensorflow/nn.py}.
 */
final class AttentionRows {
  private AttentionRows() {}

  static Expr attention(OpArguments a) {
    if (a.flag("flash_attention")) {
      throw new IllegalArgumentException(
          "%s: flash attention is not supported, as in Keras on TensorFlow. Received: flash_attention=True."
              .formatted(a.who()));
    }
    List<Expr> all = a.together("query", "key", "value");
    Expr query = all.get(0);
    Expr key = all.get(1);
    Expr value = all.get(2);
    long[] ranks = {query.rank(), key.rank(), value.rank()};
    if (Arrays.stream(ranks).anyMatch(n -> n != 4) || key.shape().get(-1) < 0) {
      throw wrong(a, all);
    }
    long heads = query.shape().get(2);
    long groups = key.shape().get(2);
    if (heads != groups) {
      if (groups < 2 || heads < groups || heads % groups != 0) { // Keras refuses one for all, too
        throw wrong(a, all);
      }
      key = repeated(key, Math.toIntExact(heads / groups));
      value = repeated(value, Math.toIntExact(heads / groups));
    }
    Expr mask = a.has("mask") ? a.tensor("mask").cast(DType.BOOL) : null;
    if (a.flag("is_causal")) {
      Expr causal = Nn.causalMask(Core.size(query, 1), Core.size(key, 1)).expandDims(0);
      mask = mask == null ? causal : Numpy.logicalAnd(mask, causal);
    }
    Expr bias = a.has("bias") ? a.tensor(a.get("bias"), query.dtype()) : null;
    double scale = a.has("scale") ? a.number("scale") : 1 / Math.sqrt((double) key.shape().get(-1));
    return Nn.dotProductAttention(query, key, value, bias, mask, scale);
  }

  private static IllegalArgumentException wrong(OpArguments a, List<Expr> all) {
    return new IllegalArgumentException(
        "%s: expected query, key and value of shape (batch, time, heads, size), as many heads of the query as of the key, or a multiple of two and more. Received: shapes %s, %s, %s."
            .formatted(
                a.who(),
                Shapes.show(all.get(0).shape()),
                Shapes.show(all.get(1).shape()),
                Shapes.show(all.get(2).shape())));
  }

  /** Repeats each head for the queries of its group. */
  private static Expr repeated(Expr x, int times) {
    Expr places =
        Nn.places(Core.constant(x.tf(), (double) (x.shape().get(2) * times), DType.INT32));
    return Numpy.take(x, Nn.floorDiv(places, times), 2);
  }
}
