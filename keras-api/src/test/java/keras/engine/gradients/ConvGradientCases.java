package keras.engine.gradients;

import static keras.engine.gradients.GradientCase.s;

import java.util.List;
import keras.engine.gradients.GradientCase.Table;
import org.tensorflow.Operand;

/** Lists the checks of convolutions, pooling and normalization. */
final class ConvGradientCases {
  private ConvGradientCases() {}

  private static long[] l(long... values) {
    return values;
  }

  static void addTo(Table t) {
    for (String padding : new String[] {"SAME", "VALID"}) {
      for (long stride : new long[] {1, 2}) {
        String how = " " + padding + " " + stride;
        conv2d(t, "Conv2D" + how, "strides", l(1, stride, stride, 1), "padding", padding);
        depthwise(t, how, "strides", l(1, stride, stride, 1), "padding", padding);
        conv3d(t, how, "strides", l(1, stride, stride, stride, 1), "padding", padding);
        pools(t, padding, stride);
      }
    }
    long[] ones = l(1, 1, 1, 1);
    conv2d(
        t,
        "Conv2D explicit",
        "strides",
        ones,
        "padding",
        "EXPLICIT",
        "explicit_paddings",
        l(0, 0, 1, 2, 0, 1, 0, 0));
    for (String padding : new String[] {"SAME", "VALID"}) {
      Object[] how = {"strides", ones, "padding", padding, "dilations", l(1, 2, 1, 1)};
      grouped(t, "Conv2D dilated " + padding, 1, how);
      grouped(t, "Conv2D dilated groups " + padding, 3, how);
      eachChannel(t, "Conv2D dilated channels " + padding, how);
    }
    grouped(t, "Conv2D groups", 2, "strides", l(1, 2, 2, 1), "padding", "SAME");
    eachChannel(t, "Conv2D channels", "strides", l(1, 2, 2, 1), "padding", "SAME");
    eachChannel(t, "Conv2D channels uneven", "strides", l(1, 1, 2, 1), "padding", "SAME");
    grouped(
        t,
        "Conv2D dilated explicit",
        2,
        "strides",
        ones,
        "padding",
        "EXPLICIT",
        "explicit_paddings",
        l(0, 0, 1, 2, 0, 1, 0, 0),
        "dilations",
        l(1, 1, 2, 1));
    t.add(
        "Conv2D dilated by hand", -1, 1, ConvGradientCases::dilated, s(1, 5, 4, 2), s(3, 2, 2, 2));
    transposes(t);
    normalizations(t);
  }

  private static void conv2d(Table t, String name, Object... attributes) {
    GradientCase.Builder call = (o, x) -> o.of("Conv2D", with(attributes, x.get(0), x.get(1)));
    t.add(name, -1, 1, call, s(1, 5, 4, 2), s(3, 2, 2, 2));
  }

  /** Adds a convolution of two channels a group to one a group, by shapes that are known. */
  private static void grouped(Table t, String name, int groups, Object... attributes) {
    GradientCase.Builder call = (o, x) -> o.of("Conv2D", with(attributes, x.get(0), x.get(1)));
    t.add(name, -1, 1, call, s(1, 5, 4, 2L * groups), s(2, 2, 2, groups)).knownShapes();
  }

  /** Adds a convolution of each of three channels to two, by shapes that are known. */
  private static void eachChannel(Table t, String name, Object... attributes) {
    GradientCase.Builder call = (o, x) -> o.of("Conv2D", with(attributes, x.get(0), x.get(1)));
    t.add(name, -1, 1, call, s(1, 5, 4, 3), s(2, 2, 1, 6)).knownShapes();
  }

  /** Dilates as tf.nn.convolution does, by cutting the image into interleaved ones. */
  private static Operand<?> dilated(GradientCase.Calls o, List<Operand<?>> x) {
    Operand<?> rate = o.ints(2, 2);
    Operand<?> paddings = o.tf().constant(new int[][] {{2, 3}, {1, 1}});
    Operand<?> cut = o.of("SpaceToBatchND", x.get(0), rate, paddings);
    Operand<?> convolved =
        o.of("Conv2D", cut, x.get(1), "strides", l(1, 1, 1, 1), "padding", "VALID");
    return o.of("BatchToSpaceND", convolved, rate, o.tf().constant(new int[][] {{0, 1}, {0, 0}}));
  }

  private static Object[] with(Object[] attributes, Operand<?>... operands) {
    Object[] all = new Object[operands.length + attributes.length];
    System.arraycopy(operands, 0, all, 0, operands.length);
    System.arraycopy(attributes, 0, all, operands.length, attributes.length);
    return all;
  }

  private static void depthwise(Table t, String how, Object... attributes) {
    t.add(
        "DepthwiseConv2dNative" + how,
        -1,
        1,
        (o, x) -> o.of("DepthwiseConv2dNative", with(attributes, x.get(0), x.get(1))),
        s(1, 4, 4, 2),
        s(2, 3, 2, 2));
  }

  private static void conv3d(Table t, String how, Object... attributes) {
    t.add(
        "Conv3D" + how,
        -1,
        1,
        (o, x) -> o.of("Conv3D", with(attributes, x.get(0), x.get(1))),
        s(1, 3, 3, 4, 2),
        s(2, 2, 2, 2, 1));
  }

  private static void pools(Table t, String padding, long stride) {
    for (String op : new String[] {"MaxPool", "AvgPool"}) {
      t.add(
          op + " " + padding + " " + stride,
          -1,
          1,
          (o, x) ->
              o.of(
                  op,
                  x.get(0),
                  "ksize",
                  l(1, 2, 3, 1),
                  "strides",
                  l(1, stride, stride, 1),
                  "padding",
                  padding),
          s(1, 4, 5, 2));
      t.add(
              op + "3D " + padding + " " + stride,
              -1,
              1,
              (o, x) ->
                  o.of(
                      op + "3D",
                      x.get(0),
                      "ksize",
                      l(1, 2, 2, 2, 1),
                      "strides",
                      l(1, stride, stride, stride, 1),
                      "padding",
                      padding),
              s(1, 3, 3, 4, 2))
          .float32();
    }
  }

  private static void transposes(Table t) {
    long[] two = l(1, 2, 2, 1);
    t.add(
        "Conv2DBackpropInput",
        -1,
        1,
        (o, x) ->
            o.of(
                "Conv2DBackpropInput",
                o.ints(1, 5, 4, 2),
                x.get(0),
                x.get(1),
                "strides",
                two,
                "padding",
                "SAME"),
        s(3, 2, 2, 3),
        s(1, 3, 2, 3));
    t.add(
        "Conv2DBackpropFilter",
        -1,
        1,
        (o, x) ->
            o.of(
                "Conv2DBackpropFilter",
                x.get(0),
                o.ints(3, 2, 2, 3),
                x.get(1),
                "strides",
                two,
                "padding",
                "SAME"),
        s(1, 5, 4, 2),
        s(1, 3, 2, 3));
    t.add(
        "DepthwiseConv2dNativeBackpropInput",
        -1,
        1,
        (o, x) ->
            o.of(
                "DepthwiseConv2dNativeBackpropInput",
                o.ints(1, 4, 4, 2),
                x.get(0),
                x.get(1),
                "strides",
                two,
                "padding",
                "SAME"),
        s(2, 3, 2, 2),
        s(1, 2, 2, 4));
    t.add(
        "DepthwiseConv2dNativeBackpropFilter",
        -1,
        1,
        (o, x) ->
            o.of(
                "DepthwiseConv2dNativeBackpropFilter",
                x.get(0),
                o.ints(2, 3, 2, 2),
                x.get(1),
                "strides",
                two,
                "padding",
                "SAME"),
        s(1, 4, 4, 2),
        s(1, 2, 2, 4));
    long[] cube = l(1, 2, 2, 2, 1);
    t.add(
        "Conv3DBackpropInputV2",
        -1,
        1,
        (o, x) ->
            o.of(
                "Conv3DBackpropInputV2",
                o.ints(1, 3, 3, 4, 2),
                x.get(0),
                x.get(1),
                "strides",
                cube,
                "padding",
                "SAME"),
        s(2, 2, 2, 2, 1),
        s(1, 2, 2, 2, 1));
    t.add(
        "Conv3DBackpropFilterV2",
        -1,
        1,
        (o, x) ->
            o.of(
                "Conv3DBackpropFilterV2",
                x.get(0),
                o.ints(2, 2, 2, 2, 1),
                x.get(1),
                "strides",
                cube,
                "padding",
                "SAME"),
        s(1, 3, 3, 4, 2),
        s(1, 2, 2, 2, 1));
  }

  private static void normalizations(Table t) {
    for (String op : new String[] {"FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3"}) {
      t.add(
              op + " training",
              -1,
              1,
              (o, x) ->
                  o.of(
                      op,
                      x.get(0),
                      x.get(1),
                      x.get(2),
                      o.tf().constant(new float[0]),
                      o.tf().constant(new float[0]),
                      "epsilon",
                      0.1),
              s(2, 3, 2, 2),
              s(2),
              s(2))
          .float32();
      t.add(
              op + " inference",
              -1,
              1,
              (o, x) ->
                  o.of(
                      op,
                      x.get(0),
                      x.get(1),
                      x.get(2),
                      o.c(0.1, 0.2),
                      o.c(0.8, 1.2),
                      "is_training",
                      false),
              s(2, 3, 2, 2),
              s(2),
              s(2))
          .float32();
    }
    t.add("LRN", -1, 1, (o, x) -> o.of("LRN", x.get(0), "depth_radius", 1), s(1, 2, 2, 5))
        .float32();
    dilation(t, "Dilation2D", "SAME", l(1, 1, 1, 1), l(1, 1, 1, 1));
    dilation(t, "Dilation2D wide", "VALID", l(1, 1, 1, 1), l(1, 2, 2, 1));
    dilation(t, "Dilation2D in steps", "SAME", l(1, 2, 2, 1), l(1, 1, 1, 1));
    t.add(
        "MaxPool explicit",
        -1,
        1,
        (o, x) ->
            o.of(
                "MaxPool",
                x.get(0),
                "ksize",
                l(1, 2, 2, 1),
                "strides",
                l(1, 2, 2, 1),
                "padding",
                "EXPLICIT",
                "explicit_paddings",
                l(0, 0, 1, 0, 0, 1, 0, 0)),
        s(1, 4, 4, 2));
    for (String padding : new String[] {"SAME", "VALID"}) {
      t.add(
          "MaxPoolWithArgmax " + padding,
          -1,
          1,
          (o, x) ->
              o.of(
                  "MaxPoolWithArgmax",
                  x.get(0),
                  "ksize",
                  l(1, 2, 2, 1),
                  "strides",
                  l(1, 2, 2, 1),
                  "padding",
                  padding,
                  "include_batch_in_index",
                  padding.equals("VALID")),
          s(1, 4, 4, 2));
    }
  }

  private static void dilation(Table t, String name, String padding, long[] strides, long[] rates) {
    t.add(
        name,
        -1,
        1,
        (o, x) ->
            o.of(
                "Dilation2D",
                x.get(0),
                x.get(1),
                "strides",
                strides,
                "rates",
                rates,
                "padding",
                padding),
        s(1, 4, 4, 2),
        s(2, 2, 2));
  }
}
