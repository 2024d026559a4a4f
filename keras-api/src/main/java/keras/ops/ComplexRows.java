package keras.ops;

import java.util.List;

/**
 * Complex numbers, their parts and angles, and the operations that give them.
 *
 * <p>Keras: {@code keras/src/ops/math.py}, {@code keras/src/ops/nn.py}, {@code
 * keras/src/backend/tensorflow/numpy.py}.
 */
final class ComplexRows {
  private ComplexRows() {}

  static void add(OpRows rows) {
    rows.one("numpy.Real", "x", a -> ComplexOps.real(a.x()));
    rows.one("numpy.Imag", "x", a -> ComplexOps.imaginary(a.x()));
    rows.one("numpy.Isreal", "x", a -> isReal(a.x()));
    rows.one("numpy.Conj", "x", a -> ComplexOps.conjugate(a.x()));
    rows.one("numpy.Conjugate", "x", a -> ComplexOps.conjugate(a.x()));
    rows.one("numpy.Angle", "x", a -> ComplexOps.angle(a.floating()));
    rows.one("math.ViewAsComplex", "x", ComplexRows::viewAsComplex);
    rows.one("math.ViewAsReal", "x", a -> viewAsReal(a.x()));
    rows.one("nn.Polar", "abs_, angle", ComplexRows::polar);
    rows.several("linalg.Eig", "x", a -> ComplexOps.eig(DecompositionRows.square(a, "x"), true));
  }

  private static Expr isReal(Expr x) {
    return x.dtype().isComplex()
        ? ComplexOps.imaginary(x).equal(Core.constant(x.tf(), 0, x.dtype().real()))
        : Numpy.onesLike(x).cast(DType.BOOL);
  }

  /**
   * Joins pairs of the last axis, as Keras' function does; what its operation does in functional
   * models ends with an error of TensorFlow's.
   */
  private static Expr viewAsComplex(OpArguments a) {
    Expr x = a.x();
    int last = x.rank() - 1;
    if (last < 0 || (x.shape().get(last) >= 0 && x.shape().get(last) != 2)) {
      throw a.wrong("x", Shapes.show(x.shape()), "pairs, the last axis being of size 2");
    }
    Expr real = part(x, 0).cast(DType.COMPLEX64);
    Expr imaginary = part(x, 1).cast(DType.COMPLEX64);
    Expr zero = Core.constant(x.tf(), 0, DType.FLOAT32);
    Expr i = ComplexOps.join(zero, Core.constant(x.tf(), 1, DType.FLOAT32));
    return real.add(i.mul(imaginary));
  }

  private static Expr part(Expr x, int index) {
    return Numpy.take(x, Core.constant(x.tf(), index, DType.INT32), x.rank() - 1);
  }

  /** Returns the parts as pairs, in a new last axis. */
  private static Expr viewAsReal(Expr x) {
    Expr real = ComplexOps.real(x);
    return NumpyShapeRows.stack(List.of(real, ComplexOps.imaginary(x)), -1);
  }

  private static Expr polar(OpArguments a) {
    Expr length = a.tensor("abs_");
    Expr angle = a.tensor("angle");
    Expr real = length.mul(Numpy.cos(angle));
    Expr imaginary = length.mul(length.wrap(length.tf().math.sin(angle)));
    if (!Shapes.show(real.shape()).equals(Shapes.show(imaginary.shape()))
        || (real.dtype() != DType.FLOAT32 && real.dtype() != DType.FLOAT64)) {
      throw a.wrong("abs_", real.dtype(), "of float32 or float64");
    }
    return ComplexOps.join(real, imaginary);
  }
}
