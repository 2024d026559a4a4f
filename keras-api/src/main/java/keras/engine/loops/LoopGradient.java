package keras.engine.loops;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.engine.gradients.BackwardStep;
import keras.engine.gradients.Gradients;
import keras.engine.gradients.Vjp;
import keras.ops.Core;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;

/**
 * Back-propagation through time: a loop from the last step to the first, which builds each step
 * once more from the states before it and differentiates it.
 *
 * <p>The gradients of variables and constants are summed from the last step to the first, as Python
 * sums them.
 */
final class LoopGradient implements Vjp {
  private final LoopPlan plan;
  private final ForwardLoop forward;

  LoopGradient(LoopPlan plan, ForwardLoop forward) {
    this.plan = plan;
    this.forward = forward;
  }

  @Override
  public List<? extends @Nullable Operand<?>> apply(BackwardStep step) {
    ForwardLoop from = forward.keeps() ? forward : new ForwardLoop(plan, true);
    try (WhileLoop loop = new WhileLoop()) {
      return new Pass(step, from, loop).run();
    }
  }

  /** One loop backwards. */
  private final class Pass {
    private final BackwardStep step;
    private final ForwardLoop from;
    private final WhileLoop loop;
    private final int t;
    private CallContext inner;
    private final Expr now;
    private final List<Output<?>> ys = new ArrayList<>();
    private final List<Output<?>> dys = new ArrayList<>();

    /** What the step is differentiated by, by the place forward: of states, sequences, the rest. */
    private final Map<Integer, Expr> carried = new LinkedHashMap<>();

    private final Map<Integer, Expr> rows = new LinkedHashMap<>();
    private final Map<Integer, Expr> fixed = new LinkedHashMap<>();

    /** The place here of the gradient of a place forward. */
    private final Map<Integer, Integer> found = new HashMap<>();

    Pass(BackwardStep step, ForwardLoop from, WhileLoop loop) {
      this.step = step;
      this.from = from;
      this.loop = loop;
      t = loop.add(from.length().sub(1));
      now = loop.argument(t);
      inner = plan.ctx();
    }

    List<@Nullable Operand<?>> run() {
      differentiate(build());
      loop.next(t, now.sub(1));
      Operation node = loop.build(plan.ctx().tf(), v -> v.get(0).greater(-1));
      List<@Nullable Operand<?>> results = new ArrayList<>();
      for (int i = 0; i < step.inputs(); i++) {
        Integer place = found.get(i);
        results.add(place == null || !step.needs(i) ? null : node.output(place));
      }
      return results;
    }

    /** Builds the step anew. */
    private StepOut build() {
      List<Expr> before = new ArrayList<>();
      for (int i = 0; i < from.kept().size(); i++) {
        Expr state = row(from.after(from.kept().get(i)));
        before.add(state);
        if (state.dtype().isFloating()) {
          carry(forward.states().get(i), state);
        }
      }
      List<Expr> inputs = new ArrayList<>();
      for (int i = 0; i < plan.sequences().size(); i++) {
        inputs.add(row(plan.sequences().get(i)));
        ask(rows, forward.sequences().get(i), inputs.get(i));
      }
      List<Expr> constants = loop.invariants(plan.constants());
      for (int i = 0; i < constants.size(); i++) {
        ask(fixed, forward.constants().get(i), constants.get(i));
      }
      Map<Variable, Expr> captured = new HashMap<>();
      forward
          .captured()
          .forEach(
              (v, place) -> {
                Expr value = loop.argument(loop.add(plan.read(v)));
                captured.put(v, value);
                ask(fixed, place, value);
              });
      inner = plan.steps().in(loop.ops(), v -> Objects.requireNonNull(captured.get(v), v.path()));
      StepOut made = plan.made(inputs, before, constants, inner);
      Expr mask = plan.mask();
      Expr outputBefore = null;
      if (forward.carriesLast()) {
        outputBefore = Numpy.zerosLike(made.output()); // its value does not count
        carry(forward.last(), outputBefore);
      }
      return mask == null
          ? made
          : plan.masked(made, row(mask), before, plan.zeroOutputs() ? null : outputBefore, inner);
    }

    private Expr row(Expr all) {
      return Rows.row(loop.argument(loop.add(all)), now);
    }

    private void carry(int place, Expr state) {
      carried.put(place, state);
      found.put(place, loop.add(Expr.of(plan.ctx().tf(), step.dy(place))));
    }

    private void ask(Map<Integer, Expr> to, int place, Expr value) {
      if (value.dtype().isFloating() && step.needs(place)) {
        to.put(place, value);
      }
    }

    private int here(int place) {
      return Objects.requireNonNull(found.get(place));
    }

    private void target(Expr y, Expr dy) {
      ys.add(y.asOutput());
      dys.add(dy.asOutput());
    }

    private void differentiate(StepOut made) {
      for (int i = 0; i < made.states().size(); i++) {
        Integer place = found.get(forward.states().get(i));
        if (place != null) {
          target(made.states().get(i), loop.argument(place));
        }
      }
      if (forward.carriesLast()) {
        target(made.output(), loop.argument(here(forward.last())));
      }
      if (plan.allOutputs() && step.hasDy(forward.outputs())) {
        target(made.output(), row(Expr.of(plan.ctx().tf(), step.dy(forward.outputs()))));
      }
      List<Output<?>> xs = new ArrayList<>();
      carried.values().forEach(x -> xs.add(x.asOutput()));
      rows.values().forEach(x -> xs.add(x.asOutput()));
      fixed.values().forEach(x -> xs.add(x.asOutput()));
      List<@Nullable Output<?>> gradients =
          Gradients.of(loop.graph(), inner.products(), ys, dys, xs);
      int next = 0;
      for (Map.Entry<Integer, Expr> e : carried.entrySet()) {
        Output<?> g = gradients.get(next++);
        Expr x = e.getValue();
        loop.next(here(e.getKey()), g == null ? Numpy.zerosLike(x) : x.wrap(g));
      }
      for (Map.Entry<Integer, Expr> e : rows.entrySet()) {
        Output<?> g = gradients.get(next++);
        if (g != null) {
          Expr all = Expr.of(plan.ctx().tf(), step.input(e.getKey()));
          int place = loop.add(Rows.empty(Core.shape(all), all));
          found.put(e.getKey(), place);
          loop.write(place, now, e.getValue().wrap(g));
        }
      }
      for (Map.Entry<Integer, Expr> e : fixed.entrySet()) {
        Output<?> g = gradients.get(next++);
        if (g != null) {
          Expr whole = Expr.of(plan.ctx().tf(), step.input(e.getKey()));
          int place = loop.add(Numpy.zerosLike(whole));
          found.put(e.getKey(), place);
          loop.next(place, loop.argument(place).add(e.getValue().wrap(g)));
        }
      }
    }
  }
}
