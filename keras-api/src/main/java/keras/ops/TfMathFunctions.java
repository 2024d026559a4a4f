package keras.ops;

import java.util.List;
import org.tensorflow.Operand;

/**
 * Functions of TensorFlow that compute element by element.
 *
 * <p>Keras: {@code tensorflow/python/ops/math_ops.py}, {@code special_math_ops.py}.
 */
final class TfMathFunctions {
  /** Functions of one tensor, and the ops that they are. */
  private static final List<String> UNARY =
      List.of(
          "math.lgamma Lgamma",
          "math.digamma Digamma",
          "math.ndtri Ndtri",
          "math.bessel_i0e BesselI0e",
          "math.bessel_i1 BesselI1",
          "math.bessel_i1e BesselI1e",
          "math.special.bessel_j0 BesselJ0",
          "math.special.bessel_j1 BesselJ1",
          "math.special.bessel_k0 BesselK0",
          "math.special.bessel_k0e BesselK0e",
          "math.special.bessel_k1 BesselK1",
          "math.special.bessel_k1e BesselK1e",
          "math.special.bessel_y0 BesselY0",
          "math.special.bessel_y1 BesselY1",
          "math.special.dawsn Dawsn",
          "math.special.expint Expint",
          "math.special.fresnel_cos FresnelCos",
          "math.special.fresnel_sin FresnelSin",
          "math.special.spence Spence");

  /** Functions of two tensors, what the tensors are called, and the ops. */
  private static final List<String> BINARY =
      List.of(
          "math.squared_difference x y SquaredDifference",
          "math.xlogy x y Xlogy",
          "math.xlog1py x y Xlog1py",
          "math.xdivy x y Xdivy",
          "math.multiply_no_nan x y MulNoNan",
          "math.polygamma a x Polygamma",
          "math.zeta x q Zeta",
          "math.igamma a x Igamma",
          "math.igammac a x Igammac",
          "bitwise.bitwise_and x y BitwiseAnd",
          "bitwise.bitwise_or x y BitwiseOr",
          "bitwise.bitwise_xor x y BitwiseXor",
          "bitwise.left_shift x y LeftShift",
          "bitwise.right_shift x y RightShift",
          "truncatediv x y TruncateDiv",
          "math.add x y AddV2",
          "math.subtract x y Sub",
          "math.multiply x y Mul",
          "math.maximum x y Maximum",
          "math.minimum x y Minimum");

  private TfMathFunctions() {}

  static void add(TfFunctions rows) {
    for (String line : UNARY) {
      String[] words = line.split(" ", -1);
      rows.one(words[0], "x", a -> a.op(words[1], a.tensor("x")));
    }
    for (String line : BINARY) {
      String[] words = line.split(" ", -1);
      rows.one(
          words[0],
          words[1] + ", " + words[2],
          a -> {
            List<Expr> both = a.both(words[1], words[2]);
            return a.op(words[3], both.get(0), both.get(1));
          });
    }
    rows.one(
        "math.truediv truediv math.divide divide",
        "x, y",
        a -> {
          List<Expr> both = a.both("x", "y");
          DType own = both.get(0).dtype();
          DType small = own == DType.UINT8 || own == DType.UINT16 ? DType.FLOAT32 : DType.FLOAT64;
          DType dtype = own.isInexact() ? own : small;
          return a.op("RealDiv", both.get(0).cast(dtype), both.get(1).cast(dtype));
        });
    rows.one("math.add_n", "inputs", a -> sum(a, a.tensors("inputs")));
    rows.one(
        "math.accumulate_n",
        "inputs, shape=None, tensor_dtype=None",
        a -> sum(a, a.tensors("inputs")));
    rows.one(
        "math.scalar_mul compat.v1.math.scalar_mul",
        "scalar, x",
        a -> a.op("Mul", a.like("scalar", "x"), a.tensor("x")));
    rows.one(
        "math.reciprocal_no_nan",
        "x",
        a -> {
          Expr x = a.tensor("x");
          return a.op("DivNoNan", x.constant(1), x);
        });
    rows.one("math.erfcinv", "x", a -> erfcinv(a, a.tensor("x")));
    rows.one(
        "math.betainc", "a, b, x", a -> a.op("Betainc", same(a, "a"), same(a, "b"), a.tensor("x")));
    rows.one("math.lbeta", "x", a -> lbeta(a, a.tensor("x")));
    rows.one("math.polyval", "coeffs, x", TfMathFunctions::polynomial);
    rows.one("nn.silu", "features, beta=1.0", a -> silu(a, a.tensor("features")));
    rows.one(
        "clip_by_value",
        "t, clip_value_min, clip_value_max",
        a ->
            a.op(
                "Maximum",
                a.op("Minimum", a.tensor("t"), a.like("clip_value_max", "t")),
                a.like("clip_value_min", "t")));
  }

  /** Adds tensors as one op; one tensor is its own sum. */
  private static Expr sum(TfArguments a, List<Expr> all) {
    if (all.size() == 1) {
      return a.op("Identity", all.get(0));
    }
    return a.op("AddN", b -> b.addInputList(TfArguments.list(all)));
  }

  /** Ends of intervals take the shape of the places, which the op wants of all three. */
  private static Operand<?> same(TfArguments a, String name) {
    Expr x = a.tensor("x");
    return a.like(name, "x").add(Numpy.zerosLike(x));
  }

  private static Expr erfcinv(TfArguments a, Expr x) {
    return a.op("Ndtri", x.mul(0.5)).mul(-Math.sqrt(0.5));
  }

  /** The logarithm of the beta function of the last axis. */
  private static Expr lbeta(TfArguments a, Expr x) {
    Expr ofParts = Numpy.sum(a.op("Lgamma", x), new int[] {-1}, false);
    return ofParts.sub(a.op("Lgamma", Numpy.sum(x, new int[] {-1}, false)));
  }

  private static Expr polynomial(TfArguments a) {
    List<Expr> coefficients = a.tensors("coeffs");
    Expr x = a.tensor("x", coefficients.get(0).dtype());
    Expr y = coefficients.get(0);
    for (Expr c : coefficients.subList(1, coefficients.size())) {
      y = c.add(y.mul(x));
    }
    return y;
  }

  private static Expr silu(TfArguments a, Expr x) {
    Expr beta = a.tensor("beta", x.dtype());
    return x.mul(a.op("Sigmoid", beta.mul(x)));
  }
}
