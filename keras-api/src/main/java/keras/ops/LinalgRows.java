package keras.ops;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Functions of matrices, which are the last two axes.
 *
 * <p>Keras: {@code keras/src/ops/linalg.py}, {@code keras/src/backend/tensorflow/linalg.py}.
 */
final class LinalgRows {
  private LinalgRows() {}

  static void add(OpRows rows) {
    rows.one("linalg.Norm", "x | ord=None, axis=None, keepdims=False", LinalgRows::norm);
    rows.one("numpy.Diagonal", "x | offset=0, axis1=0, axis2=1", LinalgRows::diagonal);
    rows.one("numpy.Trace", "x | offset=0, axis1=0, axis2=1", LinalgRows::trace);
  }

  private static Expr norm(OpArguments a) {
    Expr x = a.floating();
    return norm(a, x, a.get("ord"), a.axes(x), a.flag("keepdims"));
  }

  /** Returns the norm of vectors along one axis, or of matrices along two. */
  static Expr norm(OpArguments a, Expr x, @Nullable Object ord, int[] axes, boolean keep) {
    boolean plain = ord == null || (axes.length == 2 && ord.equals("fro"));
    if (axes.length > 2) {
      throw new IllegalArgumentException(
          "%s: expected one axis or two. Received: axis=%s for shape %s."
              .formatted(a.who(), a.get("axis"), Shapes.show(x.shape())));
    }
    if (plain || (axes.length == 1 && PythonValue.same(2, ord))) {
      return Numpy.sum(x.square(), axes, keep).sqrt();
    }
    if (axes.length == 2
        && ("nuc".equals(ord) || PythonValue.same(2, ord) || PythonValue.same(-2, ord))) {
      return bySingularValues(x, ord, axes, keep);
    }
    if (!(ord instanceof Number) && !"Infinity".equals(ord) && !"-Infinity".equals(ord)) {
      throw a.wrong("ord", ord, "None, a number, or 'fro' or 'nuc' of two axes");
    }
    double order = ord instanceof Number n ? n.doubleValue() : Double.parseDouble((String) ord);
    return axes.length == 1 ? ofVectors(x, order, axes, keep) : ofMatrices(a, x, order, axes, keep);
  }

  private static Expr ofVectors(Expr x, double order, int[] axis, boolean keep) {
    if (Double.isInfinite(order)) {
      return order > 0 ? Numpy.max(x.abs(), axis, keep) : Numpy.min(x.abs(), axis, keep);
    } else if (order == 0) {
      return Numpy.sum(Numpy.notEqual(x, 0).cast(x.dtype()), axis, keep);
    }
    Expr power = x.constant(order);
    return Numpy.sum(x.abs().pow(power), axis, keep).pow(x.constant(1).div(power));
  }

  /** The largest sum, or the smallest, of rows or of columns. */
  private static Expr ofMatrices(OpArguments a, Expr x, double order, int[] axes, boolean keep) {
    boolean columns = Math.abs(order) == 1;
    if (!columns && !Double.isInfinite(order)) {
      throw a.wrong("ord", order, "1, -1, 2, -2, Infinity or -Infinity of two axes");
    }
    int[] summed = {axes[columns ? 0 : 1]};
    int[] compared = {axes[columns ? 1 : 0]};
    Expr sums = Numpy.sum(x.abs(), summed, true);
    Expr norm = order > 0 ? Numpy.max(sums, compared, true) : Numpy.min(sums, compared, true);
    return keep ? norm : Numpy.squeeze(norm, axes);
  }

  /** The sum of the singular values, the largest, or the smallest. */
  private static Expr bySingularValues(Expr x, @Nullable Object ord, int[] axes, boolean keep) {
    int[] order =
        IntStream.concat(IntStream.of(Numpy.axesBut(x, axes)), IntStream.of(axes)).toArray();
    Expr s = DecompositionRows.singularValues(x.transpose(order));
    int last = s.rank() - 1;
    Expr norm =
        "nuc".equals(ord)
            ? Numpy.sum(s, last, false)
            : PythonValue.same(2, ord) ? Numpy.max(s, last, false) : Numpy.min(s, last, false);
    if (keep) {
      for (int axis : IntStream.of(axes).sorted().toArray()) {
        norm = norm.expandDims(axis);
      }
    }
    return norm;
  }

  /** Returns the matrix whose last two axes are {@code axis1} and {@code axis2}. */
  private static Expr matrices(OpArguments a) {
    Expr x = a.x();
    int first = a.axis("axis1", x.rank());
    int second = a.axis("axis2", x.rank());
    int[] kept = Numpy.axesBut(x, first, second);
    return x.transpose(IntStream.concat(IntStream.of(kept), IntStream.of(first, second)).toArray());
  }

  private static Expr diagonal(OpArguments a) {
    return diagonal(a, matrices(a), a.integer("offset"));
  }

  private static Expr trace(OpArguments a) {
    return Numpy.sum(
        diagonal(a, NumpyReduceRows.summed(matrices(a)), a.integer("offset")), -1, false);
  }

  /** Takes a diagonal of matrices of known sizes. */
  static Expr diagonal(OpArguments a, Expr x, int offset) {
    long rows = x.shape().get(-2);
    long columns = x.shape().get(-1);
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException(
          "%s: expected matrices of known sizes. Received: shape %s."
              .formatted(a.who(), Shapes.show(x.shape())));
    }
    int[] places =
        IntStream.range(Math.max(0, -offset), (int) Math.max(0, rows))
            .filter(i -> i + offset < columns)
            .map(i -> Math.toIntExact(i * columns + i + offset))
            .toArray();
    int outer = x.rank() - 2;
    Expr flat;
    if (IntStream.range(0, outer).filter(i -> x.shape().get(i) < 0).count() < 2) {
      flat = x.reshape(x.shape().subShape(0, outer).append(rows * columns).asArray());
    } else {
      Expr sizes = Core.shape(x);
      Expr first =
          Numpy.take(sizes, x.wrap(x.tf().constant(IntStream.range(0, outer).toArray())), 0);
      Expr last = x.wrap(x.tf().constant(new int[] {Math.toIntExact(rows * columns)}));
      flat = Numpy.reshape(x, Numpy.concatenate(java.util.List.of(first, last), 0));
    }
    return Numpy.take(flat, x.wrap(x.tf().constant(places)), outer);
  }
}
