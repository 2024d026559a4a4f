package keras.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;

/**
 * Functions of TensorFlow that tell sizes of tensors, make tensors of sizes, and bring tensors into
 * shapes that the graph computes.
 *
 * <p>Keras: {@code tensorflow/python/ops/array_ops.py}.
 */
final class TfSizeFunctions {
  private TfSizeFunctions() {}

  static void add(TfFunctions rows) {
    rows.one("shape compat.v1.shape", "input, out_type=None", a -> size(a, "Shape"));
    rows.one("size compat.v1.size", "input, out_type=None", a -> size(a, "Size"));
    rows.one("rank", "input", a -> a.op("Rank", a.tensor("input")));
    rows.one("zeros", "shape, dtype=None, layout=None!", a -> filled(a, 0));
    rows.one("ones", "shape, dtype=None, layout=None!", a -> filled(a, 1));
    rows.one(
        "fill", "dims, value, layout=None!", a -> a.op("Fill", a.sizes("dims"), a.tensor("value")));
    rows.one("range", "start, limit=None, delta=1, dtype=None", TfSizeFunctions::range);
    rows.one("linspace", "start, stop, num, axis=0", TfSizeFunctions::linspace);
    rows.one(
        "eye", "num_rows, num_columns=None, batch_shape=None, dtype=None", TfSizeFunctions::eye);
    rows.one(
        "reshape", "tensor, shape", a -> a.op("Reshape", a.tensor("tensor"), a.sizes("shape")));
    rows.one(
        "tile", "input, multiples", a -> a.op("Tile", a.tensor("input"), a.sizes("multiples")));
    rows.one(
        "broadcast_to",
        "input, shape",
        a -> a.op("BroadcastTo", a.tensor("input"), a.sizes("shape")));
    rows.one(
        "ensure_shape",
        "x, shape",
        a -> {
          Expr x = a.tensor("x");
          return x.wrap(x.tf().ensureShape(x, shape(a)));
        });
    rows.one("convert_to_tensor", "value, dtype=None, dtype_hint=None", TfSizeFunctions::converted);
    rows.one("keras.backend.batch_flatten", "x", TfSizeFunctions::batchFlatten);
    rows.one("sequence_mask", "lengths, maxlen=None, dtype=None", TfSizeFunctions::sequenceMask);
  }

  private static Expr size(TfArguments a, String op) {
    DType dtype = a.dtype("out_type", DType.INT32);
    return a.op(op, b -> b.setAttr("out_type", dtype.proto()), a.tensor("input"));
  }

  private static Expr filled(TfArguments a, double value) {
    DType dtype = a.dtype("dtype", DType.FLOAT32);
    return a.op("Fill", a.sizes("shape"), Core.constant(a.tf(), value, dtype));
  }

  /** Counts in the dtype that its three numbers have together, as Python's does. */
  private static Expr range(TfArguments a) {
    List<String> names =
        a.has("limit") ? List.of("start", "limit", "delta") : List.of("start", "delta");
    List<Expr> given = names.stream().map(a::tensor).toList();
    List<DType> order = List.of(DType.INT32, DType.INT64, DType.FLOAT32, DType.FLOAT64);
    int highest = given.stream().mapToInt(x -> order.indexOf(x.dtype())).max().orElse(0);
    DType dtype = a.dtype("dtype", order.get(Math.max(0, highest)));
    List<Operand<?>> all = new ArrayList<>();
    if (given.size() == 2) {
      all.add(Core.constant(a.tf(), 0, dtype));
    }
    given.forEach(x -> all.add(x.cast(dtype)));
    return a.op("Range", all.toArray(Operand<?>[]::new));
  }

  /** Steps from tensors to tensors; the ends are exact, as in Python. */
  private static Expr linspace(TfArguments a) {
    List<Expr> ends = a.both("start", "stop");
    DType dtype = ends.get(0).dtype().isFloating() ? ends.get(0).dtype() : DType.FLOAT64;
    Expr start = ends.get(0).cast(dtype);
    Expr stop = ends.get(1).cast(dtype);
    int count = a.integer("num");
    int rank = Math.max(start.rank(), stop.rank());
    int axis = Math.floorMod(a.integer("axis"), rank + 1);
    if (count < 1) {
      throw a.wrong("num", "at least 1");
    }
    Expr first = start.add(Numpy.zerosLike(stop)).expandDims(axis);
    Expr last = stop.add(Numpy.zerosLike(start)).expandDims(axis);
    if (count == 1) {
      return first;
    }
    List<Expr> parts = new ArrayList<>(List.of(first));
    if (count > 2) {
      long[] shape = new long[rank + 1];
      Arrays.fill(shape, 1);
      shape[axis] = count - 2L;
      double[] steps = IntStream.range(1, count - 1).mapToDouble(i -> i).toArray();
      Expr places = Expr.of(a.tf(), a.tf().constant(steps)).cast(dtype).reshape(shape);
      Expr step = last.sub(first).div(count - 1);
      parts.add(first.add(step.mul(places)));
    }
    parts.add(last);
    return Numpy.concatenate(parts, axis);
  }

  private static Expr batchFlatten(TfArguments a) {
    Expr x = a.tensor("x");
    Expr rest = SliceKey.between(Core.shape(x), 0, 1, null);
    Expr size = Numpy.prod(rest, new int[] {0}, true);
    return Numpy.reshape(x, Numpy.concatenate(List.of(a.constant(-1), size), 0));
  }

  private static Expr eye(TfArguments a) {
    DType dtype = a.dtype("dtype", DType.FLOAT32);
    Expr rows = a.tensor("num_rows").cast(DType.INT32).reshape(1);
    Expr columns =
        a.has("num_columns") ? a.tensor("num_columns").cast(DType.INT32).reshape(1) : rows;
    Expr i = a.op("Range", a.scalar(0), scalar(rows), a.scalar(1)).expandDims(1);
    Expr j = a.op("Range", a.scalar(0), scalar(columns), a.scalar(1)).expandDims(0);
    Expr one = i.equal(j).cast(dtype);
    if (!a.has("batch_shape")) {
      return one;
    }
    Expr shape =
        Numpy.concatenate(List.of(a.sizes("batch_shape").cast(DType.INT32), rows, columns), 0);
    return a.op("BroadcastTo", one, shape);
  }

  private static Expr scalar(Expr x) {
    return x.reshape();
  }

  private static org.tensorflow.ndarray.Shape shape(TfArguments a) {
    if (!(a.get("shape") instanceof List<?> sizes)) {
      throw a.wrong("shape", "a list of sizes");
    }
    return org.tensorflow.ndarray.Shape.of(
        sizes.stream().mapToLong(s -> s instanceof Number n ? n.longValue() : -1).toArray());
  }

  static Expr converted(TfArguments a) {
    return a.has("dtype") ? a.tensor("value", a.dtype("dtype", DType.FLOAT32)) : a.tensor("value");
  }

  private static Expr sequenceMask(TfArguments a) {
    Expr lengths = a.tensor("lengths");
    Expr most =
        a.has("maxlen") ? a.tensor("maxlen").cast(lengths.dtype()) : lengths.max().maximum(0);
    Expr steps = a.op("Range", lengths.constant(0), most, lengths.constant(1));
    return steps.less(lengths.expandDims(-1)).cast(a.dtype("dtype", DType.BOOL));
  }
}
