package keras.engine.gradients;

import java.util.List;
import org.tensorflow.Operation;
import org.tensorflow.proto.DataType;

/**
 * Differentiates colours and projections.
 *
 * <p>Keras: tensorflow/python/ops/image_grad.py
 */
final class ImageGradients {
  private ImageGradients() {}

  static void addTo(VjpTable table) {
    table.unary("RGBToHSV", ImageGradients::hsv);
    table.unary("ImageProjectiveTransformV3", ImageGradients::projected);
  }

  /**
   * With the largest and the smallest of red, green and blue: the value is the largest, the
   * saturation one minus the smallest by the largest, and the hue a sixth of the other two's
   * difference, by that of the largest and the smallest. Of equal colours the first is the largest,
   * and the last the smallest.
   */
  private static Term hsv(BackwardStep s) {
    GradientOps ops = s.ops();
    Term rgb = s.input(0);
    DataType dtype = rgb.dtype();
    Term last = ops.ints(-1);
    Term largest = oneHot(s, rgb.op("ArgMax", last));
    Term backwards = rgb.op("ReverseV2", ops.vector(rgb.shape().numDimensions() - 1));
    Term place = backwards.op("ArgMin", last);
    Term smallest = oneHot(s, ops.ints(2, true).op("Sub", place));
    Term value = largest.mul(rgb).sum(last, true);
    Term least = smallest.mul(rgb).sum(last, true);
    Term range = value.sub(least);
    Term signs = matrix(s, dtype);
    Term others = largest.reshape(-1, 3).op("MatMul", signs).reshape(rgb.dims());
    Term difference = others.mul(rgb).sum(last, true);
    Operation split = ops.build("Split", b -> b.setAttr("num_split", 3), last, s.dy());
    Term hue =
        others
            .op("DivNoNan", range)
            .sub(difference.op("DivNoNan", range.square()).mul(largest.sub(smallest)));
    Term saturation =
        least.op("DivNoNan", value.square()).mul(largest).sub(smallest.op("DivNoNan", value));
    return ops.output(split, 2)
        .mul(largest)
        .add(ops.output(split, 1).mul(saturation))
        .add(ops.output(split, 0).mul(hue.mul(1.0 / 6)));
  }

  private static Term oneHot(BackwardStep s, Term place) {
    DataType dtype = s.input(0).dtype();
    GradientOps ops = s.ops();
    return place.op("OneHot", ops.ints(3), ops.scalar(1, dtype), ops.scalar(0, dtype));
  }

  /**
   * A row for each colour that is the largest: green minus blue, blue minus red, red minus green.
   */
  private static Term matrix(BackwardStep s, DataType dtype) {
    return s.ops().vector(0, 1, -1, -1, 0, 1, 1, -1, 0).reshape(3, 3).cast(dtype);
  }

  /**
   * Takes the gradient back by the inverse transform, as TensorFlow does: exact where each pixel
   * comes from one other, and near elsewhere.
   */
  private static Term projected(BackwardStep s) {
    GradientOps ops = s.ops();
    Operation columns =
        ops.build("Unpack", b -> b.setAttr("num", 8).setAttr("axis", 1), s.input(1));
    Term[] m = new Term[8];
    for (int i = 0; i < m.length; i++) {
      m[i] = ops.output(columns, i);
    }
    Term whole = m[0].mul(m[4]).sub(m[1].mul(m[3]));
    List<Term> inverse =
        List.of(
            m[4].sub(m[5].mul(m[7])),
            m[2].mul(m[7]).sub(m[1]),
            m[1].mul(m[5]).sub(m[2].mul(m[4])),
            m[5].mul(m[6]).sub(m[3]),
            m[0].sub(m[2].mul(m[6])),
            m[2].mul(m[3]).sub(m[0].mul(m[5])),
            m[3].mul(m[7]).sub(m[4].mul(m[6])),
            m[1].mul(m[6]).sub(m[0].mul(m[7])));
    Term flat = ops.pack(inverse.stream().map(t -> t.div(whole)).toList(), 1);
    Term size = s.input(0).dims().slice(ops.vector(1), ops.vector(2));
    return s.dy()
        .op(
            "ImageProjectiveTransformV3",
            s.copying("interpolation", "fill_mode"),
            flat,
            size,
            ops.scalar(0, DataType.DT_FLOAT));
  }
}
