package keras.engine.gradients;

/**
 * Differentiates elementwise functions of one tensor.
 *
 * <p>Keras: tensorflow/python/ops/math_grad.py
 */
final class MathGradients {
  private MathGradients() {}

  static void addTo(VjpTable table) {
    table.unary("Abs", s -> s.dy().mul(s.input(0).op("Sign")));
    table.unary("Neg", s -> s.dy().neg());
    table.unary("Inv", s -> s.output().op("ReciprocalGrad", s.dy()));
    table.unary("Reciprocal", s -> s.output().op("ReciprocalGrad", s.dy()));
    table.unary("Square", s -> s.dy().mul(s.input(0).mul(2)));
    table.unary("Sqrt", s -> s.output().op("SqrtGrad", s.dy()));
    table.unary("Rsqrt", s -> s.output().op("RsqrtGrad", s.dy()));
    table.unary("Exp", s -> s.dy().mul(s.output()));
    table.unary("Expm1", s -> s.dy().mul(s.input(0).exp()));
    table.unary("Log", s -> s.dy().mul(s.input(0).reciprocal()));
    table.unary("Log1p", s -> s.dy().mul(s.input(0).constant(1).add(s.input(0)).reciprocal()));
    table.unary("Sign", s -> s.input(0).zerosLike());
    addTrigonometric(table);
    addSpecial(table);
    table.none("Floor", "Ceil", "Round", "Rint", "FloorDiv", "TruncateDiv");
  }

  private static void addTrigonometric(VjpTable table) {
    table.unary("Sin", s -> s.dy().mul(s.input(0).op("Cos")));
    table.unary("Cos", s -> s.dy().neg().mul(s.input(0).op("Sin")));
    table.unary("Tan", s -> s.input(0).op("Cos").reciprocal().square().mul(s.dy()));
    table.unary("Sinh", s -> s.dy().mul(s.input(0).op("Cosh")));
    table.unary("Cosh", s -> s.dy().mul(s.input(0).op("Sinh")));
    table.unary("Tanh", s -> s.output().op("TanhGrad", s.dy()));
    table.unary("Asinh", s -> s.dy().div(s.output().op("Cosh")));
    table.unary("Acosh", s -> s.dy().div(s.output().op("Sinh")));
    table.unary("Atanh", s -> s.dy().mul(oneMinusSquare(s).reciprocal()));
    table.unary("Asin", s -> s.dy().mul(oneMinusSquare(s).op("Sqrt").reciprocal()));
    table.unary("Acos", s -> s.dy().neg().mul(oneMinusSquare(s).op("Sqrt").reciprocal()));
    table.unary("Atan", s -> s.dy().mul(one(s).add(s.input(0).square()).reciprocal()));
  }

  private static void addSpecial(VjpTable table) {
    table.unary("Sigmoid", s -> s.output().op("SigmoidGrad", s.dy()));
    table.unary("Erf", s -> erf(s, 2 / Math.sqrt(Math.PI)));
    table.unary("Erfc", s -> erf(s, -2 / Math.sqrt(Math.PI)));
    table.unary("Erfinv", s -> s.dy().mul(Math.sqrt(Math.PI) / 2).mul(s.output().square().exp()));
    table.unary("Lgamma", s -> s.dy().mul(s.input(0).op("Digamma")));
    table.unary("BesselI0", s -> s.dy().mul(s.input(0).op("BesselI1")));
    table.unary("BesselI1", s -> s.dy().mul(slopeOfBesselI1(s)));
    table.unary("Digamma", s -> s.dy().mul(one(s).op("Polygamma", s.input(0))));
  }

  private static Term erf(BackwardStep s, double factor) {
    return s.dy().mul(factor).mul(s.input(0).square().neg().exp());
  }

  private static Term slopeOfBesselI1(BackwardStep s) {
    Term x = s.input(0);
    Term slope = x.op("BesselI0").sub(s.output().div(x));
    return x.constant(0.5).where(x.op("Equal", x.constant(0)), slope);
  }

  private static Term one(BackwardStep s) {
    return s.input(0).constant(1);
  }

  private static Term oneMinusSquare(BackwardStep s) {
    return one(s).sub(s.input(0).square());
  }
}
