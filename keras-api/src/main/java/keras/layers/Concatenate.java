package keras.layers;

import java.util.ArrayList;
import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Joins its inputs along an axis.
 *
 * <pre>{@code
 * KerasTensor joined = new Concatenate().axis(1).apply(a, b);
 * }</pre>
 *
 * <p>Inputs: one tensor or more, of the same sizes but for {@code axis}. Outputs: the same sizes,
 * along {@code axis} their sum. Where some inputs have a mask, the output has one too.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/merging/concatenate.py}.
 */
public final class Concatenate extends MergeLayer<Concatenate> {
  @Arg private int axis = -1;

  /** Makes a layer that joins along the last axis. */
  public Concatenate() {}

  /** Sets the axis along which inputs are joined; negative ones count from the last. */
  public Concatenate axis(int axis) {
    return with(() -> this.axis = axis);
  }

  @Override
  protected void check(List<Shape> inputs) {
    int rank = inputs.get(0).numDimensions();
    if (axis < -rank || axis >= rank) {
      throw new IllegalArgumentException(
          "%s: `axis` must be an axis of the inputs. Received: axis=%d for shapes %s."
              .formatted(this, axis, show(inputs)));
    }
    boolean match = inputs.stream().allMatch(s -> s.numDimensions() == rank);
    for (int i = 0; match && i < rank; i++) {
      int at = i;
      match =
          i == Math.floorMod(axis, rank)
              || inputs.stream().mapToLong(s -> s.get(at)).filter(n -> n >= 0).distinct().count()
                  <= 1;
    }
    if (!match) {
      throw new IllegalArgumentException(
          "%s: expected inputs of the same sizes but for axis %d. Received: shapes %s."
              .formatted(this, axis, show(inputs)));
    }
  }

  @Override
  protected Expr merge(List<Expr> inputs) {
    return Numpy.concatenate(inputs, axis);
  }

  @Override
  protected @Nullable Expr computeMask(List<Expr> inputs, CallContext ctx) {
    if (inputs.stream().allMatch(x -> x.mask() == null)) {
      return null;
    }
    List<Expr> masks = new ArrayList<>();
    for (Expr x : inputs) {
      Expr mask = x.mask();
      if (mask == null) {
        masks.add(Numpy.notEqual(Numpy.onesLike(x), 0));
      } else if (mask.rank() < x.rank()) {
        masks.add(Numpy.logicalOr(mask.expandDims(-1), Numpy.notEqual(Numpy.zerosLike(x), 0)));
      } else {
        masks.add(mask);
      }
    }
    Expr joined = Numpy.concatenate(masks, axis);
    return allMasks()
        ? Numpy.logicalNot(Numpy.any(Numpy.logicalNot(joined), -1))
        : Numpy.any(joined, -1);
  }
}
