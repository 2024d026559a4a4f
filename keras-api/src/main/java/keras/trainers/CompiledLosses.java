package keras.trainers;

import java.util.ArrayList;
import java.util.List;
import keras.engine.CallContext;
import keras.losses.Loss;
import keras.metrics.Mean;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;

/**
 * The losses of the outputs; where there are several, each is followed under a name of its own.
 *
 * <p>Keras: {@code keras/src/trainers/compile_utils.py}, {@code CompileLoss}.
 */
final class CompiledLosses {
  private record OfOutput(int output, Loss loss, @Nullable Double weight, Mean tracker) {}

  private final List<OfOutput> all = new ArrayList<>();

  /**
   * Makes the losses of names and objects.
   *
   * @param names of the outputs; null where they have none, then the losses' own names are used
   * @param given one an output, null where there is none
   */
  CompiledLosses(
      @Nullable List<String> names,
      List<@Nullable Object> given,
      List<@Nullable Double> weights,
      List<@Nullable Expr> yTrue,
      List<Expr> yPred) {
    for (int i = 0; i < given.size(); i++) {
      Object spec = given.get(i);
      if (spec != null) {
        Loss loss =
            spec instanceof Loss l
                ? l
                : Loss.get((String) spec, target(yTrue, i, names).shape(), yPred.get(i).shape());
        String name = names == null ? loss.name() : names.get(i);
        all.add(new OfOutput(i, loss, weights.get(i), new Mean().name(name + "_loss")));
      }
    }
  }

  private static Expr target(List<@Nullable Expr> yTrue, int output, @Nullable List<String> names) {
    Expr y = yTrue.get(output);
    if (y == null) {
      throw new IllegalArgumentException(
          "The loss of output %s needs targets. Received: y=null."
              .formatted(names == null ? output : "'" + names.get(output) + "'"));
    }
    return y;
  }

  /**
   * Returns the total, and updates what is followed; null where no output has a loss.
   *
   * @param batch how many samples a loss counts for where it is followed; null if all count alike
   */
  @Nullable Expr total(Targets targets, List<Expr> yPred, @Nullable Expr batch, CallContext ctx) {
    Expr total = null;
    for (OfOutput o : all) {
      Expr y = target(targets.y(), o.output(), null);
      Expr weights = targets.weights().get(o.output());
      Expr value = value(o.loss(), y, yPred.get(o.output()), weights, ctx);
      if (all.size() > 1) {
        o.tracker().update(value, batch == null ? null : each(batch, value), ctx);
      }
      Expr weighed = o.weight() == null ? value : value.mul(o.weight());
      total = total == null ? weighed : total.add(weighed);
    }
    return total;
  }

  /** Returns the number of samples for each value: Keras 2 averages losses that are not reduced. */
  static Expr each(Expr batch, Expr values) {
    return values.rank() == 0 ? batch : Numpy.broadcastTo(batch, Core.shape(values));
  }

  private static Expr value(
      Loss loss, Expr yTrue, Expr yPred, @Nullable Expr weight, CallContext ctx) {
    List<Expr> inputs = weight == null ? List.of(yTrue, yPred) : List.of(yTrue, yPred, weight);
    return ctx.attribute(loss, inputs, () -> List.of(loss.apply(yTrue, yPred, weight)))
        .get(0)
        .cast(DType.FLOAT32);
  }

  /** Returns what is followed. */
  List<Mean> trackers() {
    return all.size() > 1 ? all.stream().map(OfOutput::tracker).toList() : List.of();
  }
}
