package keras.engine;

import java.util.ArrayList;
import java.util.List;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;

/**
 * The ops of a function in one graph.
 *
 * @param graph where the calls are
 * @param names of the outputs
 * @param updates what writes variables when it runs; null where nothing is written
 * @param fading whether arrays are computed from their former values, and so may fade to tiny
 *     numbers
 * @param forking whether it has long parts that can run side by side
 */
record Emitted(
    Graph graph,
    List<String> names,
    List<Expr> outputs,
    @Nullable Op updates,
    boolean fading,
    boolean forking,
    List<CallContext.Call> calls) {

  /** Builds a function, and what writes the variables that it assigns. */
  static Emitted of(
      GraphPlaces places, boolean training, List<Expr> inputs, GraphFunction.Body body) {
    Ops tf = places.tf();
    CallContext ctx = new CallContext(tf, places, training);
    List<Expr> out = new ArrayList<>();
    GraphFunction.Named made = body.build(ctx, inputs);
    for (Expr e : made.outputs()) {
      out.add(Expr.of(tf, tf.identity(e)));
    }
    return new Emitted(
        places.graph(),
        List.copyOf(made.names()),
        out,
        commit(places, ctx, out),
        isFading(ctx),
        ctx.isForking(),
        List.copyOf(ctx.calls()));
  }

  private static boolean isFading(CallContext ctx) {
    return ctx.isFading()
        || ctx.assigned().keySet().stream()
            .anyMatch(v -> v.dtype().isFloating() && v.shape().numDimensions() > 0);
  }

  /** Emits the assignments, after everything they and the outputs need has been computed. */
  private static @Nullable Op commit(GraphPlaces places, CallContext ctx, List<Expr> out) {
    if (ctx.assigned().isEmpty() && ctx.descents().isEmpty()) {
      return null;
    }
    Ops tf = places.tf();
    List<Op> before = new ArrayList<>(out);
    before.addAll(ctx.assigned().values());
    ctx.descents()
        .values()
        .forEach(
            d -> {
              before.add(d.rate());
              before.add(d.gradient());
            });
    Ops barred = tf.withControlDependencies(List.of(tf.withControlDependencies(before).noOp()));
    List<Op> updates = new ArrayList<>();
    ctx.assigned()
        .forEach(
            (v, value) -> updates.add(barred.assignVariableOp(places.handles().apply(v), value)));
    ctx.descents()
        .forEach(
            (v, d) ->
                updates.add(
                    barred.train.resourceApplyGradientDescent(
                        places.handles().apply(v), d.rate(), d.gradient())));
    return tf.withControlDependencies(updates).noOp();
  }
}
