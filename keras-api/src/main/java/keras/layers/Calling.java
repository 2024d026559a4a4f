package keras.layers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.engine.Structure;
import keras.ops.DType;
import keras.ops.Expr;
import keras.regularizers.Regularizer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * The call of a layer, as Keras does it for each layer: casts, weights, the training flag, masks.
 *
 * <p>Keras: {@code keras/src/layers/layer.py}, {@code Layer.__call__}.
 */
final class Calling {
  private Calling() {}

  static Structure<Expr> apply(Layer layer, Arguments<Expr> arguments, CallContext ctx) {
    return ctx.calling(layer, layer::flattened, () -> callOf(layer, arguments, ctx));
  }

  private static Structure<Expr> callOf(Layer layer, Arguments<Expr> arguments, CallContext ctx) {
    DType compute = layer.dtypePolicy().computeDtype();
    Arguments<Expr> in =
        CallMasks.attach(
            layer,
            arguments.map(
                Expr.class,
                e ->
                    layer.autocast() && e.dtype().isFloating() && compute.isFloating()
                        ? e.cast(compute)
                        : e));
    if (in.inputs().isEmpty() && !layer.callArguments().isEmpty()) {
      throw new IllegalArgumentException(
          "%s: expected a tensor, or tensors, as `%s`. Received: %s."
              .formatted(layer, layer.callArguments().get(0), in.first()));
    }
    layer.ensureBuilt(in.map(Shape.class, Expr::shape));
    requireTracked(layer, ctx.caller());
    layer.check(in.inputs().stream().map(Expr::shape).toList());
    // A call may take masks away (Expr.forgetMask); these tensors keep them.
    Arguments<Expr> before = in.map(Expr.class, x -> x.withMask(null).withMask(x.mask()));
    List<Structure<Expr>> made = new ArrayList<>();
    ctx.training(
        in.training(),
        () ->
            ctx.computingIn(
                compute,
                () ->
                    ctx.attribute(
                        layer,
                        in.flat(),
                        () -> {
                          made.add(layer.call(CallMasks.seen(layer, in), ctx));
                          return made.get(0).flat();
                        })));
    Structure<Expr> out = made.get(0);
    Regularizer penalty = layer.outputPenalty();
    if (penalty != null) {
      out.flat().forEach(o -> ctx.addLoss(LayerLosses.activity(penalty, o)));
    }
    return layer.supportsMasking()
        ? CallMasks.onOutputs(out, layer.computeMasks(before, ctx))
        : out;
  }

  /**
   * Throws if a layer with variables is called inside of the {@code call} of one that does not hold
   * it: it would be neither trained nor saved.
   *
   * @param caller whose {@code call} runs, null where there is none
   */
  private static void requireTracked(Layer layer, @Nullable Object caller) {
    if (caller instanceof Layer outer
        && outer != layer
        && !layer.weights().isEmpty()
        && !holds(outer, layer, Collections.newSetFromMap(new IdentityHashMap<>()))) {
      throw new IllegalStateException(
          "%s calls %s, which is not a part of it, so that its weights would be neither trained nor saved. Hold it in a field of %s (a layer, a list or a map of layers), or call track(\"name\", layer)."
              .formatted(outer, layer, outer.getClass().getSimpleName()));
    }
  }

  private static boolean holds(Layer outer, Layer layer, Set<Layer> seen) {
    Collection<Layer> inner = outer.inner();
    return inner.contains(layer)
        || inner.stream().anyMatch(child -> seen.add(child) && holds(child, layer, seen));
  }

  /** Returns the one input of a layer that takes no more. */
  static Expr only(Layer layer, List<Expr> x) {
    if (x.size() != 1) {
      throw new IllegalArgumentException(
          "%s expects 1 input. Received: %d inputs of shapes %s."
              .formatted(layer, x.size(), x.stream().map(e -> Shapes.show(e.shape())).toList()));
    }
    return x.get(0);
  }

  /** Calls a layer that knows its first argument alone. */
  static Structure<Expr> onFirst(Layer layer, Arguments<Expr> in, CallContext ctx) {
    List<String> names = in.names();
    for (int i = 1; i < names.size(); i++) {
      String name = names.get(i);
      if (in.value(name) != null && !name.equals("training") && !name.equals("mask")) {
        throw new UnsupportedOperationException(
            "%s: was called with `%s`, which its `call` does not take. A layer of one's own that does"
                    .formatted(layer, name)
                + " overrides call(Arguments, CallContext) and callArguments().");
      }
    }
    if (in.first() instanceof Expr x) {
      return Structure.of(layer.call(List.of(x), ctx));
    }
    return Structure.of(layer.call(in.inputs(), ctx));
  }
}
