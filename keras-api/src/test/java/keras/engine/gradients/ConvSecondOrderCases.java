package keras.engine.gradients;

import static keras.engine.gradients.GradientCase.s;

import java.util.Arrays;
import java.util.List;
import keras.engine.gradients.GradientCase.Table;

/**
 * Lists the checks of what differentiates convolutions and pooling, with each padding that layers
 * use: the gradient of a gradient goes through it.
 */
final class ConvSecondOrderCases {
  private ConvSecondOrderCases() {}

  static void addTo(Table t) {
    for (String padding : List.of("VALID", "SAME")) {
      for (String to : List.of("Input", "Filter")) {
        String volumes = "Conv3DBackprop" + to + "V2 " + padding;
        convolution(t, "Conv2DBackprop" + to + " " + padding, "Conv2D", 2, padding);
        convolution(
            t,
            "DepthwiseConv2dNativeBackprop" + to + " " + padding,
            "DepthwiseConv2dNative",
            2,
            padding);
        convolution(t, volumes, "Conv3D", 3, padding);
      }
      for (String kind : List.of("MaxPool", "AvgPool")) {
        pool(t, kind + "Grad " + padding, kind, 2, padding);
        pool(t, kind + "3DGrad " + padding, kind + "3D", 3, padding);
      }
    }
  }

  private static void convolution(Table t, String name, String op, int axes, String padding) {
    long[] image = spatial(axes, 3, 2);
    long[] kernel = new long[axes + 2];
    Arrays.fill(kernel, 2);
    t.add(
        name,
        -1,
        1,
        (o, x) ->
            SecondOrderGradientCases.squaredGradient(
                o,
                o.of(
                    "Tanh",
                    o.of(
                        op,
                        x.get(0),
                        x.get(1),
                        "strides",
                        spatial(axes, 1, 1),
                        "padding",
                        padding)),
                x),
        s(image),
        s(kernel));
  }

  private static void pool(Table t, String name, String op, int axes, String padding) {
    t.add(
            name,
            -1,
            1,
            (o, x) ->
                SecondOrderGradientCases.squaredGradient(
                    o,
                    o.of(
                        "Tanh",
                        o.of(
                            op,
                            x.get(0),
                            "ksize",
                            spatial(axes, 2, 1),
                            "strides",
                            spatial(axes, 2, 1),
                            "padding",
                            padding)),
                    x),
            s(spatial(axes, 4, 2)))
        .float32();
  }

  /** Returns a batch of one, equal spatial sizes, and the channels. */
  private static long[] spatial(int axes, long size, long channels) {
    long[] all = new long[axes + 2];
    Arrays.fill(all, size);
    all[0] = 1;
    all[axes + 1] = channels;
    return all;
  }
}
