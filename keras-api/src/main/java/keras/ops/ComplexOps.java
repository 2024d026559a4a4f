package keras.ops;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operation;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;

/**
 * Complex numbers: their parts, and what is made of them. Tensors of real numbers are complex ones
 * without an imaginary part.
 *
 * <p>TensorFlow Java has no class of complex numbers; the ops are emitted by their names, and the
 * tensors stay within graphs ({@link DType}).
 *
 * <p>Differs from Keras: operations that were written for real numbers refuse complex ones, and so
 * do casts that would lose the imaginary parts without a word.
 *
 * <p>Keras: {@code keras/src/backend/tensorflow/numpy.py}, {@code
 * tensorflow/python/ops/math_ops.py}.
 */
public final class ComplexOps {
  /** The operations and functions of TensorFlow that compute of complex numbers as Python does. */
  private static final Set<String> TAKING =
      Set.of(
          ("core.Cast core.Shape linalg.Eig math.ViewAsReal numpy.Abs"
                  + " numpy.Absolute numpy.Add numpy.Angle numpy.Concatenate numpy.Conj"
                  + " numpy.Conjugate numpy.Copy numpy.Divide numpy.Einsum numpy.Equal"
                  + " numpy.Exp numpy.ExpandDims numpy.GetItem numpy.Imag numpy.Isreal"
                  + " numpy.Log numpy.Matmul numpy.Mean numpy.Multiply numpy.Negative"
                  + " numpy.NotEqual numpy.Pad numpy.Power numpy.Real numpy.Reciprocal"
                  + " numpy.Reshape numpy.Split numpy.Sqrt numpy.Square numpy.Squeeze"
                  + " numpy.Stack numpy.Subtract numpy.Sum numpy.Take numpy.Tile"
                  + " numpy.Transpose numpy.TrueDivide tf.__operators__.getitem tf.bitcast"
                  + " tf.concat tf.divide tf.gather tf.linalg.eig tf.linalg.eigvals"
                  + " tf.linalg.matmul tf.math.angle tf.math.conj tf.math.divide"
                  + " tf.math.imag tf.math.reduce_mean tf.math.reduce_sum tf.math.truediv"
                  + " tf.pad tf.reshape tf.shape tf.signal.fft tf.signal.fft2d"
                  + " tf.signal.fft3d tf.signal.ifft tf.signal.ifft2d tf.signal.ifft3d"
                  + " tf.signal.inverse_stft tf.split tf.stack tf.tile tf.truediv")
              .split(" ", -1));

  private ComplexOps() {}

  /** Makes a placeholder of complex numbers, which nothing can be fed to: shapes are inferred. */
  public static Expr placeholder(Ops tf, DType dtype, Shape shape) {
    return Expr.of(
        tf,
        tf.scope()
            .opBuilder("Placeholder", "Placeholder")
            .setAttr("dtype", dtype.proto())
            .setAttr("shape", shape)
            .build()
            .output(0));
  }

  /**
   * Joins real and imaginary parts of one dtype, float32 or float64.
   *
   * @return complex64 or complex128
   */
  static Expr join(Expr real, Expr imaginary) {
    return RawOp.of(
        "Complex", b -> b.setAttr("Tout", real.dtype().complex().proto()), real, imaginary);
  }

  /** Throws where a cast would take the real parts alone, without a word. */
  static void checkCast(DType from, DType to) {
    if (from.isComplex() && !to.isComplex()) {
      throw new UnsupportedOperationException(
          ("A cast of %s to %s loses the imaginary parts. Take the real parts by keras.ops.real, or"
                  + " both by view_as_real.")
              .formatted(from, to));
    }
  }

  /**
   * Throws if tensors of complex numbers are given to an operation that was written for real ones.
   */
  static void check(String who, OpRow row, Iterable<? extends @Nullable Object> given) {
    for (Object value : given) {
      if (value instanceof Iterable<?> several) {
        check(who, row, several);
      } else if (value instanceof Expr x
          && x.dtype().isComplex()
          && !TAKING.contains(row.toString().replace("compat.v1.", ""))) {
        throw new UnsupportedOperationException(
            "%s: complex numbers are not supported here. Received: a tensor of %s, of shape %s. Take its parts by keras.ops.real and imag."
                .formatted(who, x.dtype(), Shapes.show(x.shape())));
      }
    }
  }

  /** Returns the real parts. */
  static Expr real(Expr z) {
    return part("Real", z, z);
  }

  /** Returns the imaginary parts: zeros of real numbers. */
  static Expr imaginary(Expr z) {
    return z.dtype().isComplex() ? part("Imag", z, z) : Numpy.zerosLike(z);
  }

  /** Turns the sign of the imaginary parts around. */
  static Expr conjugate(Expr z) {
    return z.dtype().isComplex() ? RawOp.of("Conj", z) : z;
  }

  /** Returns the angle to the positive real numbers, in (-pi, pi]. */
  static Expr angle(Expr z) {
    return z.dtype().isComplex()
        ? part("Angle", z, z)
        : z.less(z.constant(0)).where(z.constant(Math.PI), Numpy.zerosLike(z));
  }

  /** Returns how far numbers are from zero. */
  static Expr abs(Expr z) {
    return part("ComplexAbs", z, z);
  }

  /**
   * Returns complex eigenvalues of square matrices, then eigenvectors as columns.
   *
   * @param vectors whether the eigenvectors are computed; they are empty if not
   */
  static List<Expr> eig(Expr x, boolean vectors) {
    DataType complex = x.dtype().complex().proto();
    Operation op =
        RawOp.build(
            x.tf(),
            "Eig",
            b -> b.setAttr("Tout", complex).setAttr("compute_v", vectors),
            List.of(x));
    return List.of(x.wrap(op.output(0)), x.wrap(op.output(1)));
  }

  private static Expr part(String type, Expr z, Expr ofReal) {
    return z.dtype().isComplex()
        ? RawOp.of(type, b -> b.setAttr("Tout", z.dtype().real().proto()), z)
        : ofReal;
  }
}
