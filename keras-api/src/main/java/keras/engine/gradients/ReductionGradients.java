package keras.engine.gradients;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/**
 * Differentiates reductions and running sums.
 *
 * <p>Keras: tensorflow/python/ops/math_grad.py
 */
final class ReductionGradients {
  private ReductionGradients() {}

  static void addTo(VjpTable table) {
    table.unary("Sum", ReductionGradients::sum);
    table.unary("Mean", ReductionGradients::mean);
    table.unary("Max", ReductionGradients::extremum);
    table.unary("Min", ReductionGradients::extremum);
    table.unary("Prod", ReductionGradients::product);
    table.unary("EuclideanNorm", s -> s.input(0).div(keptOutput(s).div(keptDy(s))));
    table.unary("L2Loss", s -> s.input(0).mul(s.dy()));
    table.unary("Cumsum", s -> cumsum(s, s.dy()));
    table.unary("Cumprod", ReductionGradients::cumprod);
    table.unary("CumulativeLogsumexp", ReductionGradients::cumulativeLogsumexp);
    table.put("AddN", s -> IntStream.range(0, s.inputs()).mapToObj(i -> s.dy()).toList());
    table.put("AccumulateNV2", s -> IntStream.range(0, s.inputs()).mapToObj(i -> s.dy()).toList());
    table.none("ArgMax", "ArgMin");
  }

  private static Term mean(BackwardStep s) {
    return copied(s, s.dy(), meanFactor(s).cast(s.dy().dtype()));
  }

  private static Term sum(BackwardStep s) {
    return copied(s, s.dy(), null);
  }

  /** Copies by Tile where Python does: TensorFlow's optimizer tells Tile from BroadcastTo. */
  private static Term copied(BackwardStep s, Term dy, @Nullable Term divisor) {
    Shape shape = s.input(0).shape();
    long[] axes = s.input(1).knownInts();
    if (axes == null || shape.isUnknown()) {
      return broadcast(s, dy, divisor);
    }
    int rank = shape.numDimensions();
    if (Arrays.equals(axes, LongStream.range(0, rank).toArray())) {
      long[] ones = new long[rank];
      Arrays.fill(ones, 1);
      return copies(s, dy.reshape(ones), divisor, "Tile", s.input(0).dims());
    }
    if (shape.hasUnknownDimension()) {
      return broadcast(s, dy, divisor);
    }
    long[] copies = new long[rank];
    Arrays.fill(copies, 1);
    long[] kept = shape.asArray();
    for (long axis : axes) {
      int at = (int) (axis < 0 ? axis + rank : axis);
      copies[at] = shape.get(at);
      kept[at] = 1;
    }
    return copies(s, dy.reshape(kept), divisor, "Tile", s.ops().vector(copies));
  }

  private static Term broadcast(BackwardStep s, Term dy, @Nullable Term divisor) {
    return copies(s, kept(s, dy), divisor, "BroadcastTo", s.input(0).dims());
  }

  /**
   * Copies, then divides; where that cannot be told apart, divides what is to be copied. Either op
   * then has the other's name, because TensorFlow's optimizer sorts the terms of sums by names.
   */
  private static Term copies(
      BackwardStep s, Term one, @Nullable Term divisor, String type, Term dims) {
    GradientOps ops = s.ops();
    if (divisor == null) {
      return ops.copies(one, one.op(type, dims));
    }
    if (!ops.isLast()) {
      return one.op(type, dims).div(divisor);
    }
    Term divided = ops.named(type, "RealDiv", one, divisor);
    return ops.copies(divided, ops.named("RealDiv", type, divided, dims));
  }

  /** Counts how many elements each mean was taken of. */
  private static Term meanFactor(BackwardStep s) {
    Shape in = s.input(0).shape();
    Shape out = s.output().shape();
    if (!in.hasUnknownDimension() && !out.hasUnknownDimension()) {
      double factor = (double) in.size() / Math.max(out.size(), 1);
      return s.ops().scalar(Math.floor(factor), s.dy().dtype());
    }
    Term counts = s.input(0).dims().gather(positiveAxes(s));
    return counts.op("Prod", s.ops().vector(LongStream.range(0, axesRank(s)).toArray()));
  }

  private static long axesRank(BackwardStep s) {
    return Math.max(s.input(1).shape().numDimensions(), 0);
  }

  private static Term positiveAxes(BackwardStep s) {
    Term rank = s.input(0).axisCount();
    return s.input(1).cast(DataType.DT_INT32).add(rank).op("FloorMod", rank);
  }

  private static Term keptDy(BackwardStep s) {
    return kept(s, s.dy());
  }

  private static Term kept(BackwardStep s, Term dy) {
    return s.flag("keep_dims") ? dy : dy.reshape(keptDims(s));
  }

  private static Term keptOutput(BackwardStep s) {
    return s.flag("keep_dims") ? s.output() : s.output().reshape(keptDims(s));
  }

  /** Returns the output's shape with the reduced axes as ones; it may hold one -1. */
  private static Term keptDims(BackwardStep s) {
    Shape shape = s.input(0).shape();
    long[] axes = s.input(1).knownInts();
    if (axes != null && !shape.isUnknown()) {
      long[] dims = shape.asArray();
      for (long axis : axes) {
        dims[(int) (axis < 0 ? axis + dims.length : axis)] = 1;
      }
      if (Arrays.stream(dims).filter(dim -> dim == Shape.UNKNOWN_SIZE).count() <= 1
          && Arrays.stream(dims).noneMatch(dim -> dim == 0)) {
        return s.ops().vector(dims);
      }
    }
    GradientOps ops = s.ops();
    Term all = ops.op("Range", ops.ints(0), s.input(0).axisCount(), ops.ints(1));
    Term reduced = positiveAxes(s).reshape(-1);
    return ops.twoListsOp(
        "DynamicStitch", List.of(all, reduced), List.of(s.input(0).dims(), reduced.onesLike()));
  }

  private static Term extremum(BackwardStep s) {
    Term kept = s.flag("keep_dims") ? s.output().dims() : keptDims(s);
    Term chosen = keptOutput(s).op("Equal", s.input(0)).cast(s.dy().dtype());
    Term count = chosen.sum(s.input(1), false).reshape(kept);
    return chosen.div(count).mul(keptDy(s));
  }

  /** Multiplies all other entries by two running products, which zeros do not upset. */
  private static Term product(BackwardStep s) {
    GradientOps ops = s.ops();
    Term x = s.input(0);
    Term dims = x.dims();
    Term dy = keptDy(s).op("BroadcastTo", dims);
    Term rank = x.axisCount();
    Term reduced = positiveAxes(s).reshape(-1);
    Term all = ops.op("Range", ops.ints(0), rank, ops.ints(1));
    Term other = all.op("ListDiff", reduced);
    Term perm = ops.concat(reduced, other);
    Term first = ops.vector(0);
    Term sizes =
        ops.pack(
            List.of(dims.gather(reduced).op("Prod", first), dims.gather(other).op("Prod", first)),
            0);
    Term permuted = x.op("Transpose", perm);
    Term flat = permuted.reshape(sizes);
    Term left = flat.op("Cumprod", b -> b.setAttr("exclusive", true), ops.ints(0));
    Term right =
        flat.op("Cumprod", b -> b.setAttr("exclusive", true).setAttr("reverse", true), ops.ints(0));
    Term others = left.mul(right).reshape(permuted.dims());
    return dy.mul(others.op("Transpose", perm.op("InvertPermutation"))).reshape(dims);
  }

  /** Sums along the axis of a running reduction, the other way round. */
  private static Term cumsum(BackwardStep s, Term value) {
    return value.op(
        "Cumsum",
        b -> b.setAttr("exclusive", s.flag("exclusive")).setAttr("reverse", !s.flag("reverse")),
        s.input(1));
  }

  private static Term cumprod(BackwardStep s) {
    Term product = s.input(0).op("Cumprod", s.copying("exclusive", "reverse"), s.input(1));
    return cumsum(s, product.mul(s.dy())).op("DivNoNan", s.input(0));
  }

  /** Gradients above and below 0 apart, as each is summed by its logarithm. */
  private static Term cumulativeLogsumexp(BackwardStep s) {
    return logOfSums(s, s.dy()).sub(logOfSums(s, s.dy().neg()));
  }

  private static Term logOfSums(BackwardStep s, Term dy) {
    double least = dy.dtype() == DataType.DT_DOUBLE ? -Double.MAX_VALUE : -Float.MAX_VALUE;
    Term log = dy.op("Log").where(dy.op("Greater", dy.constant(0)), dy.constant(least));
    Term sums =
        log.sub(s.output())
            .op(
                "CumulativeLogsumexp",
                b ->
                    b.setAttr("exclusive", s.flag("exclusive"))
                        .setAttr("reverse", !s.flag("reverse")),
                s.input(1));
    return sums.add(s.input(0)).exp();
  }
}
