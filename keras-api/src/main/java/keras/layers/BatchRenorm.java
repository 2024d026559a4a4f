package keras.layers;

import java.util.Map;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.initializers.Initializer;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

/**
 * Batch renormalization (Ioffe, 2017): corrects the moments of a batch towards moving ones.
 *
 * @param momentum of the moving moments that correct
 */
record BatchRenorm(
    Variable movingStddev,
    Variable renormMean,
    Variable renormStddev,
    Map<String, @Nullable Number> clipping,
    double momentum,
    double epsilon) {

  /** Throws unless a clipping has known keys and a range that is not empty. */
  static void require(Map<String, @Nullable Number> clipping) {
    if (clipping.keySet().stream().anyMatch(k -> !k.matches("rmax|rmin|dmax"))) {
      throw new IllegalArgumentException(
          "BatchNormalization: `renorm_clipping` may have the keys rmax, rmin and dmax."
              + " Received: renorm_clipping=%s.".formatted(clipping));
    }
    Number rmax = clipping.get("rmax");
    Number rmin = clipping.get("rmin");
    Number dmax = clipping.get("dmax");
    if (rmax != null && rmin != null && rmax.doubleValue() < rmin.doubleValue()) {
      throw new IllegalArgumentException(
          "BatchNormalization: rmax must be at least rmin in `renorm_clipping`."
              + " Received: rmax=%s, rmin=%s.".formatted(rmax, rmin));
    }
    if (dmax != null && dmax.doubleValue() < 0) {
      throw new IllegalArgumentException(
          "BatchNormalization: dmax must be at least 0 in `renorm_clipping`. Received: dmax=%s."
              .formatted(dmax));
    }
  }

  /** Returns gamma and beta with the correction of a batch in them. */
  Expr[] corrected(CallContext ctx, BatchMoments batch, @Nullable Expr gamma, @Nullable Expr beta) {
    DType dtype = batch.mean().dtype();
    Expr stddev = batch.variance().add(epsilon).sqrt();
    Expr mean = ctx.readRaw(renormMean).cast(dtype);
    Expr floor = batch.mean().constant(epsilon).sqrt();
    Expr deviation = ctx.readRaw(renormStddev).cast(dtype).maximum(floor);
    Expr r = stddev.div(deviation);
    Expr d = batch.mean().sub(mean).div(deviation);
    Number rmin = clipping.get("rmin");
    if (rmin != null) {
      r = r.maximum(rmin.doubleValue());
    }
    Number rmax = clipping.get("rmax");
    if (rmax != null) {
      r = r.minimum(rmax.doubleValue());
    }
    Number dmax = clipping.get("dmax");
    if (dmax != null) {
      d = d.minimum(dmax.doubleValue()).maximum(-dmax.doubleValue());
    }
    r = Core.stopGradient(r);
    d = Core.stopGradient(d);
    Expr factor = gamma == null ? r : r.mul(gamma);
    Expr offset = gamma == null ? d : d.mul(gamma);
    return new Expr[] {factor, beta == null ? offset : offset.add(beta)};
  }

  /** Moves the moments that correct; returns the new moving deviation. */
  Expr update(CallContext ctx, BatchMoments batch, double movingMomentum) {
    Expr stddev = batch.variance().add(epsilon).sqrt();
    ctx.assign(renormMean, moved(ctx, renormMean, batch.mean(), momentum));
    ctx.assign(renormStddev, moved(ctx, renormStddev, stddev, momentum));
    Expr moving = moved(ctx, movingStddev, stddev, movingMomentum);
    ctx.assign(movingStddev, moving);
    return moving;
  }

  /** Returns a moving average after one more value. */
  static Expr moved(CallContext ctx, Variable average, Expr value, double momentum) {
    return ctx.readRaw(average).cast(value.dtype()).mul(momentum).add(value.mul(1.0 - momentum));
  }

  /** The root of what another initializer makes. */
  static final class Root extends Initializer {
    private final Initializer of;

    Root(Initializer of) {
      this.of = of;
    }

    @Override
    public Expr call(Ops tf, Shape shape, DType dtype) {
      return of.call(tf, shape, dtype).sqrt();
    }
  }
}
