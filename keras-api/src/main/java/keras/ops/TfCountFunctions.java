package keras.ops;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Functions of TensorFlow that count and compare, and running sums of exponentials.
 *
 * <p>Keras: {@code tensorflow/python/ops/bincount_ops.py}, {@code histogram_ops.py}, {@code
 * confusion_matrix.py}, {@code check_ops.py}.
 */
final class TfCountFunctions {
  private TfCountFunctions() {}

  static void add(TfFunctions rows) {
    rows.one(
        "math.bincount",
        "arr, weights=None, minlength=None, maxlength=None, dtype=None, axis=None,"
            + " binary_output=False",
        TfCountFunctions::bins);
    rows.one(
        "math.confusion_matrix compat.v1.math.confusion_matrix",
        "labels, predictions, num_classes=None, weights=None, dtype=None",
        TfCountFunctions::confusion);
    rows.one(
        "histogram_fixed_width",
        "values, value_range, nbins=100, dtype=None",
        a -> {
          Expr x = a.tensor("values");
          return a.op(
              "HistogramFixedWidth",
              b -> b.setAttr("dtype", a.dtype("dtype", DType.INT32).proto()),
              x,
              a.like("value_range", "values"),
              a.tensor("nbins"));
        });
    rows.one(
        "histogram_fixed_width_bins",
        "values, value_range, nbins=100, dtype=None",
        TfCountFunctions::places);
    rows.one("math.is_non_decreasing", "x", a -> isSorted(a, "GreaterEqual"));
    rows.one("math.is_strictly_increasing", "x", a -> isSorted(a, "Greater"));
    rows.one(
        "math.cumulative_logsumexp",
        "x, axis=0, exclusive=False, reverse=False",
        a ->
            a.op(
                "CumulativeLogsumexp",
                b ->
                    b.setAttr("exclusive", a.flag("exclusive"))
                        .setAttr("reverse", a.flag("reverse")),
                a.tensor("x"),
                a.tensor("axis")));
    rows.one(
        "nn.compute_average_loss",
        "per_example_loss, sample_weight=None!, global_batch_size=None",
        TfCountFunctions::average);
    rows.one(
        "debugging.check_numerics",
        "tensor, message",
        a -> finite(a, a.tensor("tensor"), a.get("message")));
    rows.one(
        "debugging.assert_all_finite compat.v1.debugging.assert_all_finite",
        "x=None, message=None, t=None, msg=None",
        TfCountFunctions::checked);
  }

  /** Counts how often each number is there, in all axes or in each row. */
  private static Expr bins(TfArguments a) {
    Expr given = a.tensor("arr");
    Expr x = given.dtype().isFloating() ? given.cast(DType.INT32) : given;
    boolean rows = a.has("axis") && a.integer("axis") == -1;
    if (a.has("axis") && !rows && a.integer("axis") != 0) {
      throw a.wrong("axis", "0 or -1");
    }
    Expr some = a.op("Size", x).greater(0).cast(x.dtype());
    Expr size = some.mul(Numpy.max(x, x.axes(), false).add(1));
    size = a.has("minlength") ? size.maximum(a.tensor("minlength", x.dtype())) : size;
    size = a.has("maxlength") ? size.minimum(a.tensor("maxlength", x.dtype())) : size;
    DType dtype = a.dtype("dtype", DType.INT32);
    Expr weights =
        a.has("weights")
            ? a.tensor("weights")
            : Expr.of(a.tf(), a.tf().constant(new int[0])).cast(dtype);
    return a.op(
        "DenseBincount",
        b -> b.setAttr("binary_output", a.flag("binary_output")),
        rows ? x : x.reshape(-1),
        size,
        rows || !a.has("weights") ? weights : weights.reshape(-1));
  }

  /** Negative classes, and those beyond the last one, fail as they do in TensorFlow. */
  private static Expr confusion(TfArguments a) {
    Expr labels = a.tensor("labels").cast(DType.INT64);
    Expr found = a.tensor("predictions").cast(DType.INT64);
    int more = found.rank() - labels.rank();
    labels = more == -1 ? Numpy.squeeze(labels, -1) : labels;
    found = more == 1 ? Numpy.squeeze(found, -1) : found;
    Expr count =
        a.has("num_classes")
            ? a.tensor("num_classes").cast(DType.INT64)
            : Numpy.max(found, found.axes(), false)
                .maximum(Numpy.max(labels, labels.axes(), false))
                .add(1);
    DType dtype = a.dtype("dtype", DType.INT32);
    Expr values =
        a.has("weights") ? a.tensor("weights").cast(dtype) : Numpy.onesLike(found.cast(dtype));
    Expr indices = Numpy.concatenate(List.of(labels.expandDims(1), found.expandDims(1)), 1);
    return a.op("ScatterNd", indices, values, Numpy.stack(List.of(count, count)));
  }

  private static Expr places(TfArguments a) {
    Expr x = a.tensor("values");
    Expr range = a.like("value_range", "values");
    Expr low = SliceKey.between(range, 0, 0, 1).reshape();
    Expr high = SliceKey.between(range, 0, 1, 2).reshape();
    Expr count = a.tensor("nbins").cast(x.dtype());
    Expr scaled = count.mul(x.sub(low).div(high.sub(low)));
    Expr floor = a.op("Floor", scaled);
    return floor.minimum(count.sub(1)).maximum(0).cast(DType.INT32);
  }

  private static Expr isSorted(TfArguments a, String comparison) {
    Expr x = a.tensor("x").reshape(-1);
    Expr next = SliceKey.between(x, 0, 1, null);
    return a.op("All", a.op(comparison, next, SliceKey.between(x, 0, 0, -1)), a.constant(0));
  }

  private static Expr average(TfArguments a) {
    Expr loss = a.tensor("per_example_loss");
    Expr sum = Numpy.sum(loss, loss.axes(), false);
    Expr count =
        a.has("global_batch_size")
            ? a.tensor("global_batch_size").cast(loss.dtype())
            : Core.size(loss, 0).cast(loss.dtype());
    return Numpy.divideNoNan(sum, count);
  }

  private static Expr finite(TfArguments a, Expr x, @Nullable Object message) {
    return a.op("CheckNumerics", b -> b.setAttr("message", String.valueOf(message)), x);
  }

  /** Checks what is given, and not its gradient. */
  private static Expr checked(TfArguments a) {
    Expr x = a.tensor(a.has("x") ? "x" : "t");
    Expr check = finite(a, x, a.get(a.has("message") ? "message" : "msg"));
    return a.after(check.op(), x);
  }
}
