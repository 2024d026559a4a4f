package keras.constraints;

import java.util.Arrays;
import java.util.List;
import keras.config.Arg;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.ops.Shapes;

/**
 * What the constraints on the length of vectors share: the axes that a vector lies along.
 *
 * <p>Axis 0 is right for the kernel {@code (input, units)} of a dense layer, whose columns are the
 * units' weights; axes 0, 1 and 2 for the kernel of a Conv2D.
 *
 * <p>Keras: {@code keras/src/constraints/constraints.py}.
 */
public abstract class NormConstraint<C extends NormConstraint<C>> extends Constraint {
  private static final double EPSILON = 1e-7;

  /** One axis, or an array of them. */
  @Arg private Object axis = 0;

  /** Takes vectors along axis 0. */
  NormConstraint() {}

  /** Sets the axis or axes that a vector lies along, negative ones counted from the last. */
  @SuppressWarnings("unchecked") // every constraint passes itself as C
  public final C axis(int... axes) {
    axis = axes.length == 1 ? (Object) axes[0] : axes.clone();
    return (C) this;
  }

  @Override
  protected void validate() {
    List<?> given = axis instanceof List<?> l ? l : List.of(axis);
    int[] axes = new int[given.size()];
    for (int i = 0; i < axes.length; i++) {
      if (!(given.get(i) instanceof Number n) || n.doubleValue() != n.intValue()) {
        throw new IllegalArgumentException(
            "%s: `axis` must be an integer or a list of integers. Received: axis=%s."
                .formatted(this, axis));
      }
      axes[i] = n.intValue();
    }
    axis = axis instanceof List ? axes : (Object) axes[0];
  }

  /** Returns the vectors' lengths, the axes kept with size 1. */
  final Expr norms(Expr w) {
    int[] axes = axis instanceof int[] several ? several : new int[] {(Integer) axis};
    int rank = w.rank();
    for (int a : axes) {
      if (a < -rank || a >= rank) {
        throw new IllegalArgumentException(
            "%s: `axis` must lie within the weight's axes. Received: axis=%s for shape %s."
                .formatted(this, Arrays.toString(axes), Shapes.show(w.shape())));
      }
    }
    return Numpy.sum(w.square(), axes, true).sqrt();
  }

  /** Returns the lengths as divisors: never 0. */
  static Expr safe(Expr norms) {
    return norms.add(EPSILON);
  }
}
