package keras.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Functions that make numbers between numbers, and matrices of vectors.
 *
 * <p>Keras: {@code keras/src/ops/numpy.py}, {@code keras/src/backend/tensorflow/numpy.py}.
 */
final class GridRows {
  private GridRows() {}

  static void add(OpRows rows) {
    rows.one("numpy.Array", "x | dtype=None", a -> a.x().cast(a.dtype("dtype", a.x().dtype())));
    rows.one(
        "numpy.EmptyLike",
        "x | dtype=None",
        a -> Numpy.zerosLike(a.x()).cast(a.dtype("dtype", a.x().dtype())));
    rows.one("numpy.Full", "fill_value | shape, dtype=None", GridRows::full);
    rows.one("numpy.Ndim", "x", a -> Core.constant(a.any().tf(), a.x().rank(), DType.INT32));
    rows.one("numpy.Size", "x", a -> a.any().wrap(a.any().tf().size(a.x())));
    rows.one("numpy.Vander", "x | N=None, increasing=False", GridRows::vander);
    rows.one(
        "numpy.Linspace",
        "start, stop | num=50, endpoint=True, retstep=False!, dtype=None, axis=0",
        GridRows::linspace);
    rows.one(
        "numpy.Logspace",
        "start, stop | num=50, endpoint=True, base=10, dtype=None, axis=0",
        a -> powers(a, linspace(a)));
    rows.one(
        "numpy.Geomspace",
        "start, stop | num=50, endpoint=True, dtype=None, axis=0",
        GridRows::geomspace);
    rows.several("numpy.Meshgrid", "*x | indexing='xy'", GridRows::meshgrid);
  }

  private static Expr full(OpArguments a) {
    Expr value = a.tensor("fill_value").cast(a.dtype("dtype", DType.FLOAT32));
    return value.wrap(value.tf().broadcastTo(value, value.tf().constant(a.ints("shape"))));
  }

  private static Expr vander(OpArguments a) {
    Expr x = a.x();
    if (x.rank() != 1) {
      throw a.wrong("x", Shapes.show(x.shape()), "a vector");
    }
    DType computed = x.dtype().isFloating() ? x.dtype() : DType.FLOAT32;
    Expr count =
        a.has("N")
            ? Core.constant(x.tf(), a.integer("N"), DType.INT32)
            : x.shape().get(0) < 0
                ? Core.size(x, 0)
                : Core.constant(x.tf(), (double) x.shape().get(0), DType.INT32);
    Expr upwards = Nn.places(count);
    Expr powers = a.flag("increasing") ? upwards : count.sub(1).sub(upwards);
    return x.expandDims(1).cast(computed).pow(powers.cast(computed)).cast(x.dtype());
  }

  // ---------------------------------------------------------------- numbers between numbers

  private static Expr linspace(OpArguments a) {
    DType dtype = a.dtype("dtype", a.floatOf(a.get("start"), a.get("stop")));
    Expr from = a.tensor(a.get("start"), dtype);
    Expr to = a.tensor(a.get("stop"), dtype);
    return linspace(a, from, to, dtype);
  }

  private static Expr linspace(OpArguments a, Expr from, Expr to, DType dtype) {
    int num = a.integer("num");
    if (num < 0) {
      throw a.wrong("num", num, "0 or more");
    }
    Expr start = dtype.isFloating() ? from : from.cast(DType.FLOAT64);
    Expr stop = dtype.isFloating() ? to : to.cast(DType.FLOAT64);
    if (!a.flag("endpoint") && num > 1) {
      stop = stop.sub(stop.sub(start).div(num));
    }
    int rank = Math.max(start.rank(), stop.rank());
    Expr numbers = between(start, stop, num, a.axis("axis", rank + 1));
    return dtype.isFloating() ? numbers : Numpy.floor(numbers).cast(dtype);
  }

  /** Returns numbers from a first to a last one, both included, along a new axis. */
  static Expr between(Expr first, Expr last, int num, int axis) {
    Expr zeros = Numpy.zerosLike(first).mul(Numpy.zerosLike(last));
    Expr start = first.add(zeros).expandDims(axis);
    Expr stop = last.add(zeros).expandDims(axis);
    if (num < 2) {
      return SliceKey.between(Numpy.concatenate(List.of(start, stop), axis), axis, 0, num);
    }
    Expr step = stop.sub(start).div(num - 1);
    List<Expr> parts = new ArrayList<>(List.of(start));
    if (num > 2) {
      double[] places = new double[num - 2];
      Arrays.setAll(places, i -> i + 1);
      long[] shape = new long[start.rank()];
      Arrays.fill(shape, 1);
      shape[axis] = places.length;
      Expr inner = start.wrap(start.tf().constant(places)).cast(start.dtype()).reshape(shape);
      parts.add(start.add(step.mul(inner)));
    }
    parts.add(stop);
    return Numpy.concatenate(parts, axis);
  }

  private static Expr powers(OpArguments a, Expr exponents) {
    return exponents.constant(a.number("base")).pow(exponents);
  }

  /** Both ends have the same sign; logarithms are computed as float32 unless a dtype is given. */
  private static Expr geomspace(OpArguments a) {
    DType dtype = a.dtype("dtype", DType.FLOAT32);
    Expr start = a.tensor("start").cast(dtype);
    Expr stop = a.tensor("stop").cast(dtype);
    Expr ten = start.constant(10);
    Expr exponents =
        linspace(a, start.abs().log().div(ten.log()), stop.abs().log().div(ten.log()), dtype);
    Expr result = ten.pow(exponents);
    Expr sign = Numpy.sign(start);
    boolean aligned = start.rank() == exponents.rank() - 1;
    return result.mul(aligned ? sign.expandDims(a.axis("axis", exponents.rank())) : sign);
  }

  // ---------------------------------------------------------------- grids

  private static List<Expr> meshgrid(OpArguments a) {
    List<Expr> vectors = a.list("x");
    boolean swapped = a.text("indexing", "xy", "ij").equals("xy") && vectors.size() > 1;
    List<Expr> spread = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i++) {
      long[] shape = new long[vectors.size()];
      Arrays.fill(shape, 1);
      shape[swapped && i < 2 ? 1 - i : i] = -1;
      Expr x = vectors.get(i);
      long size = x.shape().size();
      shape[swapped && i < 2 ? 1 - i : i] = x.rank() == 0 ? 1 : size < 0 ? -1 : size;
      spread.add(x.reshape(shape));
    }
    Expr ones = Numpy.onesLike(spread.get(0));
    for (Expr x : spread.subList(1, spread.size())) {
      ones = ones.mul(Numpy.onesLike(x));
    }
    List<Expr> out = new ArrayList<>();
    for (Expr x : spread) {
      out.add(x.mul(ones));
    }
    return out;
  }
}
