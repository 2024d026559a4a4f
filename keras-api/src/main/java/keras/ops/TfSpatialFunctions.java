package keras.ops;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;

/**
 * Functions of TensorFlow over positions: convolutions turned around, dilations and erosions, pools
 * that tell places, biases, and losses of sequences and counts.
 *
 * <p>Keras: {@code tensorflow/python/ops/nn_ops.py}, {@code nn_impl.py}.
 */
final class TfSpatialFunctions {
  private TfSpatialFunctions() {}

  static void add(TfFunctions rows) {
    rows.one(
        "nn.bias_add",
        "value, bias, data_format=None",
        a -> {
          boolean first = a.has("data_format") && a.text("data_format").startsWith("NC");
          return a.op(
              "BiasAdd",
              b -> b.setAttr("data_format", first ? "NCHW" : "NHWC"),
              a.tensor("value"),
              a.like("bias", "value"));
        });
    rows.one(
        "nn.log_poisson_loss",
        "targets, log_input, compute_full_loss=False",
        TfSpatialFunctions::poisson);
    rows.one(
        "nn.conv1d_transpose",
        "input, filters, output_shape, strides, padding='SAME', data_format=None, dilations=None",
        TfSpatialFunctions::turnedRow);
    rows.one(
        "nn.conv3d_transpose compat.v1.nn.conv3d_transpose",
        "input=None, filters=None, output_shape=None, strides=None, padding='SAME',"
            + " data_format='NDHWC'!, dilations=None, value=None, filter=None",
        TfSpatialFunctions::turnedVolume);
    rows.one(
        "nn.atrous_conv2d_transpose",
        "value, filters, output_shape, rate, padding",
        TfSpatialFunctions::turnedAtrous);
    rows.one(
        "nn.depthwise_conv2d_backprop_input",
        "input_sizes, filter, out_backprop, strides, padding, data_format='NHWC'!, dilations=None",
        a ->
            a.op(
                "DepthwiseConv2dNativeBackpropInput",
                b -> {
                  b.setAttr("strides", a.longs("strides")).setAttr("padding", a.text("padding"));
                  if (a.has("dilations")) {
                    b.setAttr("dilations", a.longs("dilations"));
                  }
                },
                a.sizes("input_sizes"),
                a.like("filter", "out_backprop"),
                a.tensor("out_backprop")));
    for (String name : List.of("nn.", "compat.v1.nn.")) {
      boolean old = !name.equals("nn.");
      rows.one(
          name + "dilation2d",
          old
              ? "input, filter=None, strides=None, rates=None, padding=None, filters=None,"
                  + " dilations=None"
              : "input, filters, strides, padding, data_format, dilations, filter=None, rates=None",
          a -> dilated(a, a.tensor("input"), kernel(a, "filter", "input")));
      rows.one(
          name + "erosion2d",
          old
              ? "value, kernel, strides, rates, padding, filters=None, dilations=None"
              : "value, filters, strides, padding, data_format, dilations, kernel=None, rates=None",
          a -> {
            Expr kernel = a.op("ReverseV2", kernel(a, "kernel", "value"), a.constant(0, 1));
            return dilated(a, a.tensor("value").neg(), kernel).neg();
          });
    }
    rows.several(
        "nn.max_pool_with_argmax compat.v1.nn.max_pool_with_argmax",
        "input, ksize, strides, padding, data_format='NHWC'!, output_dtype=None,"
            + " include_batch_in_index=False, Targmax=None",
        TfSpatialFunctions::pool);
    rows.one(
        "nn.ctc_loss compat.v1.nn.ctc_loss_v2",
        "labels, logits, label_length, logit_length, logits_time_major=True, unique=None!,"
            + " blank_index=None",
        TfSpatialFunctions::sequenceLoss);
  }

  /** Returns a number for each axis of a tensor, of one number, of those between, or of all. */
  private static long[] all(TfArguments a, String name, int spatial) {
    int[] given = a.has(name) ? a.ints(name) : new int[] {1};
    long[] all = new long[spatial + 2];
    java.util.Arrays.fill(all, 1);
    if (given.length == all.length) {
      return a.longs(name);
    } else if (given.length != 1 && given.length != spatial) {
      throw a.wrong(name, "one number, or " + spatial + " of them");
    }
    for (int i = 0; i < spatial; i++) {
      all[i + 1] = given[given.length == 1 ? 0 : i];
    }
    return all;
  }

  private static Expr kernel(TfArguments a, String old, String input) {
    return a.like(a.has("filters") ? "filters" : old, input);
  }

  private static Expr poisson(TfArguments a) {
    List<Expr> both = a.both("targets", "log_input");
    Expr truth = both.get(0);
    Expr log = both.get(1);
    Expr loss = log.exp().sub(log.mul(truth));
    if (!a.flag("compute_full_loss")) {
      return loss;
    }
    Expr root = truth.mul(2 * Math.PI).log().mul(0.5);
    Expr stirling = truth.mul(truth.log()).sub(truth).add(root);
    Expr zeros = Numpy.zerosLike(truth);
    Expr small =
        Numpy.logicalAnd(
            Numpy.greaterEqual(truth, zeros), a.op("LessEqual", truth, Numpy.onesLike(truth)));
    return loss.add(small.where(zeros, stirling));
  }

  private static Consumer<OperationBuilder> turned(
      String padding, long[] strides, long[] dilations) {
    return b ->
        b.setAttr("strides", strides).setAttr("padding", padding).setAttr("dilations", dilations);
  }

  private static String padding(TfArguments a) {
    return a.text("padding").toUpperCase(Locale.ROOT);
  }

  private static Expr turnedRow(TfArguments a) {
    if (a.has("data_format") && !a.text("data_format").equals("NWC")) {
      throw a.refused("data_format", "NWC");
    }
    Expr x = a.tensor("input");
    long[] step = all(a, "strides", 1);
    long[] rate = all(a, "dilations", 1);
    Expr size = a.sizes("output_shape");
    Expr sizes =
        Numpy.concatenate(
            List.of(
                SliceKey.between(size, 0, 0, 1),
                Numpy.onesLike(SliceKey.between(size, 0, 0, 1)),
                SliceKey.between(size, 0, 1, null)),
            0);
    Expr y =
        a.op(
            "Conv2DBackpropInput",
            turned(padding(a), new long[] {1, 1, step[1], 1}, new long[] {1, 1, rate[1], 1}),
            sizes,
            a.like("filters", "input").expandDims(0),
            x.expandDims(1));
    return Numpy.squeeze(y, 1);
  }

  private static Expr turnedVolume(TfArguments a) {
    String input = a.has("input") ? "input" : "value";
    return a.op(
        "Conv3DBackpropInputV2",
        turned(padding(a), all(a, "strides", 3), all(a, "dilations", 3)),
        a.sizes("output_shape"),
        kernel(a, "filter", input),
        a.tensor(input));
  }

  /** Spreads the filter by parting positions into batches, as Python does. */
  private static Expr turnedAtrous(TfArguments a) {
    Expr x = a.tensor("value");
    Expr kernel = a.like("filters", "value");
    int rate = a.integer("rate");
    int[] size = a.ints("output_shape");
    int[] before = new int[2];
    int[] after = new int[2];
    int[] extra = new int[2];
    long[] inner = new long[2];
    for (int i = 0; i < 2; i++) {
      long spread = kernel.shape().get(i) + (kernel.shape().get(i) - 1) * (rate - 1);
      int pad = padding(a).equals("SAME") ? (int) spread - 1 : 0;
      before[i] = pad / 2;
      after[i] = pad - before[i];
      extra[i] = Math.floorMod(rate - Math.floorMod(size[i + 1] + pad, rate), rate);
      inner[i] = (size[i + 1] + pad + (long) extra[i]) / rate;
    }
    Expr block = a.constant(rate, rate);
    Expr parted =
        a.op("SpaceToBatchND", x, block, a.constant(0, extra[0], 0, extra[1]).reshape(2, 2));
    Expr sizes = a.constant(rate * rate * size[0], (int) inner[0], (int) inner[1], size[3]);
    long[] ones = {1, 1, 1, 1};
    Expr y = a.op("Conv2DBackpropInput", turned("VALID", ones, ones), sizes, kernel, parted);
    Expr crops =
        a.constant(before[0], after[0] + extra[0], before[1], after[1] + extra[1]).reshape(2, 2);
    return a.op("BatchToSpaceND", y, block, crops);
  }

  private static Expr dilated(TfArguments a, Expr x, Expr kernel) {
    return a.op(
        "Dilation2D",
        b ->
            b.setAttr("strides", a.longs("strides"))
                .setAttr("rates", a.longs(a.has("dilations") ? "dilations" : "rates"))
                .setAttr("padding", padding(a)),
        x,
        kernel);
  }

  private static List<Expr> pool(TfArguments a) {
    Expr x = a.tensor("input");
    DType type = a.dtype("output_dtype", a.dtype("Targmax", DType.INT64));
    Operation op =
        a.build(
            "MaxPoolWithArgmax",
            b ->
                b.setAttr("ksize", all(a, "ksize", 2))
                    .setAttr("strides", all(a, "strides", 2))
                    .setAttr("padding", padding(a))
                    .setAttr("Targmax", type.proto())
                    .setAttr("include_batch_in_index", a.flag("include_batch_in_index")),
            x);
    return a.outputs(op);
  }

  private static Expr sequenceLoss(TfArguments a) {
    Expr given = a.tensor("logits");
    Expr x = a.flag("logits_time_major") ? given.transpose(1, 0, 2) : given;
    int blank = a.has("blank_index") ? a.integer("blank_index") : 0;
    return CtcRows.loss(
        a.tensor("labels"),
        x,
        a.tensor("label_length"),
        a.tensor("logit_length"),
        Math.floorMod(blank, (int) x.shape().get(2)));
  }
}
