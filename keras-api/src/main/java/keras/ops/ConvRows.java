package keras.ops;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Convolutions, pooling and attention.
 *
 * <p>Keras: {@code keras/src/ops/nn.py}, {@code keras/src/backend/tensorflow/nn.py}.
 */
final class ConvRows {
  private static final String POOL =
      "inputs | pool_size, strides=None, padding='valid', data_format=None";
  private static final String CONV =
      "inputs, kernel | strides=1, padding='valid', data_format=None, dilation_rate=1";

  private ConvRows() {}

  static void add(OpRows rows) {
    rows.one("nn.MaxPool", POOL, a -> pool(a, true));
    rows.one("nn.AveragePool", POOL, a -> pool(a, false));
    rows.one("nn.Conv", CONV, a -> conv(a, false));
    rows.one("nn.DepthwiseConv", CONV, a -> conv(a, true));
    rows.one(
        "nn.DotProductAttention",
        "query, key, value, bias=None!, mask=None, scale=None | is_causal=False,"
            + " flash_attention=None!, attn_logits_soft_cap=None!",
        ConvRows::attention);
  }

  /** Returns a number for each spatial axis. */
  private static int[] spatial(OpArguments a, String name, Expr x) {
    int[] given = a.ints(name);
    int axes = x.rank() - 2;
    if (given.length == 1 && axes > 1) {
      given = IntStream.range(0, axes).map(i -> a.ints(name)[0]).toArray();
    }
    if (given.length != axes || IntStream.of(given).anyMatch(n -> n < 1)) {
      throw a.wrong(name, a.get(name), "one number above 0, or " + axes + " of them");
    }
    return given;
  }

  private static String padding(OpArguments a) {
    return a.text("padding", "valid", "same").toUpperCase(Locale.ROOT);
  }

  /** Computes with the channels last, whatever the data format. */
  private static Expr channelsLast(OpArguments a, Expr x, UnaryOperator<Expr> operation) {
    if (x.rank() < 3 || x.rank() > 5) {
      throw new IllegalArgumentException(
          "%s: expected one to three spatial axes. Received: shape %s."
              .formatted(a.who(), Shapes.show(x.shape())));
    }
    boolean first =
        a.has("data_format")
            && a.text("data_format", "channels_last", "channels_first").equals("channels_first");
    if (!first) {
      return operation.apply(x);
    }
    int rank = x.rank();
    int[] back =
        IntStream.range(0, rank).map(i -> i == 0 ? 0 : i == rank - 1 ? 1 : i + 1).toArray();
    int[] forth =
        IntStream.range(0, rank).map(i -> i == 0 ? 0 : i == 1 ? rank - 1 : i - 1).toArray();
    return operation.apply(x.transpose(back)).transpose(forth);
  }

  private static Expr pool(OpArguments a, boolean max) {
    Expr given = a.tensor("inputs");
    int[] size = spatial(a, "pool_size", given);
    int[] strides = a.has("strides") ? spatial(a, "strides", given) : size;
    String padding = padding(a);
    return channelsLast(
        a,
        given,
        x ->
            max
                ? ConvOps.maxPool(x, size, strides, padding)
                : ConvOps.averagePool(x, size, strides, padding));
  }

  private static Expr conv(OpArguments a, boolean depthwise) {
    Expr given = a.tensor("inputs");
    Expr kernel = a.tensor("kernel");
    int[] strides = spatial(a, "strides", given);
    int[] dilations = spatial(a, "dilation_rate", given);
    String padding = padding(a);
    if (!depthwise && isAboveOne(strides) && isAboveOne(dilations)) {
      throw new IllegalArgumentException(
          "%s: either `strides` or `dilation_rate` must be 1. Received: strides=%s, dilation_rate=%s."
              .formatted(a.who(), Arrays.toString(strides), Arrays.toString(dilations)));
    }
    return channelsLast(
        a,
        given,
        x ->
            depthwise
                ? ConvOps.depthwiseConv(x, kernel, strides, padding, dilations)
                : ConvOps.conv(x, kernel, strides, padding, dilations));
  }

  private static boolean isAboveOne(int... sizes) {
    return Arrays.stream(sizes).anyMatch(n -> n > 1);
  }

  private static Expr attention(OpArguments a) {
    List<Expr> all = a.together("query", "key", "value");
    Expr query = all.get(0);
    Expr key = all.get(1);
    Expr value = all.get(2);
    long[] ranks = {query.rank(), key.rank(), value.rank()};
    if (Arrays.stream(ranks).anyMatch(n -> n != 4)
        || query.shape().get(2) != key.shape().get(2)
        || key.shape().get(-1) < 0) {
      throw new IllegalArgumentException(
          "%s: expected query, key and value of shape (batch, time, heads, size) with as many heads. Received: shapes %s, %s, %s."
              .formatted(
                  a.who(),
                  Shapes.show(query.shape()),
                  Shapes.show(key.shape()),
                  Shapes.show(value.shape())));
    }
    Expr mask = a.has("mask") ? a.tensor("mask").cast(DType.BOOL) : null;
    if (a.flag("is_causal")) {
      Expr causal = Nn.causalMask(Core.size(query, 1), Core.size(key, 1)).expandDims(0);
      mask = mask == null ? causal : Numpy.logicalAnd(mask, causal);
    }
    double scale = a.has("scale") ? a.number("scale") : 1 / Math.sqrt((double) key.shape().get(-1));
    return Nn.dotProductAttention(query, key, value, mask, scale);
  }
}
