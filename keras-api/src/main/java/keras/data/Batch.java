package keras.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
 * <p>The arrays of x may have names, as a map of tensors has in Python: {@code
 * Batch.of(Map.of("age", ages, "city", cities), labels)}. A model of named inputs then takes them
 * by name. What a layer makes of them in {@link Dataset#map(Transform)} has no names.
 *
 * @param x one array for each input, in the order of the model's inputs, or named
 * @param y one array for each output, in their order; empty where there are no targets (predict)
 * @param weights one array of weights for each output, null where all samples weigh the same
 * @param names the names of the arrays of x, in their order; empty where they have none
 */
public record Batch(
    List<NdArray<?>> x,
    List<NdArray<?>> y,
    @Nullable List<NdArray<?>> weights,
    List<String> names) {

  /** Checks that all arrays have the same first axis. */
  public Batch {
    x = List.copyOf(x);
    y = List.copyOf(y);
    weights = weights == null ? null : List.copyOf(weights);
    names = List.copyOf(names);
    if (x.isEmpty()) {
      throw new IllegalArgumentException("Batch: x is empty. Expected one array or more.");
    }
    long size = requireAxis("x", x.get(0));
    requireSize("x", x, size);
    requireSize("y", y, size);
    if (weights != null) {
      requireSize("weights", weights, size);
    }
    if (!names.isEmpty()
        && (names.size() != x.size() || new LinkedHashSet<>(names).size() != names.size())) {
      throw new IllegalArgumentException(
          "Batch: expected a name of its own for each of the %d arrays of x. Received: %s."
              .formatted(x.size(), names));
    }
  }

  /** Makes a batch whose inputs have no names. */
  public Batch(List<NdArray<?>> x, List<NdArray<?>> y, @Nullable List<NdArray<?>> weights) {
    this(x, y, weights, List.of());
  }

  /** Makes a batch of named inputs, without targets. */
  public static Batch of(Map<String, ? extends NdArray<?>> x) {
    return new Batch(new ArrayList<>(x.values()), List.of(), null, List.copyOf(x.keySet()));
  }

  /** Makes a batch of named inputs and one output. */
  public static Batch of(Map<String, ? extends NdArray<?>> x, NdArray<?> y) {
    return new Batch(new ArrayList<>(x.values()), List.of(y), null, List.copyOf(x.keySet()));
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

  /** Returns the inputs by their names, in their order; empty where they have none. */
  public Map<String, NdArray<?>> named() {
    Map<String, NdArray<?>> named = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      named.put(names.get(i), x.get(i));
    }
    return Collections.unmodifiableMap(named);
  }

  /** Returns the input of a name. */
  public NdArray<?> x(String name) {
    int place = names.indexOf(name);
    if (place < 0) {
      throw new IllegalArgumentException(
          "Batch: x has no array '%s'. Received: %s.".formatted(name, names));
    }
    return x.get(place);
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
