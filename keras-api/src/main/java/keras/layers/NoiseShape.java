package keras.layers;

import java.util.ArrayList;
import java.util.List;
import keras.engine.Shapes;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;

/** The argument {@code noise_shape}: the shape of a mask that is broadcast over the inputs. */
final class NoiseShape {
  private NoiseShape() {}

  /** Throws unless all sizes are positive, or null. */
  static void check(Layer layer, @Nullable List<@Nullable Integer> sizes) {
    if (sizes != null && sizes.stream().anyMatch(n -> n != null && n < 1)) {
      throw new IllegalArgumentException(
          "%s: `noise_shape` must hold positive integers, or null for the inputs' size. Received: noise_shape=%s."
              .formatted(layer.getClass().getSimpleName(), sizes));
    }
  }

  /** Returns the sizes in the graph; those of the inputs where none are given. */
  static Expr of(Layer layer, @Nullable List<@Nullable Integer> sizes, Expr x) {
    if (sizes == null) {
      return Core.shape(x);
    }
    if (sizes.size() != x.rank()) {
      throw new IllegalArgumentException(
          "%s: `noise_shape` must have a size for each axis of the inputs. Received: noise_shape=%s for inputs of shape %s."
              .formatted(layer, sizes, Shapes.show(x.shape())));
    }
    List<Expr> parts = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      Integer size = sizes.get(i);
      parts.add(size != null ? Core.constant(x.tf(), size, DType.INT32) : Core.size(x, i));
    }
    return Numpy.stack(parts);
  }
}
