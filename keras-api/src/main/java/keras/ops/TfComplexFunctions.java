package keras.ops;

import java.util.List;

/**
 * Functions of TensorFlow that give or take complex numbers.
 *
 * <p>Keras: {@code tensorflow/python/ops/math_ops.py}, {@code tensorflow/python/ops/linalg_ops.py}.
 */
final class TfComplexFunctions {
  private TfComplexFunctions() {}

  static void add(TfFunctions rows) {
    rows.one("dtypes.complex", "real, imag", TfComplexFunctions::join);
    rows.one("math.imag", "input", a -> ComplexOps.imaginary(a.tensor("input")));
    rows.one("math.angle", "input", a -> ComplexOps.angle(a.tensor("input")));
    rows.one("math.conj", "x", a -> a.op("Identity", ComplexOps.conjugate(a.tensor("x"))));
    rows.several("linalg.eig", "tensor", a -> ComplexOps.eig(a.tensor("tensor"), true));
    rows.one("linalg.eigvals", "tensor", a -> ComplexOps.eig(a.tensor("tensor"), false).get(0));
  }

  private static Expr join(TfArguments a) {
    List<Expr> both = a.both("real", "imag");
    DType dtype = both.get(0).dtype();
    if (dtype != both.get(1).dtype() || (dtype != DType.FLOAT32 && dtype != DType.FLOAT64)) {
      throw a.wrong("real", "of float32 or float64, and `imag` of the same dtype");
    }
    return ComplexOps.join(both.get(0), both.get(1));
  }
}
