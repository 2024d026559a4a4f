package keras.engine.loops;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.tensorflow.Operation;
import org.tensorflow.op.Ops;

/**
 * The loop that computes the outputs. A place is the number of a variable of the loop: of an input
 * and of an output of the node.
 */
final class ForwardLoop {
  /** No such variable. */
  static final int NONE = -1;

  private final LoopPlan plan;
  private final Operation node;
  private final Expr length;
  private final List<Integer> states;
  private final List<Integer> kept = new ArrayList<>();
  private final List<Integer> sequences = new ArrayList<>();
  private final List<Integer> constants = new ArrayList<>();
  private final Map<Variable, Integer> captured = new LinkedHashMap<>();
  private int last = NONE;
  private int outputs = NONE;

  /**
   * Builds the loop.
   *
   * @param keep whether the states before each step are kept, for gradients
   */
  ForwardLoop(LoopPlan plan, boolean keep) {
    this.plan = plan;
    CallContext ctx = plan.ctx();
    Ops tf = ctx.tf();
    Expr first = plan.sequences().get(0);
    long steps = first.shape().get(0);
    length = steps < 0 ? Core.size(first, 0) : Core.constant(tf, (double) steps, DType.INT32);
    try (WhileLoop loop = new WhileLoop()) {
      final int t = loop.add(Core.constant(tf, 0, DType.INT32));
      final int n = loop.add(length);
      states = plan.states().stream().map(loop::add).toList();
      plan.sequences().forEach(s -> sequences.add(loop.add(s)));
      plan.constants().forEach(c -> constants.add(loop.add(c)));
      Expr step = loop.argument(t);
      List<Expr> before = states.stream().map(loop::argument).toList();
      CallContext inner =
          plan.steps()
              .in(
                  loop.ops(),
                  v -> loop.argument(captured.computeIfAbsent(v, key -> loop.add(plan.read(key)))));
      StepOut made =
          plan.made(
              sequences.stream().map(s -> Rows.row(loop.argument(s), step)).toList(),
              before,
              constants.stream().map(loop::argument).toList(),
              inner);
      Expr mask = plan.mask();
      Expr nothing = zeros(made.output(), first);
      if (mask == null) {
        boolean isState = !before.isEmpty() && same(made.output(), made.states().get(0));
        if (!plan.allOutputs() && isState) {
          last = states.get(0);
        } else if (!plan.allOutputs()) {
          last = loop.add(nothing);
        }
      } else {
        if (!plan.zeroOutputs() || !plan.allOutputs()) {
          last = loop.add(nothing);
        }
        Expr kept = Rows.row(loop.argument(loop.add(mask)), step);
        made =
            plan.masked(made, kept, before, plan.zeroOutputs() ? null : loop.argument(last), inner);
      }
      for (int i = 0; i < before.size(); i++) {
        loop.next(states.get(i), made.states().get(i));
        if (keep) {
          Expr start = plan.states().get(i);
          int rows = loop.add(Rows.empty(prepended(length, Core.shape(start)), start));
          loop.write(rows, step, before.get(i));
          kept.add(rows);
        }
      }
      if (last != NONE && !states.contains(last)) {
        loop.next(last, made.output());
      }
      if (plan.allOutputs()) {
        outputs = loop.add(Rows.empty(prepended(length, Core.shape(nothing)), nothing));
        loop.write(outputs, step, made.output());
      }
      loop.next(t, step.add(1));
      node = loop.build(tf, v -> v.get(t).less(v.get(n)));
    }
  }

  private static boolean same(Expr a, Expr b) {
    return a.asOutput().equals(b.asOutput());
  }

  /** Returns a vector of sizes after one more. */
  private static Expr prepended(Expr size, Expr sizes) {
    return Numpy.concatenate(List.of(size.expandDims(0), sizes), 0);
  }

  /** Returns zeros of the shape that an output has in the graph of a step. */
  private static Expr zeros(Expr output, Expr sequence) {
    Ops tf = sequence.tf();
    long[] sizes = output.shape().asArray();
    List<Expr> parts = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] < 0 && i > 0) {
        throw new IllegalArgumentException(
            "Scan: expected a step whose output has known sizes but for the batch. Received: shape %s."
                .formatted(keras.engine.Shapes.show(output.shape())));
      }
      parts.add(
          sizes[i] < 0
              ? Core.size(sequence, 1)
              : Core.constant(tf, (double) sizes[i], DType.INT32));
    }
    Expr zero = Core.constant(tf, 0, output.dtype());
    return parts.isEmpty() ? zero : Numpy.broadcastTo(zero, Numpy.stack(parts));
  }

  // ---------------------------------------------------------------- what is where

  Operation node() {
    return node;
  }

  Expr length() {
    return length;
  }

  boolean keeps() {
    return kept.size() == states.size();
  }

  List<Integer> states() {
    return states;
  }

  /** Returns the places of the states before each step, as many as there are states. */
  List<Integer> kept() {
    return kept;
  }

  List<Integer> sequences() {
    return sequences;
  }

  List<Integer> constants() {
    return constants;
  }

  Map<Variable, Integer> captured() {
    return captured;
  }

  /** Returns the place of the last output, which may be that of a state. */
  int last() {
    return last;
  }

  /** Whether the last output is a variable of its own. */
  boolean carriesLast() {
    return last != NONE && !states.contains(last);
  }

  /** Returns the place of the outputs of all steps. */
  int outputs() {
    return outputs;
  }

  /** Returns a variable after the last step. */
  Expr after(int place) {
    return Expr.of(plan.ctx().tf(), node.output(place));
  }
}
