package keras.engine.gradients;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.ndarray.Shape;

/**
 * Differentiates dilated and grouped Conv2D through plain ones, as the CPU's backward kernels
 * refuse those: a dilated filter is a larger one with zeros between, and groups are convolutions of
 * their own; those of one channel each are together a depthwise one, as hundreds of them would be
 * slow.
 */
final class PlainConvolutions {
  private PlainConvolutions() {}

  /** Whether the op has plain equals to be differentiated through. */
  static boolean knows(BackwardStep s) {
    Shape filter = s.input(1).shape();
    return s.operation().type().equals("Conv2D")
        && s.text("data_format").equals("NHWC")
        && !filter.hasUnknownDimension()
        && s.input(0).shape().get(3) > 0
        && (dilation(s, 1) > 1 || dilation(s, 2) > 1 || groups(s) > 1);
  }

  private static long dilation(BackwardStep s, int axis) {
    return s.attributes().getAttrIntList("dilations")[axis];
  }

  private static int groups(BackwardStep s) {
    return Math.toIntExact(s.input(0).shape().get(3) / s.input(1).shape().get(2));
  }

  static List<@Nullable Operand<?>> gradients(BackwardStep s) {
    return isDepthwise(s) ? depthwise(s) : grouped(s);
  }

  /** Whether each channel has filters of its own; depthwise kernels have one stride alone. */
  private static boolean isDepthwise(BackwardStep s) {
    long[] strides = s.attributes().getAttrIntList("strides");
    return groups(s) > 1 && s.input(1).shape().get(2) == 1 && strides[1] == strides[2];
  }

  private static List<@Nullable Operand<?>> depthwise(BackwardStep s) {
    long[] size = s.input(1).shape().asArray();
    long channels = groups(s);
    Term filter = dilated(s, s.input(1).reshape(size[0], size[1], channels, size[3] / channels));
    Consumer<OperationBuilder> attributes =
        s.copying("strides", "padding", "explicit_paddings", "data_format");
    Term x = s.input(0);
    String backward = "DepthwiseConv2dNativeBackprop";
    return Arrays.asList(
        s.needs(0) ? x.dims().op(backward + "Input", attributes, filter, s.dy()) : null,
        s.needs(1)
            ? undilated(s, x.op(backward + "Filter", attributes, filter.dims(), s.dy()))
                .reshape(size)
            : null);
  }

  private static List<@Nullable Operand<?>> grouped(BackwardStep s) {
    int groups = groups(s);
    List<Term> xs = split(s, s.input(0), groups);
    List<Term> filters = split(s, s.input(1), groups);
    List<Term> dys = split(s, s.dy(), groups);
    List<Term> dxs = new ArrayList<>();
    List<Term> dfilters = new ArrayList<>();
    Consumer<OperationBuilder> attributes =
        s.copying("strides", "padding", "explicit_paddings", "use_cudnn_on_gpu", "data_format");
    for (int i = 0; i < groups; i++) {
      Term x = xs.get(i);
      Term filter = dilated(s, filters.get(i));
      Term dy = dys.get(i);
      if (s.needs(0)) {
        dxs.add(x.dims().op("Conv2DBackpropInput", attributes, filter, dy));
      }
      if (s.needs(1)) {
        Term all = x.op("Conv2DBackpropFilter", attributes, filter.dims(), dy);
        dfilters.add(undilated(s, all));
      }
    }
    Term last = s.ops().ints(3);
    return Arrays.asList(
        s.needs(0) ? s.ops().concat(dxs, last) : null,
        s.needs(1) ? s.ops().concat(dfilters, last) : null);
  }

  /** Cuts the last axis in equal parts. */
  private static List<Term> split(BackwardStep s, Term x, int parts) {
    if (parts == 1) {
      return List.of(x);
    }
    var split = s.ops().build("Split", b -> b.setAttr("num_split", parts), s.ops().ints(3), x);
    List<Term> all = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      all.add(s.ops().output(split, i));
    }
    return all;
  }

  /** Puts zeros between the rows and columns of a filter. */
  private static Term dilated(BackwardStep s, Term filter) {
    long dh = dilation(s, 1);
    long dw = dilation(s, 2);
    if (dh == 1 && dw == 1) {
      return filter;
    }
    long[] size = filter.shape().asArray();
    Term apart = filter.reshape(size[0], 1, size[1], 1, size[2], size[3]);
    Term padded = apart.op("Pad", paddings(s, dh - 1, dw - 1));
    return padded
        .reshape(size[0] * dh, size[1] * dw, size[2], size[3])
        .slice(
            s.ops().vector(0, 0, 0, 0),
            s.ops().vector((size[0] - 1) * dh + 1, (size[1] - 1) * dw + 1, -1, -1));
  }

  private static Term paddings(BackwardStep s, long rows, long columns) {
    return s.ops().vector(0, 0, 0, rows, 0, 0, 0, columns, 0, 0, 0, 0).reshape(6, 2);
  }

  /** Takes the rows and columns that {@link #dilated} left. */
  private static Term undilated(BackwardStep s, Term gradient) {
    long dh = dilation(s, 1);
    long dw = dilation(s, 2);
    return dh == 1 && dw == 1
        ? gradient
        : gradient.op(
            "StridedSlice",
            b -> b.setAttr("begin_mask", 3).setAttr("end_mask", 3),
            s.ops().vector(0, 0),
            s.ops().vector(0, 0),
            s.ops().vector(dh, dw));
  }
}
