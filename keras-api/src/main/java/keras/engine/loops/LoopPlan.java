package keras.engine.loops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.engine.CallContext;
import keras.engine.LoopSteps;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;

/**
 * What a loop is to compute; sequences have their time axis first.
 *
 * @param reads what variables were when the loop was built, as far as it reads them
 * @param sequences {@code (time, batch, …)} each
 * @param mask {@code (time, batch, 1)}, or null
 * @param allOutputs whether the outputs of all steps are wanted
 * @param zeroOutputs whether the output of a masked step is 0 rather than that of the step before
 */
record LoopPlan(
    CallContext ctx,
    LoopSteps steps,
    Map<Variable, Expr> reads,
    List<Expr> sequences,
    @Nullable Expr mask,
    List<Expr> states,
    List<Expr> constants,
    boolean allOutputs,
    boolean zeroOutputs,
    ScanStep step) {

  /** Returns a variable's value before the loop. */
  Expr read(Variable v) {
    return reads.computeIfAbsent(v, ctx::readRaw);
  }

  /** Builds one step without regard to the mask. */
  StepOut made(List<Expr> inputs, List<Expr> now, List<Expr> fixed, CallContext inner) {
    StepOut made = step.step(inputs, now, fixed, inner);
    requireAlike(now, made.states());
    return made;
  }

  /** Lets masked samples keep their states; their output is that of the step before, or 0. */
  StepOut masked(
      StepOut made, Expr kept, List<Expr> before, @Nullable Expr outputBefore, CallContext inner) {
    Expr out = made.output();
    Expr otherwise = outputBefore == null ? Numpy.zerosLike(out) : outputBefore;
    List<Expr> states = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      states.add(choose(kept, made.states().get(i), before.get(i), inner));
    }
    return new StepOut(choose(kept, out, otherwise, inner), states);
  }

  private static Expr choose(Expr kept, Expr yes, Expr no, CallContext inner) {
    Expr wide = kept;
    while (wide.rank() < yes.rank()) {
      wide = wide.expandDims(-1);
    }
    Expr chosen = wide.where(yes, no);
    inner.products().sameShapes(chosen.asOutput().op());
    return chosen;
  }

  private static void requireAlike(List<Expr> before, List<Expr> after) {
    boolean alike = before.size() == after.size();
    for (int i = 0; alike && i < before.size(); i++) {
      Expr b = before.get(i);
      Expr a = after.get(i);
      alike = b.dtype() == a.dtype() && b.shape().isCompatibleWith(a.shape());
    }
    if (!alike) {
      throw new IllegalArgumentException(
          "Scan: expected a step that gives states of the shapes and dtypes it takes, %s. Received: %s."
              .formatted(shown(before), shown(after)));
    }
  }

  private static List<String> shown(List<Expr> states) {
    return states.stream().map(s -> Shapes.show(s.shape()) + " " + s.dtype().id()).toList();
  }
}
