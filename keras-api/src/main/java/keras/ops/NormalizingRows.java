package keras.ops;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Normalizations, and crossentropies of targets and outputs.
 *
 * <p>Keras: {@code keras/src/ops/nn.py}, {@code keras/src/backend/tensorflow/nn.py}.
 */
final class NormalizingRows {
  /** Keras' {@code backend.epsilon()}. */
  private static final double EPSILON = 1e-7;

  private NormalizingRows() {}

  static void add(OpRows rows) {
    rows.several(
        "nn.Moments", "x | axes, keepdims=False, synchronized=False!", NormalizingRows::moments);
    rows.one("nn.Normalize", "x | axis=-1, order=2, epsilon=None", NormalizingRows::normalize);
    rows.one(
        "nn.BatchNorm",
        "x, mean, variance, offset=None, scale=None | axis, epsilon=0.001",
        NormalizingRows::batchNorm);
    rows.one(
        "nn.LayerNorm",
        "x, gamma=None, beta=None | axis=-1, epsilon=None, rms_scaling=False",
        NormalizingRows::layerNorm);
    rows.one("nn.RMSNorm", "x, scale=None | axis=-1, epsilon=None", NormalizingRows::rmsNorm);
    rows.one(
        "nn.BinaryCrossentropy",
        "target, output | from_logits=False",
        a -> CrossentropyOps.binary(target(a), a.tensor("output"), a.flag("from_logits")));
    rows.one(
        "nn.CategoricalCrossentropy",
        "target, output | from_logits=False, axis=-1",
        a ->
            CrossentropyOps.categorical(
                target(a), a.tensor("output"), a.flag("from_logits"), a.integer("axis")));
    rows.one(
        "nn.SparseCategoricalCrossentropy",
        "target, output | from_logits=False, axis=-1",
        a ->
            CrossentropyOps.sparse(
                a.tensor("target"), a.tensor("output"), a.flag("from_logits"), a.integer("axis")));
    rows.one("nn.PSNR", "x1, x2 | max_val", NormalizingRows::psnr);
  }

  private static Expr target(OpArguments a) {
    return a.tensor("target").cast(a.tensor("output").dtype());
  }

  private static DType wide(Expr x) {
    return x.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
  }

  private static double epsilon(OpArguments a) {
    return a.has("epsilon") ? a.number("epsilon") : EPSILON;
  }

  private static List<Expr> moments(OpArguments a) {
    Expr x = a.x();
    int[] axes = a.axes("axes", x.rank());
    boolean keep = a.flag("keepdims");
    Expr precise = x.dtype().isFloating() ? x.cast(wide(x)) : x;
    Expr mean = Numpy.mean(precise, axes, true);
    Expr variance = Numpy.mean(precise.sub(Core.stopGradient(mean)).square(), axes, keep);
    Expr shown = keep ? mean : Numpy.squeeze(mean, axes);
    boolean half = x.dtype() == DType.FLOAT16 || x.dtype() == DType.BFLOAT16;
    return half
        ? List.of(
            shown.clip(-65504, 65504).cast(x.dtype()), variance.clip(-65504, 65504).cast(x.dtype()))
        : List.of(shown, variance);
  }

  private static Expr normalize(OpArguments a) {
    Expr x = a.x();
    int[] axes = a.axes(x);
    int order = a.integer("order");
    double epsilon = epsilon(a);
    if (order < 1) {
      throw a.wrong("order", order, "at least 1");
    } else if (order == 2) {
      return unit(x, axes, epsilon);
    }
    return x.div(LinalgRows.norm(a, x, order, axes, true).maximum(epsilon));
  }

  /** Returns vectors divided by their lengths, if these are above epsilon. */
  static Expr unit(Expr x, int[] axes, double epsilon) {
    Expr inverse = Numpy.sum(x.square(), axes, true).rsqrt();
    return x.mul(inverse.minimum(1.0 / epsilon));
  }

  private static Expr batchNorm(OpArguments a) {
    Expr x = a.x();
    long[] shape = new long[x.rank()];
    Arrays.fill(shape, 1);
    shape[a.axis("axis", x.rank())] = -1;
    Expr mean = a.tensor("mean").reshape(shape);
    Expr inverse = a.tensor("variance").reshape(shape).add(a.number("epsilon")).rsqrt();
    Expr scale = a.find("scale");
    Expr factor = scale == null ? inverse : inverse.mul(scale.reshape(shape));
    Expr offset = a.find("offset");
    Expr shift =
        offset == null ? mean.neg().mul(factor) : offset.reshape(shape).sub(mean.mul(factor));
    return x.mul(factor.cast(x.dtype())).add(shift.cast(x.dtype()));
  }

  private static Expr layerNorm(OpArguments a) {
    Expr given = a.x();
    Expr x = given.cast(wide(given));
    int[] axes = IntStream.of(a.axes(x)).sorted().toArray();
    Expr gamma = along(a.find("gamma"), x, axes);
    Expr beta = along(a.find("beta"), x, axes);
    Expr inverse = Numpy.var(x, axes, true).add(epsilon(a)).rsqrt();
    if (a.flag("rms_scaling")) {
      Expr scaled = x.mul(inverse);
      return (gamma == null ? scaled : scaled.mul(gamma)).cast(given.dtype());
    }
    Expr factor = gamma == null ? inverse : inverse.mul(gamma);
    Expr shift = Numpy.mean(x, axes, true).neg().mul(factor);
    return x.mul(factor).add(beta == null ? shift : shift.add(beta)).cast(given.dtype());
  }

  /** Gives a weight the rank of what it scales. */
  private static @Nullable Expr along(@Nullable Expr weight, Expr x, int[] axes) {
    if (weight == null) {
      return null;
    }
    Expr cast = weight.cast(x.dtype());
    boolean last = axes.length == 1 && axes[0] == x.rank() - 1;
    if (last || weight.rank() == x.rank()) {
      return cast;
    }
    long[] shape = new long[x.rank()];
    Arrays.fill(shape, 1);
    for (int axis : axes) {
      shape[axis] = x.shape().get(axis);
    }
    return cast.reshape(shape);
  }

  private static Expr rmsNorm(OpArguments a) {
    Expr given = a.x();
    Expr x = given.cast(wide(given));
    Expr inverse = Numpy.mean(x.square(), a.axes(x), true).add(epsilon(a)).rsqrt();
    Expr scale = a.find("scale");
    Expr y = x.mul(inverse);
    return (scale == null ? y : y.mul(scale.cast(x.dtype()))).cast(given.dtype());
  }

  private static Expr psnr(OpArguments a) {
    List<Expr> both = a.floats("x1", "x2");
    Expr mse = both.get(0).sub(both.get(1)).square().mean();
    Expr most = mse.constant(a.number("max_val"));
    Expr ten = mse.constant(10).log();
    return most.log().div(ten).mul(20).sub(mse.log().div(ten).mul(10));
  }
}
