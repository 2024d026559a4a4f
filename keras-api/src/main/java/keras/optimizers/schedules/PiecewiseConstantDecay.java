package keras.optimizers.schedules;

import java.util.List;
import keras.config.Arg;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;

/**
 * A rate that changes at given steps: {@code values[0]} up to and with step {@code boundaries[0]},
 * then {@code values[1]} up to {@code boundaries[1]}, and so on.
 *
 * <pre>{@code
 * new SGD(new PiecewiseConstantDecay(List.of(100_000, 110_000), List.of(1.0, 0.5, 0.1)))
 * }</pre>
 *
 * <p>Keras: {@code keras/src/optimizers/schedules/learning_rate_schedule.py}.
 */
public final class PiecewiseConstantDecay extends LearningRateSchedule {
  @Arg private List<Number> boundaries = List.of();
  @Arg private List<Number> values = List.of();
  @Arg private String name = "PiecewiseConstant";

  private PiecewiseConstantDecay() {}

  /**
   * Makes the schedule.
   *
   * @param boundaries steps, increasing
   * @param values the rates, one more than there are boundaries
   */
  public PiecewiseConstantDecay(List<? extends Number> boundaries, List<? extends Number> values) {
    this.boundaries = List.copyOf(boundaries);
    this.values = List.copyOf(values);
    validate();
  }

  /** Names the schedule. */
  public PiecewiseConstantDecay name(String name) {
    this.name = name;
    return this;
  }

  @Override
  protected void validate() {
    if (boundaries.isEmpty() || boundaries.size() != values.size() - 1) {
      throw new IllegalArgumentException(
          "%s: `values` must be one more than `boundaries`, of which there is at least one. Received: boundaries=%s, values=%s."
              .formatted(this, boundaries, values));
    }
  }

  @Override
  public Expr call(Expr step) {
    int last = boundaries.size() - 1;
    Expr rate = inside(Numpy.lessEqual(step, boundary(0)), 0, step);
    rate = rate.add(inside(step.greater(boundary(last)), last + 1, step));
    for (int i = 0; i < last; i++) {
      Expr after = step.greater(boundary(i));
      rate =
          rate.add(
              inside(Numpy.logicalAnd(after, Numpy.lessEqual(step, boundary(i + 1))), i + 1, step));
    }
    return rate;
  }

  /** Steps are whole numbers; so is a boundary, as Keras casts it. */
  private double boundary(int i) {
    return boundaries.get(i).longValue();
  }

  private Expr inside(Expr condition, int i, Expr step) {
    return condition
        .cast(DType.FLOAT32)
        .mul(Core.constant(step.tf(), values.get(i).doubleValue(), DType.FLOAT32));
  }
}
