package keras.ops;

/**
 * Dtypes, shapes and what else holds for tensors of every kind.
 *
 * <p>Keras: {@code keras/src/ops/core.py}.
 */
final class CoreRows {
  private CoreRows() {}

  static void add(OpRows rows) {
    rows.one("core.Cast", "x | dtype", a -> a.x().cast(DType.get(a.text("dtype"))));
  }
}
