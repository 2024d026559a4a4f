package keras.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import keras.engine.Shapes;
import keras.ops.Core;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.tensorflow.ndarray.Shape;

/**
 * Several axes of features at once, as tf_keras' BatchNormalization has them and Keras 3's has not.
 * They are folded into one, the last, and unfolded at the end; the variables have the inputs' rank,
 * and size 1 along all other axes.
 *
 * <p>Keras: {@code tf_keras/src/layers/normalization/batch_normalization.py}.
 *
 * @param axes counted from the first or, negative, from the last
 */
record FeatureAxes(List<Integer> axes) {
  /** Returns the shape of the variables for inputs of a shape. */
  Shape variables(Layer layer, Shape input) {
    int rank = input.numDimensions();
    long[] sizes = new long[rank];
    Arrays.fill(sizes, 1);
    for (int axis : axes) {
      if (axis < -rank || axis >= rank || input.get(Math.floorMod(axis, rank)) < 0) {
        throw new IllegalArgumentException(
            "%s: `axis` must be axes of known size. Received: axis=%s for inputs of shape %s."
                .formatted(layer, axes, Shapes.show(input)));
      }
      sizes[Math.floorMod(axis, rank)] = input.get(Math.floorMod(axis, rank));
    }
    return Shape.of(sizes);
  }

  /** Returns the inputs as rows of features. */
  Expr fold(Expr x, Shape variables) {
    return x.transpose(order(x.rank())).reshape(-1, variables.size());
  }

  /** Returns rows of features in the shape of the inputs. */
  Expr unfold(Expr rows, Expr x) {
    int[] order = order(x.rank());
    int[] back = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      back[order[i]] = i;
    }
    Expr sizes = Core.shape(x.transpose(order));
    return Numpy.reshape(rows, sizes).transpose(back);
  }

  /** The axes that are averaged over, and then those of features. */
  private int[] order(int rank) {
    List<Integer> features = axes.stream().map(a -> Math.floorMod(a, rank)).sorted().toList();
    List<Integer> order = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      if (!features.contains(axis)) {
        order.add(axis);
      }
    }
    order.addAll(features);
    return order.stream().mapToInt(Integer::intValue).toArray();
  }
}
