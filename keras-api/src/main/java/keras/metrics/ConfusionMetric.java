package keras.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.initializers.Zeros;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/** A metric of how many predictions above thresholds are right and wrong; its options chain. */
abstract class ConfusionMetric<M extends ConfusionMetric<M>> extends FluentMetric<M> {
  private final Map<Confusion.Count, Variable> counts = new LinkedHashMap<>();

  /** Returns how predictions are counted. */
  abstract Confusion confusion();

  /** Adds the variable of a count, one value a threshold. */
  final void addCount(Confusion.Count count, String name, Shape shape) {
    counts.put(count, addVariable(name, shape, new Zeros()));
  }

  final Shape perThreshold() {
    return Shape.of(confusion().thresholds().values().size());
  }

  @Override
  protected void update(Expr yTrue, Expr yPred, @Nullable Expr weight, CallContext ctx) {
    Set<Confusion.Count> all = counts.keySet();
    confusion()
        .of(all, yTrue, yPred, weight, dtype())
        .forEach(
            (count, more) -> {
              Variable v = counts.get(count);
              if (v != null) {
                ctx.assign(v, ctx.readRaw(v).add(more));
              }
            });
  }

  /** Returns a count of everything that was taken into account. */
  final Expr count(Confusion.Count count, CallContext ctx) {
    variables();
    Variable v = counts.get(count);
    if (v == null) {
      throw new IllegalStateException(
          "%s: there is no result before the first batch is taken into account.".formatted(this));
    }
    return ctx.readRaw(v);
  }

  /** Returns the one value as a scalar, or the values of several thresholds as they are. */
  final Expr perThreshold(Expr values) {
    return values.shape().get(0) == 1 ? values.reshape() : values;
  }
}
