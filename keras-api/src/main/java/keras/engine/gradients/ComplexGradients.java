package keras.engine.gradients;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.proto.DataType;

/**
 * Differentiates Fourier's transforms, and what joins and parts complex numbers.
 *
 * <p>As in TensorFlow, the gradient by a complex number is the conjugate of what mathematicians
 * call so: of a linear transform it is the product with the conjugate transpose.
 *
 * <p>Keras: tensorflow/python/ops/math_grad.py, tensorflow/python/ops/signal/fft_ops.py
 */
final class ComplexGradients {
  private static final String IFFT = "IFFT";

  private ComplexGradients() {}

  static void addTo(VjpTable table) {
    table.put("Complex", s -> List.of(part(s, "Real"), part(s, "Imag")));
    table.unary("Real", s -> complex(s.dy(), s.dy().zerosLike()));
    table.unary("Imag", s -> complex(s.dy().zerosLike(), s.dy()));
    table.unary("Conj", s -> s.dy().op("Conj"));
    table.unary("ComplexAbs", ComplexGradients::abs);
    table.unary("Angle", ComplexGradients::angle);
    table.unary("Eig", ComplexGradients::eig);
    transform(table, "FFT", IFFT, 1);
    transform(table, "FFT2D", "IFFT2D", 2);
    transform(table, "FFT3D", "IFFT3D", 3);
    table.put("RFFT", ComplexGradients::rfft);
    table.put("IRFFT", ComplexGradients::irfft);
  }

  /** Adds a transform of some last axes, and the one that turns it around. */
  private static void transform(VjpTable table, String type, String inverse, int axes) {
    table.unary(type, s -> s.dy().op(inverse).mul(count(s, axes)));
    table.unary(inverse, s -> s.dy().op(type).mul(count(s, axes).reciprocal()));
  }

  private static Term part(BackwardStep s, String type) {
    return s.dy().op(type, b -> b.setAttr("Tout", s.input(0).dtype()));
  }

  private static Term part(Term z, String type) {
    return z.op(type, b -> b.setAttr("Tout", real(z.dtype())));
  }

  private static Term abs(BackwardStep s) {
    Term dy = complex(s.dy(), s.dy().zerosLike());
    Term length = complex(s.output(), s.output().zerosLike());
    return dy.mul(s.input(0)).op("DivNoNan", length);
  }

  private static Term angle(BackwardStep s) {
    Term z = s.input(0);
    Term turned = complex(part(z, "Imag"), part(z, "Real")).reciprocal();
    return complex(s.dy(), s.dy().zerosLike()).neg().mul(turned);
  }

  /** The eigenvalues must differ. */
  private static Term eig(BackwardStep s) {
    Term e = s.output(0);
    if (!s.flag("compute_v")) {
      Term v = s.ops().output(vectors(s), 1);
      return back(s, v, diagonal(s, s.dy(0)));
    }
    Term v = s.output(1);
    Term differences =
        e.op("ExpandDims", s.ops().ints(-2)).sub(e.op("ExpandDims", s.ops().ints(-1)));
    Term one = diagonal(s, e.onesLike());
    Term safe = differences.mul(differences.square().add(1e-20).add(one).reciprocal());
    Term f = safe.sub(safe.mul(one)).op("Conj");
    Term vgv = product(v, true, s.dy(1));
    Term kept = part(vgv, "Real").cast(vgv.dtype()).mul(one);
    Term rest = f.mul(vgv.sub(product(product(v, true, v), false, kept)));
    return back(s, v, diagonal(s, s.dy(0)).add(rest));
  }

  private static Operation vectors(BackwardStep s) {
    return s.ops()
        .build(
            "Eig",
            b -> b.setAttr("compute_v", true).setAttr("Tout", s.output(0).dtype()),
            s.input(0));
  }

  private static Term back(BackwardStep s, Term v, Term mid) {
    Term right = mid.op("BatchMatMulV2", b -> b.setAttr("adj_y", true), v);
    Term da = v.op("MatrixSolve", b -> b.setAttr("adjoint", true), right);
    return da.cast(s.input(0).dtype());
  }

  private static Term diagonal(BackwardStep s, Term values) {
    return s.ops().op("MatrixDiag", values);
  }

  private static Term product(Term a, boolean adjoint, Term b) {
    return a.op("BatchMatMulV2", op -> op.setAttr("adj_x", adjoint), b);
  }

  private static DataType complex(DataType real) {
    return real == DataType.DT_DOUBLE ? DataType.DT_COMPLEX128 : DataType.DT_COMPLEX64;
  }

  private static DataType real(DataType complex) {
    return complex == DataType.DT_COMPLEX128 ? DataType.DT_DOUBLE : DataType.DT_FLOAT;
  }

  private static Term complex(Term real, Operand<?> imaginary) {
    return real.op("Complex", b -> b.setAttr("Tout", complex(real.dtype())), imaginary);
  }

  /** Returns the number of values that are transformed together, as a complex scalar. */
  private static Term count(BackwardStep s, int axes) {
    GradientOps ops = s.ops();
    Term rank = s.input(0).axisCount();
    Term from = rank.sub(ops.ints(axes)).reshape(1);
    Term sizes = s.input(0).dims().slice(from, ops.vector(-1));
    return sizes.op("Prod", ops.vector(0)).cast(s.dy().dtype());
  }

  /** The real part of the whole transform's gradient, with zeros for what RFFT leaves out. */
  private static List<Operand<?>> rfft(BackwardStep s) {
    GradientOps ops = s.ops();
    Term size = s.input(1).element(0);
    Term lack = size.sub(s.dy().dims().gather(s.dy().axisCount().sub(ops.ints(1))));
    Term whole = padded(s, s.dy(), lack).op(IFFT);
    DataType real = s.input(0).dtype();
    Term dx = whole.op("Real", b -> b.setAttr("Tout", real)).mul(size.cast(real));
    return Arrays.asList(fit(s, dx, size), null);
  }

  /** Pads with zeros, or cuts, to the length of the input, which RFFT cut or padded before. */
  private static Term fit(BackwardStep s, Term dx, Term size) {
    GradientOps ops = s.ops();
    Term last = s.input(0).axisCount().sub(ops.ints(1));
    Term wanted = s.input(0).dims().gather(last);
    Term lack = wanted.sub(size).op("Maximum", ops.ints(0));
    Term begin = ops.op("Fill", last.add(ops.ints(1)).reshape(1), ops.ints(0));
    return padded(s, dx, lack).slice(begin, s.input(0).dims());
  }

  private static Term padded(BackwardStep s, Term x, Term lack) {
    GradientOps ops = s.ops();
    Term outer = x.axisCount().sub(ops.ints(1)).reshape(1);
    Term none = ops.op("Fill", ops.concat(outer, ops.vector(2)), ops.ints(0));
    Term row = ops.pack(List.of(ops.ints(0), lack), 0).reshape(1, 2);
    return x.op("Pad", ops.concat(none, row));
  }

  /** What stands for two values, itself and its conjugate, counts twice. */
  private static List<Operand<?>> irfft(BackwardStep s) {
    GradientOps ops = s.ops();
    Term size = s.input(1).element(0);
    Term dz = s.dy().op("RFFT", b -> b.setAttr("Tcomplex", s.input(0).dtype()), s.input(1));
    DataType real = real(s.input(0).dtype());
    Term parts = size.op("FloorDiv", ops.ints(2)).add(ops.ints(1));
    Term places = ops.op("Range", ops.ints(0), parts, ops.ints(1));
    Term alone =
        places.op("Equal", ops.ints(0)).op("LogicalOr", places.add(places).op("Equal", size));
    Term one = ops.scalar(1, real);
    Term weights = one.where(alone, ops.scalar(2, real)).div(size.cast(real));
    Term dx = dz.mul(weights.cast(s.input(0).dtype()));
    return Arrays.asList(fit(s, dx, parts), null);
  }
}
