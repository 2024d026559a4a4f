package keras.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import keras.config.CustomObjects;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * A layer that makes one tensor of several, most of them element by element.
 *
 * <p>Inputs of fewer axes than others get axes of size 1 after the batch axis.
 *
 * <p>Keras: {@code keras/src/layers/merging/base_merge.py}.
 */
public abstract class MergeLayer<L extends MergeLayer<L>> extends FluentLayer<L> {
  /** The key of this library's own by which a config says that it is a layer of Keras 2. */
  private static final String ALL_MASKS = "all_masks";

  private boolean allMasks;

  /** Merges inputs of the same number of axes and the same dtype. */
  protected abstract Expr merge(List<Expr> inputs);

  @Override
  public final boolean takesList() {
    return true;
  }

  @Override
  protected final boolean supportsMasking() {
    return true;
  }

  @Override
  protected void check(List<Shape> inputs) {
    if (inputs.stream().mapToLong(s -> s.get(0)).filter(n -> n >= 0).distinct().count() > 1) {
      throw new IllegalArgumentException(
          "%s: expected inputs of the same batch size. Received: shapes %s."
              .formatted(this, show(inputs)));
    }
    int rank = inputs.stream().mapToInt(Shape::numDimensions).max().orElse(0);
    for (int back = 1; back < rank; back++) {
      int axis = -back;
      long sizes =
          inputs.stream()
              .filter(s -> s.numDimensions() > -axis)
              .mapToLong(s -> s.get(axis))
              .filter(n -> n >= 0 && n != 1)
              .distinct()
              .count();
      if (sizes > 1) {
        throw new IllegalArgumentException(
            "%s: expected inputs whose sizes are equal or 1. Received: shapes %s."
                .formatted(this, show(inputs)));
      }
    }
  }

  @Override
  protected final List<Expr> call(List<Expr> inputs, CallContext ctx) {
    int rank = inputs.stream().mapToInt(Expr::rank).max().orElse(0);
    DType dtype = inputs.stream().map(Expr::dtype).reduce(MergeLayer::promote).orElseThrow();
    List<Expr> same = new ArrayList<>();
    for (Expr x : inputs) {
      Expr grown = x.cast(dtype);
      while (grows() && grown.rank() < rank) {
        grown = grown.expandDims(1);
      }
      same.add(grown);
    }
    return List.of(merge(same));
  }

  /** Whether inputs of fewer axes than others get more. */
  boolean grows() {
    return true;
  }

  private static DType promote(DType a, DType b) {
    if (a == b || b == DType.BOOL) {
      return a;
    } else if (a == DType.BOOL) {
      return b;
    }
    return a.isFloating() == b.isFloating()
        ? a.bytes() >= b.bytes() ? a : b
        : a.isFloating() ? a : b;
  }

  /**
   * Returns where any input's mask is true; null unless all inputs have one. In models of Keras 2
   * it is where all masks that there are are true.
   */
  @Override
  protected @Nullable Expr computeMask(List<Expr> inputs, CallContext ctx) {
    Expr merged = null;
    for (Expr x : inputs) {
      Expr mask = x.mask();
      if (mask == null && !allMasks) {
        return null;
      } else if (mask != null) {
        merged =
            merged == null
                ? mask
                : allMasks ? Numpy.logicalAnd(merged, mask) : Numpy.logicalOr(merged, mask);
      }
    }
    return merged;
  }

  /** Combines inputs one by one; a masked place takes the other value, as Keras 3 does. */
  final Expr masked(List<Expr> inputs, BinaryOperator<Expr> operation) {
    Expr output = inputs.get(0);
    Expr outputMask = maskOf(output);
    for (Expr input : inputs.subList(1, inputs.size())) {
      Expr mask = maskOf(input);
      Expr x = mask == null ? input : mask.where(input, output);
      output = outputMask == null ? output : outputMask.where(output, x);
      outputMask = mask == null || outputMask == null ? null : Numpy.logicalOr(outputMask, mask);
      output = operation.apply(output, x);
    }
    return output;
  }

  /** Returns an input's mask with its shape; null in a layer of Keras 2, whose masks only pass. */
  final @Nullable Expr maskOf(Expr x) {
    Expr mask = x.mask();
    return mask == null || allMasks
        ? null
        : Numpy.broadcastTo(mask.expandDims(-1), Core.shape(x)).cast(DType.BOOL);
  }

  /** Whether a step counts only where all masks let it, as in Keras 2. */
  final boolean allMasks() {
    return allMasks;
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    if (allMasks) {
      config.put(ALL_MASKS, true);
    }
    return config;
  }

  @Override
  protected Map<String, @Nullable Object> adopt(
      Map<String, @Nullable Object> config, CustomObjects custom) {
    Map<String, @Nullable Object> left = new LinkedHashMap<>(config);
    allMasks = Boolean.TRUE.equals(left.remove(ALL_MASKS));
    return super.adopt(left, custom);
  }

  /** Shows shapes as Python does. */
  static List<String> show(List<Shape> shapes) {
    return shapes.stream().map(Shapes::show).toList();
  }
}
