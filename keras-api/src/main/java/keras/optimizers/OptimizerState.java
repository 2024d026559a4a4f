package keras.optimizers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.initializers.Initializer;
import keras.initializers.Zeros;
import keras.ops.DType;
import keras.ops.Expr;
import keras.optimizers.schedules.LearningRateSchedule;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * An optimizer's own variables, in Keras' order: how many steps it took, its learning rate unless
 * that follows a schedule, then what its class adds.
 */
final class OptimizerState {
  private final Supplier<String> name;
  private Object rate; // a Number or a LearningRateSchedule
  private @Nullable Variable iteration;
  private @Nullable Variable rateVariable;
  private final List<Variable> added = new ArrayList<>();

  /**
   * Makes the state, still without variables.
   *
   * @param name starts the paths of the variables
   */
  OptimizerState(Supplier<String> name, Object rate) {
    this.name = name;
    this.rate = rate;
  }

  Object rate() {
    return rate;
  }

  /** Sets the rate for all steps from the next on: a Number or a LearningRateSchedule. */
  void rate(Object newRate) {
    rate = newRate;
    if (!(newRate instanceof Number n)) {
      rateVariable = null;
    } else if (rateVariable != null) {
      rateVariable.assign(Scalars.of(n.floatValue()));
    }
  }

  /** Returns the learning rate of this moment; a schedule's is that of the next step. */
  double learningRate() {
    if (rate instanceof LearningRateSchedule schedule) {
      return Scalars.rate(schedule, Scalars.integer(iteration()));
    }
    Variable v = rateVariable;
    return v == null ? ((Number) rate).doubleValue() : v.value().floats()[0];
  }

  /** Returns the learning rate of the step that is being built, float32. */
  Expr learningRate(CallContext ctx) {
    Expr steps = ctx.readRaw(iteration());
    Variable v = rateVariable;
    if (rate instanceof LearningRateSchedule schedule) {
      return schedule.call(steps);
    } else if (v == null) {
      throw new IllegalStateException(name.get() + " has no learning rate before it is built.");
    }
    return ctx.readRaw(v);
  }

  /** Returns the count of steps, and makes it and the learning rate at first need. */
  synchronized Variable iteration() {
    Variable count = iteration;
    if (count == null) {
      count = Variable.state(path("iteration"), Shape.scalar(), DType.INT64, new Zeros());
      count.assign(Scalars.of(0L));
      iteration = count;
    }
    if (rateVariable == null && rate instanceof Number n) {
      Variable v =
          Variable.state(path("learning_rate"), Shape.scalar(), DType.FLOAT32, new Zeros());
      v.assign(Scalars.of(n.floatValue()));
      rateVariable = v;
    }
    return count;
  }

  void countStep(CallContext ctx) {
    ctx.assign(iteration(), ctx.readRaw(iteration()).add(1));
  }

  Variable add(String variable, Shape shape, DType dtype, Initializer initializer) {
    Variable v = Variable.state(path(variable), shape, dtype, initializer);
    added.add(v);
    return v;
  }

  /** Returns what was added, in that order. */
  List<Variable> added() {
    return Collections.unmodifiableList(added);
  }

  List<Variable> all() {
    List<Variable> all = new ArrayList<>();
    all.add(iteration());
    if (rateVariable != null) {
      all.add(rateVariable);
    }
    all.addAll(added);
    return Collections.unmodifiableList(all);
  }

  private String path(String variable) {
    return name.get() + "/" + variable;
  }
}
