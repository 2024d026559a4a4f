package keras.ops;

import java.util.function.UnaryOperator;

/**
 * Dtypes, shapes and what else holds for tensors of every kind.
 *
 * <p>Keras: {@code keras/src/ops/core.py}, {@code keras/src/ops/math.py}.
 */
final class CoreRows {
  private CoreRows() {}

  static void add(OpRows rows) {
    rows.one("core.Cast", "x | dtype", a -> a.x().cast(DType.get(a.text("dtype"))));
    rows.one("core.StopGradient", "variable", a -> Core.stopGradient(a.tensor("variable")));
    rows.one(
        "core.ConvertToTensor",
        "x | dtype=None, sparse=None!, ragged=None!",
        a -> a.x().cast(a.dtype("dtype", a.x().dtype())));
    raw(rows, "Rsqrt", Expr::rsqrt);
    raw(rows, "Erf", x -> x.wrap(x.tf().math.erf(x)));
    raw(rows, "Erfc", x -> x.wrap(x.tf().math.erfc(x)));
    raw(rows, "Erfinv", x -> x.wrap(x.tf().math.erfinv(x)));
  }

  private static void raw(OpRows rows, String name, UnaryOperator<Expr> function) {
    rows.one("math." + name, "x", a -> function.apply(a.x()));
  }
}
