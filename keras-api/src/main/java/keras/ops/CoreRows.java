package keras.ops;

import java.util.List;
import java.util.function.UnaryOperator;
import org.tensorflow.op.Ops;

/**
 * Dtypes, shapes and what else holds for tensors of every kind.
 *
 * <p>Keras: {@code keras/src/ops/core.py}, {@code keras/src/ops/math.py}.
 */
final class CoreRows {
  private CoreRows() {}

  static void add(OpRows rows) {
    rows.one("core.Cast", "x | dtype", a -> cast(a.x(), DType.get(a.text("dtype"))));
    rows.one("core.StopGradient", "variable", a -> Core.stopGradient(a.tensor("variable")));
    rows.one(
        "core.ConvertToTensor",
        "x | dtype=None, sparse=None!, ragged=None!",
        a -> a.x().cast(a.dtype("dtype", a.x().dtype())));
    rows.one(
        "core.SaturateCast", "x | dtype", a -> Core.saturated(a.x(), DType.get(a.text("dtype"))));
    rows.one("core.SliceUpdate", "inputs, start_indices, updates", CoreRows::sliceUpdate);
    rows.one("math.CDist", "x, y", CoreRows::distances);
    raw(rows, "Rsqrt", Expr::rsqrt);
    raw(rows, "Erf", x -> x.wrap(x.tf().math.erf(x)));
    raw(rows, "Erfc", x -> x.wrap(x.tf().math.erfc(x)));
    raw(rows, "Erfinv", x -> x.wrap(x.tf().math.erfinv(x)));
  }

  /** Replaces a part; a start from which the part would reach over the end counts as the last. */
  /** Takes the real parts of complex numbers that become real, as Keras does. */
  private static Expr cast(Expr x, DType dtype) {
    return (dtype.isComplex() ? x : ComplexOps.real(x)).cast(dtype);
  }

  private static Expr sliceUpdate(OpArguments a) {
    Expr x = a.tensor("inputs");
    Expr updates = a.tensor("updates").cast(x.dtype());
    Expr size = Core.shape(updates);
    Expr room = Core.shape(x).sub(size);
    Expr start = a.tensor(a.get("start_indices"), DType.INT32).minimum(room).maximum(0);
    Expr sides = Numpy.concatenate(List.of(start.expandDims(1), room.sub(start).expandDims(1)), 1);
    Ops tf = x.tf();
    Expr all = Numpy.onesLike(updates);
    Expr here = Numpy.notEqual(x.wrap(tf.pad(all, sides, all.constant(0))), 0);
    Expr placed = x.wrap(tf.pad(updates, sides, updates.constant(0)));
    return x.wrap(tf.ensureShape(here.where(placed, x), x.shape()));
  }

  private static Expr distances(OpArguments a) {
    List<Expr> both = a.floats("x", "y");
    Expr x = both.get(0);
    Expr y = both.get(1);
    if (x.rank() < 2 || y.rank() < 2) {
      throw new IllegalArgumentException(
          "%s: expected tensors of two axes or more. Received: shapes %s and %s."
              .formatted(a.who(), Shapes.show(x.shape()), Shapes.show(y.shape())));
    }
    Expr differences = x.expandDims(x.rank() - 1).sub(y.expandDims(y.rank() - 2));
    return Numpy.sum(differences.square(), -1, false).sqrt();
  }

  private static void raw(OpRows rows, String name, UnaryOperator<Expr> function) {
    rows.one("math." + name, "x", a -> function.apply(a.x()));
  }
}
