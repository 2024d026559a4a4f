package keras.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Functions of TensorFlow along axes: norms, sums of parts, running sums, largest places.
 *
 * <p>Keras: {@code tensorflow/python/ops/math_ops.py}, {@code linalg_ops.py}, {@code clip_ops.py}.
 */
final class TfReductionFunctions {
  private static final Map<String, String> REDUCTIONS =
      Map.of(
          "mean", "Mean", "sum", "Sum", "max", "Max", "min", "Min", "prod", "Prod", "any", "Any",
          "all", "All");

  private TfReductionFunctions() {}

  static void add(TfFunctions rows) {
    REDUCTIONS.forEach(
        (name, op) ->
            rows.one(
                "math.reduce_" + name + " compat.v1.math.reduce_" + name,
                "input_tensor, axis=None, keepdims=None, reduction_indices=None!, keep_dims=None!",
                a -> reduced(a, op, a.tensor("input_tensor"))));
    rows.one(
        "math.reduce_euclidean_norm",
        "input_tensor, axis=None, keepdims=False",
        a -> reduced(a, "EuclideanNorm", a.tensor("input_tensor")));
    rows.one(
        "math.count_nonzero",
        "input, axis=None, keepdims=None, dtype=None",
        TfReductionFunctions::count);
    rows.one("math.zero_fraction", "value", TfReductionFunctions::zeros);
    rows.one("math.l2_normalize", "x, axis=None, epsilon=1e-12", TfReductionFunctions::l2Normalize);
    rows.one(
        "norm compat.v1.norm",
        "tensor, ord='euclidean', axis=None, keepdims=None, keep_dims=None!",
        a -> norm(a, a.flag("keepdims")));
    rows.several(
        "linalg.normalize",
        "tensor, ord='euclidean', axis=None",
        a -> {
          Expr norm = norm(a, true);
          return List.of(a.tensor("tensor").div(norm), norm);
        });
    rows.one("clip_by_norm", "t, clip_norm, axes=None", TfReductionFunctions::clipByNorm);
    rows.several(
        "clip_by_global_norm", "t_list, clip_norm, use_norm=None", TfReductionFunctions::clipAll);
    rows.one("linalg.global_norm", "t_list", a -> globalNorm(a, a.tensors("t_list")));
    for (String name : List.of("Cumsum", "Cumprod")) {
      rows.one(
          "math." + name.toLowerCase(Locale.ROOT),
          "x, axis=0, exclusive=False, reverse=False",
          a -> running(a, name));
    }
    for (String name : List.of("ArgMax", "ArgMin")) {
      String function = "math." + name.toLowerCase(Locale.ROOT);
      rows.one(
          function + " compat.v1." + function,
          "input, axis=None, dimension=None!, output_type=None",
          a -> extremePlace(a, name));
    }
    for (String name : List.of("Sum", "Mean", "Max", "Min", "Prod")) {
      rows.one(
          "math.segment_" + name.toLowerCase(Locale.ROOT),
          "data, segment_ids",
          a -> a.op("Segment" + name, a.tensor("data"), a.tensor("segment_ids")));
    }
    for (String name : List.of("Sum", "Max", "Min", "Prod")) {
      rows.one(
          "math.unsorted_segment_" + name.toLowerCase(Locale.ROOT),
          "data, segment_ids, num_segments",
          a -> segments(a, name, a.tensor("data")));
    }
    rows.one(
        "math.unsorted_segment_mean",
        "data, segment_ids, num_segments",
        a -> segments(a, "Sum", a.tensor("data")).div(counts(a)));
    rows.one(
        "math.unsorted_segment_sqrt_n",
        "data, segment_ids, num_segments",
        a -> segments(a, "Sum", a.tensor("data")).div(counts(a).sqrt()));
  }

  /** Returns the axes of an argument, all of a tensor where it is not given. */
  private static Expr axes(TfArguments a, String name, Expr x) {
    if (a.has(name)) {
      return a.tensor(name);
    }
    return x.shape().numDimensions() < 0
        ? a.op("Range", a.scalar(0), a.op("Rank", x), a.scalar(1))
        : a.constant(x.axes());
  }

  private static Expr reduced(TfArguments a, String op, Expr x) {
    return reduced(a, op, x, axes(a, "axis", x), a.flag("keepdims"));
  }

  private static Expr reduced(TfArguments a, String op, Expr x, Expr axes, boolean keeps) {
    return a.op(op, b -> b.setAttr("keep_dims", keeps), x, axes);
  }

  private static Expr count(TfArguments a) {
    Expr x = a.tensor("input");
    Expr some = Numpy.notEqual(x, 0).cast(DType.INT64);
    return reduced(a, "Sum", some).cast(a.dtype("dtype", DType.INT64));
  }

  private static Expr zeros(TfArguments a) {
    Expr x = a.tensor("value");
    return Numpy.notEqual(Numpy.notEqual(x, 0).cast(DType.FLOAT32), 1).cast(DType.FLOAT32).mean();
  }

  private static Expr l2Normalize(TfArguments a) {
    Expr x = a.tensor("x");
    Expr sum = reduced(a, "Sum", x.square(), axes(a, "axis", x), true);
    return x.mul(sum.maximum(a.tensor("epsilon", x.dtype())).rsqrt());
  }

  /** The norm of vectors, or of matrices by two axes. */
  private static Expr norm(TfArguments a, boolean keeps) {
    Expr x = a.tensor("tensor");
    Expr axes = axes(a, "axis", x);
    boolean matrix = a.get("axis") instanceof List<?> list && list.size() == 2;
    Object order = a.get("ord");
    if (order instanceof String text && (text.equals("euclidean") || text.equals("fro"))) {
      return reduced(a, "Sum", x.mul(x), axes, keeps).sqrt();
    }
    if (!(order instanceof Number number) || number.doubleValue() <= 0) {
      throw a.refused("ord", "'euclidean', 'fro' and numbers above 0");
    }
    double p = number.doubleValue();
    if (matrix) {
      return matrixNorm(a, x, p, keeps);
    } else if (p == 2) {
      return reduced(a, "Sum", x.mul(x), axes, keeps).sqrt();
    } else if (p == 1 || Double.isInfinite(p)) {
      return reduced(a, p == 1 ? "Sum" : "Max", x.abs(), axes, keeps);
    }
    return reduced(a, "Sum", x.abs().pow(p), axes, keeps).pow(1 / p);
  }

  /** The largest singular value, or the largest sum of a column or of a row. */
  private static Expr matrixNorm(TfArguments a, Expr x, double p, boolean keeps) {
    int[] axes = a.ints("axis");
    int rows = Math.floorMod(axes[0], x.rank());
    int columns = Math.floorMod(axes[1], x.rank());
    Expr norm;
    if (p == 1 || Double.isInfinite(p)) {
      Expr sums = reduced(a, "Sum", x.abs(), a.scalar(p == 1 ? rows : columns), true);
      norm = reduced(a, "Max", sums, a.scalar(p == 1 ? columns : rows), true);
    } else if (p == 2) {
      Expr ends = x.transpose(ends(x.rank(), rows, columns));
      Expr values = TfLinalgFunctions.singularValues(a, ends);
      Expr largest = reduced(a, "Max", values.abs(), a.scalar(-1), true).expandDims(-1);
      norm = largest.transpose(inverse(ends(x.rank(), rows, columns)));
    } else {
      throw a.refused("ord", "1, 2 and infinity of matrices");
    }
    return keeps ? norm : Numpy.squeeze(norm, axes);
  }

  private static int[] ends(int rank, int rows, int columns) {
    return IntStream.concat(
            IntStream.range(0, rank).filter(i -> i != rows && i != columns),
            IntStream.of(rows, columns))
        .toArray();
  }

  private static int[] inverse(int... order) {
    int[] back = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      back[order[i]] = i;
    }
    return back;
  }

  private static Expr clipByNorm(TfArguments a) {
    Expr x = a.tensor("t");
    Expr most = a.tensor("clip_norm", x.dtype());
    Expr sum = reduced(a, "Sum", x.square(), axes(a, "axes", x), true);
    Expr some = sum.greater(0);
    Expr root = some.where(some.where(sum, Numpy.onesLike(sum)).sqrt(), sum);
    return x.mul(most).div(root.maximum(most));
  }

  private static Expr globalNorm(TfArguments a, List<Expr> all) {
    List<Expr> halves = all.stream().map(x -> a.op("L2Loss", x)).toList();
    return Numpy.sum(Numpy.stack(halves), new int[] {0}, false).mul(2).sqrt();
  }

  private static List<Expr> clipAll(TfArguments a) {
    List<Expr> all = a.tensors("t_list");
    Expr norm = a.has("use_norm") ? a.tensor("use_norm") : globalNorm(a, all);
    Expr most = a.tensor("clip_norm", norm.dtype());
    Expr scale = most.mul(norm.constant(1).div(norm).minimum(norm.constant(1).div(most)));
    Expr finite = scale.add(norm.sub(norm));
    List<Expr> out = new ArrayList<>();
    all.forEach(x -> out.add(x.mul(finite)));
    out.add(norm);
    return out;
  }

  private static Expr running(TfArguments a, String op) {
    return a.op(
        op,
        b -> b.setAttr("exclusive", a.flag("exclusive")).setAttr("reverse", a.flag("reverse")),
        a.tensor("x"),
        a.tensor("axis"));
  }

  private static Expr extremePlace(TfArguments a, String op) {
    DType type = a.dtype("output_type", DType.INT64);
    Expr axis = a.has("axis") ? a.tensor("axis") : a.scalar(0);
    return a.op(op, b -> b.setAttr("output_type", type.proto()), a.tensor("input"), axis);
  }

  private static Expr segments(TfArguments a, String op, Expr data) {
    return a.op("UnsortedSegment" + op, data, a.tensor("segment_ids"), a.tensor("num_segments"));
  }

  /** Counts the rows of each segment, at least 1, in the shape of what is divided by them. */
  private static Expr counts(TfArguments a) {
    Expr data = a.tensor("data");
    Expr ids = a.tensor("segment_ids");
    Expr ones = a.op("Fill", Core.shape(ids), data.constant(1));
    Expr count = segments(a, "Sum", ones).maximum(1);
    long[] shape = new long[1 + data.rank() - ids.rank()];
    Arrays.fill(shape, 1);
    shape[0] = -1;
    return count.reshape(shape);
  }
}
