package keras.ops;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Functions of TensorFlow for neural networks: convolutions, pools, losses.
 *
 * <p>Keras: {@code tensorflow/python/ops/nn_ops.py}, {@code nn_impl.py}.
 */
final class TfNnFunctions {
  private static final String CONV =
      ", filters=None, filter=None, strides=None, stride=None, padding='VALID',"
          + " use_cudnn_on_gpu=None, data_format=None, dilations=None, dilation_rate=None,"
          + " rate=None";
  private static final String POOL = ", ksize, strides, padding, data_format=None";

  private TfNnFunctions() {}

  static void add(TfFunctions rows) {
    rows.one("compat.v1.nn.conv1d", "value=None" + CONV, a -> conv(a, "value", 1, false));
    rows.one("nn.conv1d", "input" + CONV, a -> conv(a, "input", 1, false));
    rows.one("nn.conv2d compat.v1.nn.conv2d", "input" + CONV, a -> conv(a, "input", 2, false));
    rows.one("nn.conv3d compat.v1.nn.conv3d", "input" + CONV, a -> conv(a, "input", 3, false));
    rows.one(
        "nn.convolution compat.v1.nn.convolution", "input" + CONV, a -> conv(a, "input", 0, false));
    rows.one(
        "nn.depthwise_conv2d compat.v1.nn.depthwise_conv2d compat.v1.nn.depthwise_conv2d_native",
        "input" + CONV,
        a -> conv(a, "input", 2, true));
    rows.one(
        "nn.separable_conv2d compat.v1.nn.separable_conv2d",
        "input, depthwise_filter, pointwise_filter, strides, padding, rate=None, data_format=None,"
            + " dilations=None",
        TfNnFunctions::separable);
    rows.one(
        "nn.conv2d_transpose",
        "input, filters, output_shape, strides, padding='SAME', data_format=None, dilations=None",
        TfNnFunctions::transposed);
    for (String kind : List.of("max", "avg")) {
      String name = "nn." + kind + "_pool";
      boolean max = kind.equals("max");
      for (int axes = 1; axes <= 3; axes++) {
        int count = axes;
        rows.one(name + axes + "d", "input" + POOL, a -> pool(a, "input", count, max));
      }
      rows.one(name, "input" + POOL, a -> pool(a, "input", 0, max));
      rows.one("compat.v1." + name, "value" + POOL, a -> pool(a, "value", 2, max));
    }
    rows.one(
        "nn.pool compat.v1.nn.pool",
        "input, window_shape, pooling_type, padding='VALID', dilation_rate=None!, strides=None,"
            + " data_format=None, dilations=None!",
        TfNnFunctions::anyPool);
    rows.one("nn.l2_loss", "t", a -> a.op("L2Loss", a.tensor("t")));
    rows.one(
        "nn.crelu compat.v1.nn.crelu",
        "features, axis=-1",
        a -> {
          Expr x = a.tensor("features");
          return Numpy.concatenate(List.of(x, x.neg()), a.integer("axis")).relu();
        });
    rows.one(
        "nn.local_response_normalization",
        "input, depth_radius=5, bias=1, alpha=1, beta=0.5",
        a ->
            a.op(
                "LRN",
                b ->
                    b.setAttr("depth_radius", a.integer("depth_radius"))
                        .setAttr("bias", (float) a.number("bias"))
                        .setAttr("alpha", (float) a.number("alpha"))
                        .setAttr("beta", (float) a.number("beta")),
                a.tensor("input")));
    rows.one(
        "nn.embedding_lookup compat.v1.nn.embedding_lookup",
        "params, ids, partition_strategy=None, validate_indices=True, max_norm=None!",
        TfNnFunctions::embedding);
    TfLossFunctions.add(rows);
  }

  /** A list is one of parts of the table, and files do not tell it from a table of constants. */
  private static Expr embedding(TfArguments a) {
    if (!(a.get("params") instanceof Expr table)) {
      throw a.refused("params", "a tensor of the graph");
    }
    return Numpy.take(table, a.tensor("ids"), 0);
  }

  private static Expr x(TfArguments a, String name) {
    Expr x = a.tensor(name);
    if (a.has("data_format") && !a.text("data_format").endsWith("C")) {
      throw a.refused("data_format", "NWC, NHWC and NDHWC");
    }
    return x;
  }

  private static String padding(TfArguments a) {
    if (a.get("padding") instanceof String padding) {
      return padding.toUpperCase(Locale.ROOT);
    }
    throw a.refused("padding", "SAME and VALID");
  }

  /** Returns a number for each spatial axis, of one number, as many, or with batch and channels. */
  private static int[] spatial(TfArguments a, int axes, String... names) {
    for (String name : names) {
      if (!a.has(name)) {
        continue;
      }
      int[] given = a.ints(name);
      if (given.length == 1) {
        int[] all = new int[axes];
        Arrays.fill(all, given[0]);
        return all;
      } else if (given.length == axes) {
        return given;
      } else if (given.length == axes + 2 && given[0] == 1 && given[axes + 1] == 1) {
        return Arrays.copyOfRange(given, 1, axes + 1);
      }
      throw a.wrong(name, "one number, or " + axes + " of them");
    }
    return IntStream.range(0, axes).map(i -> 1).toArray();
  }

  private static Expr conv(TfArguments a, String input, int axes, boolean depthwise) {
    Expr x = x(a, input);
    int count = axes == 0 ? x.rank() - 2 : axes;
    Expr kernel = a.tensor(a.has("filters") ? "filters" : "filter", x.dtype());
    int[] strides = spatial(a, count, "strides", "stride");
    int[] dilations = spatial(a, count, "dilations", "dilation_rate", "rate");
    return depthwise
        ? ConvOps.depthwiseConv(x, kernel, strides, padding(a), dilations)
        : ConvOps.conv(x, kernel, strides, padding(a), dilations);
  }

  private static Expr separable(TfArguments a) {
    Expr x = x(a, "input");
    int[] strides = spatial(a, 2, "strides");
    int[] dilations = spatial(a, 2, "dilations", "rate");
    Expr depthwise = a.tensor("depthwise_filter", x.dtype());
    Expr y = ConvOps.depthwiseConv(x, depthwise, strides, padding(a), dilations);
    int[] ones = {1, 1};
    return ConvOps.conv(y, a.tensor("pointwise_filter", x.dtype()), ones, "VALID", ones);
  }

  private static Expr transposed(TfArguments a) {
    Expr x = x(a, "input");
    int[] strides = spatial(a, 2, "strides");
    if (IntStream.of(spatial(a, 2, "dilations")).anyMatch(d -> d != 1)) {
      throw a.refused("dilations", "1");
    }
    String padding = padding(a);
    long[] all = {1, strides[0], strides[1], 1};
    return a.op(
        "Conv2DBackpropInput",
        b -> b.setAttr("strides", all).setAttr("padding", padding),
        a.sizes("output_shape"),
        a.tensor("filters", x.dtype()),
        x);
  }

  private static Expr pool(TfArguments a, String input, int axes, boolean max) {
    Expr x = x(a, input);
    int count = axes == 0 ? x.rank() - 2 : axes;
    return pooled(x, spatial(a, count, "ksize"), spatial(a, count, "strides"), padding(a), max);
  }

  private static Expr anyPool(TfArguments a) {
    Expr x = x(a, "input");
    int axes = x.rank() - 2;
    boolean max = a.text("pooling_type").equals("MAX");
    return pooled(
        x, spatial(a, axes, "window_shape"), spatial(a, axes, "strides"), padding(a), max);
  }

  private static Expr pooled(Expr x, int[] size, int[] strides, String padding, boolean max) {
    return max
        ? ConvOps.maxPool(x, size, strides, padding)
        : ConvOps.averagePool(x, size, strides, padding);
  }
}
