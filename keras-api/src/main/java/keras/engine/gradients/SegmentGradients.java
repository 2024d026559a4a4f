package keras.engine.gradients;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * Differentiates reductions over segments, and what scattered values are compared with.
 *
 * <p>Keras: tensorflow/python/ops/math_grad.py, tensorflow/python/ops/array_grad.py
 */
final class SegmentGradients {
  private SegmentGradients() {}

  static void addTo(VjpTable table) {
    table.put("SegmentSum", s -> first(s.dy().gather(s.input(1))));
    table.put("SegmentMean", SegmentGradients::means);
    table.put("SegmentMax", SegmentGradients::extremes);
    table.put("SegmentMin", SegmentGradients::extremes);
    table.put("SegmentProd", SegmentGradients::products);
    table.put("UnsortedSegmentProd", SegmentGradients::products);
    table.put("TensorScatterMax", SegmentGradients::scattered);
    table.put("TensorScatterMin", SegmentGradients::scattered);
  }

  private static List<@Nullable Operand<?>> first(Term dx) {
    return Collections.singletonList(dx);
  }

  private static List<@Nullable Operand<?>> means(BackwardStep s) {
    Term ids = s.input(1);
    Term count = s.input(0).onesLike().op("SegmentSum", ids);
    return first(s.dy().div(count).gather(ids));
  }

  /** Splits a segment's gradient among all elements that are as large. */
  private static List<@Nullable Operand<?>> extremes(BackwardStep s) {
    Term x = s.input(0);
    Term ids = s.input(1);
    Term chosen = x.op("Equal", s.output().gather(ids));
    Term count = chosen.cast(s.dy().dtype()).op("SegmentSum", ids);
    return first(s.dy().div(count).gather(ids).where(chosen, x.zerosLike()));
  }

  /** Divides products by each factor; where one factor is zero, it has the others' product. */
  private static List<@Nullable Operand<?>> products(BackwardStep s) {
    Term x = s.input(0);
    Term isZero = x.op("Equal", x.zerosLike());
    Term zeros = reduced(s, "Sum", isZero.cast(DataType.DT_INT32));
    Term many = zeros.op("Greater", s.ops().ints(1));
    Term dy = s.dy().zerosLike().where(many, s.dy());
    Term others = x.onesLike().where(isZero, x);
    Term product = reduced(s, "Prod", others);
    Term parts = rows(s, product).where(isZero, rows(s, s.output()).div(others));
    return first(rows(s, dy).mul(parts));
  }

  private static boolean unsorted(BackwardStep s) {
    return s.operation().type().startsWith("Unsorted");
  }

  private static Term reduced(BackwardStep s, String by, Term x) {
    return unsorted(s)
        ? x.op("UnsortedSegment" + by, s.input(1), s.input(2))
        : x.op("Segment" + by, s.input(1));
  }

  /** Takes each element's segment; zeros where an element belongs to none. */
  private static Term rows(BackwardStep s, Term segments) {
    Term ids = s.input(1);
    if (!unsorted(s)) {
      return segments.gather(ids);
    }
    Term none = ids.zerosLike();
    Term all = segments.gather(ids.op("Maximum", none));
    Term inner = all.axisCount().sub(ids.axisCount()).reshape(1);
    Term dims = s.ops().concat(ids.dims(), s.ops().op("Fill", inner, s.ops().ints(1)));
    Term belongs = ids.op("GreaterEqual", none).reshape(dims);
    return all.where(belongs, all.zerosLike());
  }

  /** Splits a gradient among the value that was there and those scattered that are as large. */
  private static List<@Nullable Operand<?>> scattered(BackwardStep s) {
    Term x = s.input(0);
    Term indices = s.input(1);
    Term y = s.output();
    DataType dtype = s.dy().dtype();
    Term own = x.op("Equal", y).cast(dtype);
    Term theirs = s.input(2).op("Equal", y.op("GatherNd", indices)).cast(dtype);
    Term count = own.add(indices.op("ScatterNd", theirs, x.dims(indices.dtype())));
    return Arrays.asList(
        s.dy().mul(own).div(count), null, s.dy().div(count).op("GatherNd", indices).mul(theirs));
  }
}
