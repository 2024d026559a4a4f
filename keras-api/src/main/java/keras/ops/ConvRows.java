package keras.ops;

import java.util.Arrays;
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

  private static final String TRANSPOSE =
      "inputs, kernel | strides=1, padding='valid', output_padding=None, data_format=None,"
          + " dilation_rate=1";
  private static final String SEPARABLE =
      "inputs, depthwise_kernel, pointwise_kernel | strides=1, padding='valid',"
          + " data_format=None, dilation_rate=1";

  private ConvRows() {}

  static void add(OpRows rows) {
    rows.one("nn.MaxPool", POOL, a -> pool(a, true));
    rows.one("nn.AveragePool", POOL, a -> pool(a, false));
    rows.one("nn.Conv", CONV, a -> conv(a, false));
    rows.one("nn.DepthwiseConv", CONV, a -> conv(a, true));
    rows.one(
        "nn.DotProductAttention",
        "query, key, value, bias=None, mask=None, scale=None | is_causal=False,"
            + " flash_attention=None, attn_logits_soft_cap=None!",
        AttentionRows::attention);
    rows.one("nn.ConvTranspose", TRANSPOSE, ConvRows::transpose);
    rows.one("nn.SeparableConv", SEPARABLE, ConvRows::separable);
  }

  /** Returns a number for each spatial axis. */
  static int[] spatial(OpArguments a, String name, Expr x) {
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

  static String padding(OpArguments a) {
    return a.text("padding", "valid", "same").toUpperCase(Locale.ROOT);
  }

  /** Computes with the channels last, whatever the data format. */
  static Expr channelsLast(OpArguments a, Expr x, UnaryOperator<Expr> operation) {
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
    if (!depthwise) {
      requireOneKind(a, strides, dilations);
    }
    return channelsLast(
        a,
        given,
        x ->
            depthwise
                ? ConvOps.depthwiseConv(x, kernel, strides, padding, dilations)
                : ConvOps.conv(x, kernel, strides, padding, dilations));
  }

  /** Refuses strides beside dilations, as Keras does. */
  static void requireOneKind(OpArguments a, int[] strides, int[] dilations) {
    if (isAboveOne(strides) && isAboveOne(dilations)) {
      throw new IllegalArgumentException(
          "%s: either `strides` or `dilation_rate` must be 1. Received: strides=%s, dilation_rate=%s."
              .formatted(a.who(), Arrays.toString(strides), Arrays.toString(dilations)));
    }
  }

  private static boolean isAboveOne(int... sizes) {
    return Arrays.stream(sizes).anyMatch(n -> n > 1);
  }

  private static Expr separable(OpArguments a) {
    Expr given = a.tensor("inputs");
    Expr kernel = a.tensor("depthwise_kernel");
    Expr pointwise = a.tensor("pointwise_kernel");
    int[] strides = spatial(a, "strides", given);
    int[] dilations = spatial(a, "dilation_rate", given);
    int[] ones = IntStream.of(strides).map(n -> 1).toArray();
    String padding = padding(a);
    return channelsLast(
        a,
        given,
        x ->
            ConvOps.conv(
                ConvOps.depthwiseConv(x, kernel, strides, padding, dilations),
                pointwise,
                ones,
                "VALID",
                ones));
  }

  private static Expr transpose(OpArguments a) {
    Expr given = a.tensor("inputs");
    Expr kernel = a.tensor("kernel");
    int[] strides = spatial(a, "strides", given);
    Expr spread = ConvOps.spread(kernel, spatial(a, "dilation_rate", given));
    String padding = padding(a);
    int axes = strides.length;
    int[] more = a.has("output_padding") ? a.ints("output_padding") : null;
    if (more != null && more.length != 1 && more.length != axes) {
      throw a.wrong(
          "output_padding", a.get("output_padding"), "one number, or " + axes + " of them");
    }
    int[] offsets = new int[axes];
    for (int i = 0; i < axes; i++) {
      int window = Math.toIntExact(spread.shape().get(i));
      boolean valid = padding.equals("VALID");
      if (more == null) {
        offsets[i] = valid ? Math.max(window - strides[i], 0) : 0;
      } else {
        int extra = more[more.length == 1 ? 0 : i];
        offsets[i] = (valid ? window : window % 2) + extra - strides[i];
      }
    }
    return channelsLast(
        a,
        given,
        x -> {
          if (x.shape().get(-1) != kernel.shape().get(-1)) {
            throw new IllegalArgumentException(
                "%s: expected as many channels in the input as in the kernel's last axis. Received: shapes %s and %s."
                    .formatted(a.who(), Shapes.show(given.shape()), Shapes.show(kernel.shape())));
          }
          long[] sizes =
              IntStream.range(0, axes)
                  .mapToLong(
                      i -> {
                        long size = x.shape().get(i + 1);
                        return size < 0 ? -1 : size * strides[i] + offsets[i];
                      })
                  .toArray();
          return ConvOps.convTranspose(x, spread, strides, padding, sizes, offsets);
        });
  }
}
