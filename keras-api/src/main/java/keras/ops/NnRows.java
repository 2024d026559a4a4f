package keras.ops;

import java.util.function.UnaryOperator;

/**
 * The functions of neural networks.
 *
 * <p>Keras: {@code keras/src/ops/nn.py}, {@code keras/src/backend/tensorflow/nn.py}.
 */
final class NnRows {
  private NnRows() {}

  static void add(OpRows rows) {
    plain(rows, "Relu", Expr::relu);
    plain(rows, "Relu6", ActivationOps::relu6);
    plain(rows, "Sigmoid", Expr::sigmoid);
    plain(rows, "Softplus", ActivationOps::softplus);
    plain(rows, "Softsign", ActivationOps::softsign);
    plain(rows, "Silu", x -> x.mul(x.sigmoid()));
    plain(rows, "Selu", ActivationOps::selu);
    plain(rows, "LogSigmoid", x -> ActivationOps.softplus(x.neg()).neg());
    plain(rows, "HardSigmoid", ActivationOps::hardSigmoid);
    plain(rows, "HardSilu", x -> x.mul(ActivationOps.hardSigmoid(x)));
    plain(rows, "HardTanh", x -> x.clip(-1, 1));
    plain(rows, "TanhShrink", x -> x.sub(x.tanh()));
    plain(rows, "SparsePlus", ActivationOps::sparsePlus);
    plain(rows, "SparseSigmoid", ActivationOps::sparseSigmoid);
    rows.one(
        "nn.LeakyRelu",
        "x | negative_slope=0.2",
        a -> ActivationOps.leakyRelu(a.x(), a.number("negative_slope")));
    rows.one("nn.Elu", "x | alpha=1.0", a -> ActivationOps.elu(a.x(), a.number("alpha")));
    rows.one("nn.Celu", "x | alpha=1.0", a -> ActivationOps.celu(a.x(), a.number("alpha")));
    rows.one(
        "nn.Gelu", "x | approximate=True", a -> ActivationOps.gelu(a.x(), a.flag("approximate")));
    rows.one("nn.Glu", "x | axis=-1", a -> ActivationOps.glu(a.x(), a.integer("axis")));
    rows.one(
        "nn.HardShrink",
        "x | threshold=0.5",
        a -> ActivationOps.hardShrink(a.x(), a.number("threshold")));
    rows.one(
        "nn.SoftShrink",
        "x | threshold=0.5",
        a -> ActivationOps.softShrink(a.x(), a.number("threshold")));
    rows.one("nn.Squareplus", "x | b=4", a -> ActivationOps.squareplus(a.x(), a.number("b")));
    rows.one(
        "nn.Threshold",
        "x | threshold, default_value",
        a -> ActivationOps.threshold(a.x(), a.number("threshold"), a.number("default_value")));
    rows.one("nn.Softmax", "x | axis=-1", a -> Nn.softmax(a.x(), a.ints("axis")));
    rows.one("nn.LogSoftmax", "x | axis=-1", a -> Nn.logSoftmax(a.x(), a.integer("axis")));
    rows.one("nn.Sparsemax", "x | axis=-1", a -> ActivationOps.sparsemax(a.x(), a.integer("axis")));
  }

  private static void plain(OpRows rows, String name, UnaryOperator<Expr> function) {
    rows.one("nn." + name, "x", a -> function.apply(a.x()));
  }
}
