package keras.data;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;

/**
 * The samples of one step: an array for each input of the model, for each output its targets, and
 * the samples' weights.
 *
 * <pre>{@code
 * Batch batch = Batch.of(NdArrays.ofFloats(Shape.of(32, 784)), NdArrays.ofInts(Shape.of(32)));
 * }</pre>
 *
 * @param x one array for each input, in the order of the model's inputs
 * @param y one array for each output, in their order; empty where there are no targets (predict)
 * @param weights one array of weights for each output, null where all samples weigh the same
 */
public record Batch(List<NdArray<?>> x, List<NdArray<?>> y, @Nullable List<NdArray<?>> weights) {

  /** Checks that all arrays have the same first axis. */
  public Batch {
    x = List.copyOf(x);
    y = List.copyOf(y);
    weights = weights == null ? null : List.copyOf(weights);
    if (x.isEmpty()) {
      throw new IllegalArgumentException("Batch: x is empty. Expected one array or more.");
    }
    long size = requireAxis("x", x.get(0));
    requireSize("x", x, size);
    requireSize("y", y, size);
    if (weights != null) {
      requireSize("weights", weights, size);
    }
  }

  /** Makes a batch without targets. */
  public static Batch of(NdArray<?> x) {
    return new Batch(List.of(x), List.of(), null);
  }

  /** Makes a batch of one input and one output. */
  public static Batch of(NdArray<?> x, NdArray<?> y) {
    return new Batch(List.of(x), List.of(y), null);
  }

  /** Makes a batch of one input, one output and the samples' weights. */
  public static Batch of(NdArray<?> x, NdArray<?> y, NdArray<?> weights) {
    return new Batch(List.of(x), List.of(y), List.of(weights));
  }

  /** Returns how many samples the batch has. */
  public int size() {
    return Math.toIntExact(x.get(0).shape().get(0));
  }

  private static void requireSize(String name, List<NdArray<?>> arrays, long size) {
    for (int i = 0; i < arrays.size(); i++) {
      String each = name + "[" + i + "]";
      long n = requireAxis(each, arrays.get(i));
      if (n != size) {
        throw new IllegalArgumentException(
            "Batch: x[0] has %d samples, %s has %d. All arrays need the same first axis."
                .formatted(size, each, n));
      }
    }
  }

  private static long requireAxis(String name, NdArray<?> array) {
    if (array.shape().numDimensions() == 0) {
      throw new IllegalArgumentException(
          "Batch: %s is a scalar. Expected an array whose first axis counts the samples."
              .formatted(name));
    }
    return array.shape().get(0);
  }
}
