package keras.engine.gradients;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;

/**
 * Differentiates the ops that only gradients emit, for gradients of gradients.
 *
 * <p>Keras: tensorflow/python/ops/math_grad.py and nn_grad.py
 */
final class SecondOrderGradients {
  private SecondOrderGradients() {}

  static void addTo(VjpTable table) {
    table.put("ReluGrad", s -> pieces(s, "ReluGrad"));
    table.put("Relu6Grad", s -> pieces(s, "Relu6Grad"));
    table.put("LeakyReluGrad", s -> pieces(s, "LeakyReluGrad", "alpha"));
    table.put("EluGrad", s -> exponentialUnit(s, "EluGrad"));
    table.put("SeluGrad", s -> exponentialUnit(s, "SeluGrad"));
    table.put("SoftplusGrad", SecondOrderGradients::softplus);
    table.put("SoftsignGrad", SecondOrderGradients::softsign);
    table.put("TanhGrad", s -> both(s, "TanhGrad", -2));
    table.put("ReciprocalGrad", s -> both(s, "ReciprocalGrad", -2));
    table.put("InvGrad", s -> both(s, "ReciprocalGrad", -2));
    table.put("SigmoidGrad", SecondOrderGradients::sigmoid);
    table.put("SqrtGrad", SecondOrderGradients::sqrt);
    table.put("RsqrtGrad", SecondOrderGradients::rsqrt);
    table.unary("BiasAddGrad", SecondOrderGradients::bias);
  }

  /** f(dy, x) = dy where x lies on one of the function's sloping pieces. */
  private static List<@Nullable Operand<?>> pieces(
      BackwardStep s, String type, String... attributes) {
    Consumer<OperationBuilder> same = s.copying(attributes);
    return Arrays.asList(
        s.needs(0) ? s.dy().op(type, same, s.input(1)) : null,
        s.needs(1) ? s.input(1).zerosLike() : null);
  }

  private static List<@Nullable Operand<?>> exponentialUnit(BackwardStep s, String type) {
    Term y = s.input(1);
    Term curved = y.op("Less", y.constant(0));
    return Arrays.asList(
        s.needs(0) ? s.dy().op(type, y) : null,
        s.needs(1) ? s.dy().mul(s.input(0)).where(curved, y.zerosLike()) : null);
  }

  private static List<@Nullable Operand<?>> softplus(BackwardStep s) {
    Term x = s.input(1);
    Term bell = x.neg().exp().add(2).add(x.exp());
    return Arrays.asList(
        s.needs(0) ? s.dy().op("SoftplusGrad", x) : null,
        s.needs(1) ? s.dy().mul(s.input(0)).div(bell) : null);
  }

  /** Python has no such gradient: f(dy, x) = dy / (1 + |x|)². */
  private static List<@Nullable Operand<?>> softsign(BackwardStep s) {
    Term x = s.input(1);
    Term base = x.constant(1).add(x.op("Abs"));
    Term cube = base.square().mul(base);
    return Arrays.asList(
        s.needs(0) ? s.dy().op("SoftsignGrad", x) : null,
        s.needs(1) ? s.dy().mul(-2).mul(s.input(0)).mul(x.op("Sign")).div(cube) : null);
  }

  /** f(a, b) whose derivative by a is factor·b·a, and by b is f again. */
  private static List<@Nullable Operand<?>> both(BackwardStep s, String type, double factor) {
    Term a = s.input(0);
    return Arrays.asList(
        s.needs(0) ? s.dy().mul(factor).mul(s.input(1)).mul(a) : null,
        s.needs(1) ? a.op(type, s.dy()) : null);
  }

  private static List<@Nullable Operand<?>> sigmoid(BackwardStep s) {
    Term y = s.input(0);
    Term product = s.dy().mul(s.input(1));
    return Arrays.asList(
        s.needs(0) ? product.sub(product.constant(2).mul(product).mul(y)) : null,
        s.needs(1) ? y.op("SigmoidGrad", s.dy()) : null);
  }

  private static List<@Nullable Operand<?>> sqrt(BackwardStep s) {
    Term slope = s.dy().div(s.input(0));
    return Arrays.asList(
        s.needs(0) ? slope.neg().mul(s.output()) : null,
        s.needs(1) ? slope.constant(0.5).mul(slope) : null);
  }

  private static List<@Nullable Operand<?>> rsqrt(BackwardStep s) {
    Term y = s.input(0);
    return Arrays.asList(
        s.needs(0) ? y.constant(-1.5).mul(s.dy()).mul(s.input(1)).mul(y.square()) : null,
        s.needs(1) ? y.op("RsqrtGrad", s.dy()) : null);
  }

  /** Copies the gradient of the bias to all that was summed into it. */
  private static Term bias(BackwardStep s) {
    GradientOps ops = s.ops();
    Term dims = s.input(0).dims();
    boolean first = s.text("data_format").equals("NCHW");
    Term channel = first ? ops.ints(1) : s.input(0).axisCount().sub(ops.ints(1));
    Term before = dims.slice(ops.vector(0), channel.reshape(1)).onesLike();
    Term after = dims.slice(channel.reshape(1).add(ops.vector(1)), ops.vector(-1)).onesLike();
    return s.dy().reshape(ops.concat(before, s.dy().dims(), after)).op("BroadcastTo", dims);
  }
}
