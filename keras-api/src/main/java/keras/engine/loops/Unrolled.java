package keras.engine.loops;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.op.core.Unstack;

/** A loop each of whose steps is built on its own. */
final class Unrolled {
  private Unrolled() {}

  static ScanResult run(LoopPlan plan, long length) {
    List<List<Expr>> inputs = plan.sequences().stream().map(s -> rows(s, length)).toList();
    Expr mask = plan.mask();
    List<Expr> counts = mask == null ? List.of() : rows(mask, length);
    List<Expr> states = plan.states();
    List<Expr> outputs = new ArrayList<>();
    @Nullable Expr last = null;
    for (int t = 0; t < length; t++) {
      int at = t;
      List<Expr> now = inputs.stream().map(i -> i.get(at)).toList();
      StepOut made = plan.made(now, states, plan.constants(), plan.ctx());
      if (mask != null) {
        made =
            plan.masked(made, counts.get(t), states, plan.zeroOutputs() ? null : last, plan.ctx());
      }
      last = made.output();
      states = made.states();
      outputs.add(last);
    }
    Expr all = plan.allOutputs() ? Scan.swapped(Numpy.stack(outputs)) : null;
    return new ScanResult(Objects.requireNonNull(last), all, states);
  }

  private static List<Expr> rows(Expr x, long length) {
    return x.tf().unstack(x, length, Unstack.axis(0L)).output().stream().map(x::wrap).toList();
  }
}
