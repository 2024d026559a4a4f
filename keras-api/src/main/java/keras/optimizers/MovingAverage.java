package keras.optimizers;

import java.util.Map;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/** Averages weights over the steps, and puts the averages in their place now and then. */
record MovingAverage(
    Map<Variable, Variable> averages, double momentum, @Nullable Integer overwriteFrequency) {

  void step(Expr iterations, CallContext ctx) {
    averages.forEach(
        (v, average) -> {
          Expr kept = iterations.notEqual(0).cast(v.dtype()).mul(momentum);
          Expr old = kept.mul(ctx.readRaw(average));
          ctx.assign(average, old.add(kept.constant(1).sub(kept).mul(ctx.readRaw(v))));
        });
    if (overwriteFrequency != null && overwriteFrequency != 0) {
      Expr next = iterations.add(1);
      Expr rest = ctx.of(ctx.tf().math.floorMod(next, next.constant(overwriteFrequency)));
      Expr now = rest.equal(rest.constant(0));
      averages.forEach(
          (v, average) -> ctx.assign(v, now.select(ctx.readRaw(average), ctx.readRaw(v))));
    }
  }
}
