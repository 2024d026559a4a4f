package keras.engine.gradients;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;

/**
 * Differentiates special functions: of Bessel, of error integrals, and relatives of gamma.
 *
 * <p>Keras: tensorflow/python/ops/math_grad.py
 */
final class SpecialGradients {
  private SpecialGradients() {}

  static void addTo(VjpTable table) {
    table.unary("Ndtri", s -> s.dy().mul(Math.sqrt(2 * Math.PI)).mul(half(s).exp()));
    table.unary("Dawsn", s -> s.dy().mul(x(s).mul(2).mul(s.output()).neg().add(1)));
    table.unary("Expint", s -> s.dy().mul(x(s).exp()).div(x(s)));
    table.unary("FresnelCos", s -> s.dy().mul(quarter(s).op("Cos")));
    table.unary("FresnelSin", s -> s.dy().mul(quarter(s).op("Sin")));
    table.unary("Spence", s -> s.dy().mul(slopeOfSpence(s)));
    table.unary("BesselI0e", s -> s.dy().mul(x(s).op("BesselI1e").sub(signed(s))));
    table.unary("BesselI1e", s -> s.dy().mul(slopeOfI1e(s)));
    table.unary("BesselJ0", s -> s.dy().mul(x(s).op("BesselJ1").neg()));
    table.unary(
        "BesselJ1",
        s -> s.dy().mul(orHalfAtZero(s, x(s).op("BesselJ0").sub(s.output().div(x(s))))));
    table.unary("BesselK0", s -> s.dy().mul(x(s).op("BesselK1").neg()));
    table.unary("BesselK0e", s -> s.dy().mul(s.output().sub(x(s).op("BesselK1e"))));
    table.unary("BesselK1", s -> s.dy().mul(x(s).op("BesselK0").neg().sub(s.output().div(x(s)))));
    table.unary(
        "BesselK1e",
        s -> s.dy().mul(s.output().mul(x(s).reciprocal().neg().add(1)).sub(x(s).op("BesselK0e"))));
    table.unary("BesselY0", s -> s.dy().mul(x(s).op("BesselY1").neg()));
    table.unary("BesselY1", s -> s.dy().mul(x(s).op("BesselY0").sub(s.output().div(x(s)))));
    table.put("Polygamma", s -> second(s, s.input(0).add(1).op("Polygamma", s.input(1))));
    table.put(
        "Zeta", s -> second(s, s.input(0).neg().mul(s.input(0).add(1).op("Zeta", s.input(1)))));
    table.put("Igamma", s -> gamma(s, 1));
    table.put("Igammac", s -> gamma(s, -1));
    table.put("Betainc", SpecialGradients::beta);
  }

  private static Term x(BackwardStep s) {
    return s.input(0);
  }

  private static Term half(BackwardStep s) {
    return s.output().square().mul(0.5);
  }

  private static Term quarter(BackwardStep s) {
    return x(s).square().mul(Math.PI / 2);
  }

  private static Term signed(BackwardStep s) {
    return x(s).op("Sign").mul(s.output());
  }

  private static Term slopeOfSpence(BackwardStep s) {
    Term one = x(s).constant(1);
    Term slope = x(s).op("Log").div(one.sub(x(s)));
    return x(s).constant(-1).where(x(s).op("Equal", one), slope);
  }

  private static Term slopeOfI1e(BackwardStep s) {
    Term slope = x(s).op("BesselI0e").sub(s.output().mul(x(s).op("Sign").add(x(s).reciprocal())));
    return orHalfAtZero(s, slope);
  }

  private static Term orHalfAtZero(BackwardStep s, Term slope) {
    return x(s).constant(0.5).where(x(s).op("Equal", x(s).constant(0)), slope);
  }

  /** Python knows the derivative by the second of two tensors alone. */
  private static List<@Nullable Operand<?>> second(BackwardStep s, Term slope) {
    BroadcastGradients.Axes axes = BroadcastGradients.Axes.of(s.ops(), s.input(0), s.input(1));
    return Arrays.asList(null, s.needs(1) ? axes.reduceSecond(s.dy().mul(slope)) : null);
  }

  private static List<@Nullable Operand<?>> gamma(BackwardStep s, int sign) {
    Term a = s.input(0);
    Term x = s.input(1);
    BroadcastGradients.Axes axes = BroadcastGradients.Axes.of(s.ops(), a, x);
    Term dy = s.dy().mul(sign);
    Term density = a.sub(1).mul(x.op("Log")).sub(x).sub(a.op("Lgamma")).exp();
    return Arrays.asList(
        s.needs(0) ? axes.reduceFirst(a.op("IgammaGradA", x).mul(dy)) : null,
        s.needs(1) ? axes.reduceSecond(density.mul(dy)) : null);
  }

  private static List<@Nullable Operand<?>> beta(BackwardStep s) {
    Term a = s.input(0);
    Term b = s.input(1);
    Term x = s.input(2);
    Term log = a.op("Lgamma").add(b.op("Lgamma")).sub(a.add(b).op("Lgamma"));
    Term density = b.sub(1).op("Xlog1py", x.neg()).add(a.sub(1).op("Xlogy", x)).sub(log).exp();
    return Arrays.asList(null, null, s.needs(2) ? density.mul(s.dy()) : null);
  }
}
