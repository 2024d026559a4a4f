package keras.optimizers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.engine.CallContext;
import keras.engine.HostTensor;
import keras.engine.Values;
import keras.engine.Variable;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;

/**
 * Averages weights over the steps, and puts the averages in their place now and then.
 *
 * @param start what an average is before the first step; of those without, the first step decides
 */
record MovingAverage(
    Map<Variable, Variable> averages,
    Map<Variable, Expr> start,
    double momentum,
    @Nullable Integer overwriteFrequency) {

  /**
   * Returns the averages of a step that is about to be taken. Keras 2 averages the variables that
   * have gradients, from what they are before the first.
   */
  static MovingAverage of(
      StepOptions options,
      Map<Variable, Variable> averages,
      boolean ofKeras2,
      List<Variable> updated,
      CallContext ctx) {
    Map<Variable, Variable> averaged = new LinkedHashMap<>(averages);
    Map<Variable, Expr> start = new LinkedHashMap<>();
    if (ofKeras2) {
      averaged.keySet().retainAll(updated);
      averaged.keySet().forEach(v -> start.put(v, ctx.readRaw(v)));
    }
    return new MovingAverage(averaged, start, options.emaMomentum, options.emaOverwriteFrequency);
  }

  void step(Expr iterations, CallContext ctx) {
    Expr later = Numpy.notEqual(iterations, 0);
    averages.forEach(
        (v, average) -> {
          Expr first = start.get(v);
          Expr before = ctx.readRaw(average);
          Expr kept =
              first == null ? later.cast(v.dtype()).mul(momentum) : before.constant(momentum);
          Expr old = kept.mul(first == null ? before : later.where(before, first));
          ctx.assign(average, old.add(kept.constant(1).sub(kept).mul(ctx.readRaw(v))));
        });
    if (overwriteFrequency != null && overwriteFrequency != 0) {
      Expr next = iterations.add(1);
      Expr rest = ctx.wrap(ctx.tf().math.floorMod(next, next.constant(overwriteFrequency)));
      Expr now = rest.equal(rest.constant(0));
      averages.forEach(
          (v, average) -> ctx.assign(v, now.where(ctx.readRaw(average), ctx.readRaw(v))));
    }
  }

  /** Lets weights and averages change places as Keras does: by a sum and two differences. */
  static void swap(Map<Variable, Variable> averages) {
    List<Variable> weights = List.copyOf(averages.keySet());
    List<Variable> means = List.copyOf(averages.values());
    List<HostTensor> a = new ArrayList<>(Values.read(weights));
    List<HostTensor> b = new ArrayList<>(Values.read(means));
    for (int i = 0; i < a.size(); i++) {
      HostTensor sum = combined(a.get(i), b.get(i), 1);
      b.set(i, combined(sum, b.get(i), -1));
      a.set(i, combined(sum, b.get(i), -1));
    }
    Values.write(weights, a);
    Values.write(means, b);
  }

  /** Adds the product of a sign and the second to the first, rounding as their dtype does. */
  private static HostTensor combined(HostTensor a, HostTensor b, int sign) {
    boolean wide = a.dtype() == DType.FLOAT64;
    int n = Math.toIntExact(a.shape().size());
    ByteBuffer out = ByteBuffer.allocate(n * (wide ? 8 : 4)).order(ByteOrder.LITTLE_ENDIAN);
    if (wide) {
      ByteBuffer x = a.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
      ByteBuffer y = b.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < n; i++) {
        out.putDouble(x.getDouble(8 * i) + sign * y.getDouble(8 * i));
      }
    } else {
      float[] x = a.floats();
      float[] y = b.floats();
      for (int i = 0; i < n; i++) {
        out.putFloat(x[i] + sign * y[i]);
      }
    }
    DType computed = wide ? DType.FLOAT64 : DType.FLOAT32;
    return new HostTensor(computed, a.shape(), out.flip()).cast(a.dtype());
  }
}
