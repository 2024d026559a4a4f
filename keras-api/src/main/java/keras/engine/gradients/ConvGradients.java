package keras.engine.gradients;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;

/**
 * Differentiates convolutions and their transposes.
 *
 * <p>The C++ registry loses {@code dilations} and {@code explicit_paddings} of Conv2D, and has
 * nothing for Conv3D. What the CPU's kernels refuse backwards goes through {@link
 * PlainConvolutions}.
 *
 * <p>Keras: tensorflow/python/ops/nn_grad.py
 */
final class ConvGradients {
  private ConvGradients() {}

  static void addTo(VjpTable table) {
    Family conv2d =
        new Family(
            "Conv2D",
            "Conv2DBackpropInput",
            "Conv2DBackpropFilter",
            List.of(
                "strides",
                "padding",
                "explicit_paddings",
                "use_cudnn_on_gpu",
                "data_format",
                "dilations"));
    Family depthwise =
        new Family(
            "DepthwiseConv2dNative",
            "DepthwiseConv2dNativeBackpropInput",
            "DepthwiseConv2dNativeBackpropFilter",
            List.of("strides", "padding", "explicit_paddings", "data_format", "dilations"));
    Family conv3d =
        new Family(
            "Conv3D",
            "Conv3DBackpropInputV2",
            "Conv3DBackpropFilterV2",
            List.of("strides", "padding", "data_format", "dilations"));
    for (Family family : List.of(conv2d, depthwise, conv3d)) {
      table.put(family.forward, family::forward);
      table.put(family.toInput, family::toInput);
      table.put(family.toFilter, family::toFilter);
    }
    table.put("Dilation2D", ConvGradients::dilation2d);
  }

  private static List<@Nullable Operand<?>> dilation2d(BackwardStep s) {
    Consumer<OperationBuilder> attributes = s.copying("strides", "rates", "padding");
    Term x = s.input(0);
    return Arrays.asList(
        s.needs(0) ? x.op("Dilation2DBackpropInput", attributes, s.input(1), s.dy()) : null,
        s.needs(1) ? x.op("Dilation2DBackpropFilter", attributes, s.input(1), s.dy()) : null);
  }

  /** A convolution and its two derivatives, each linear in the others' arguments. */
  private record Family(String forward, String toInput, String toFilter, List<String> attributes) {
    List<@Nullable Operand<?>> forward(BackwardStep s) {
      if (PlainConvolutions.knows(s)) {
        return PlainConvolutions.gradients(s);
      }
      Consumer<OperationBuilder> same = attributes(s);
      Term x = s.input(0);
      Term filter = s.input(1);
      return Arrays.asList(
          s.needs(0) ? x.dims().op(toInput, same, filter, s.dy()) : null,
          s.needs(1) ? x.op(toFilter, same, filter.dims(), s.dy()) : null);
    }

    /** Inputs: the shape of x, the filter, the gradient of the output. */
    List<@Nullable Operand<?>> toInput(BackwardStep s) {
      Consumer<OperationBuilder> same = attributes(s);
      Term filter = s.input(1);
      return Arrays.asList(
          null,
          s.needs(1) ? s.dy().op(toFilter, same, filter.dims(), s.input(2)) : null,
          s.needs(2) ? s.dy().op(forward, same, filter) : null);
    }

    /** Inputs: x, the shape of the filter, the gradient of the output. */
    List<@Nullable Operand<?>> toFilter(BackwardStep s) {
      Consumer<OperationBuilder> same = attributes(s);
      Term x = s.input(0);
      return Arrays.asList(
          s.needs(0) ? x.dims().op(toInput, same, s.dy(), s.input(2)) : null,
          null,
          s.needs(2) ? x.op(forward, same, s.dy()) : null);
    }

    private Consumer<OperationBuilder> attributes(BackwardStep s) {
      if (forward.startsWith("Depthwise")
          && Arrays.stream(s.attributes().getAttrIntList("dilations")).anyMatch(d -> d != 1)) {
        throw new UnsupportedOperationException(
            ("Gradients: expected %s '%s' without dilations, which its CPU kernels ignore backwards."
                    + " Received: dilations=%s. Put SpaceToBatchND before it and BatchToSpaceND"
                    + " behind it.")
                .formatted(
                    s.operation().type(),
                    s.operation().name(),
                    Arrays.toString(s.attributes().getAttrIntList("dilations"))));
      }
      return s.copying(attributes.toArray(new String[0]));
    }
  }
}
