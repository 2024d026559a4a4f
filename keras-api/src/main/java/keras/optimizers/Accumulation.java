package keras.optimizers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.ops.Expr;
import keras.ops.Numpy;

/** Sums gradients over several steps and updates with their mean at the last of them. */
record Accumulation(Map<Variable, Variable> accumulators, int steps) {
  /** The update proper. */
  interface Update {
    void step(List<Variable> variables, List<Gradient> gradients, CallContext ctx);
  }

  /**
   * Takes one step.
   *
   * @param state what the update may change
   */
  void step(Gradients given, Expr iteration, List<Variable> state, Update update, CallContext ctx) {
    Expr next = iteration.add(1);
    Expr rest = ctx.wrap(ctx.tf().math.floorMod(next, next.constant(steps)));
    Expr last = rest.equal(rest.constant(0));

    Map<Variable, Expr> sums = new LinkedHashMap<>();
    List<Gradient> means = new ArrayList<>();
    for (int i = 0; i < given.variables().size(); i++) {
      Variable sum = Objects.requireNonNull(accumulators.get(given.variables().get(i)));
      Expr total = given.values().get(i).dense().add(ctx.readRaw(sum));
      sums.put(sum, total);
      means.add(new DenseGradient(total.div(steps)));
    }
    Branch.where(last, state, () -> update.step(given.variables(), means, ctx), ctx);
    for (Variable sum : accumulators.values()) {
      Expr old = ctx.readRaw(sum);
      ctx.assign(sum, last.where(Numpy.zerosLike(old), sums.getOrDefault(sum, old)));
    }
  }
}
