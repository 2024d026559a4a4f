package keras.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;

/**
 * Numbers that a config holds: one, nested lists of them, or an array as Keras serialises NumPy's.
 */
public final class Constants {
  private final Shape shape;
  private final double[] values;
  private final boolean exact;

  /** Makes numbers; {@code exact} ones were given in 64 bits, Keras takes others for float32. */
  private Constants(Shape shape, double[] values, boolean exact) {
    this.shape = shape;
    this.values = values;
    this.exact = exact;
  }

  /** Returns the shape that the numbers are nested in; a scalar's of one alone. */
  public Shape shape() {
    return shape;
  }

  /** Returns the numbers, row-major. */
  public double[] values() {
    return values.clone();
  }

  /** Reads what a config holds, or null where that is not numbers in a regular shape. */
  public static @Nullable Constants of(@Nullable Object json) {
    if (json instanceof Map<?, ?> m
        && m.get("config") instanceof Map<?, ?> config
        && ("__numpy__".equals(m.get("class_name")) || "__tensor__".equals(m.get("class_name")))) {
      Constants plain = of(config.get("value"));
      boolean wide = "float64".equals(config.get("dtype"));
      return plain == null ? null : new Constants(plain.shape, plain.values, wide);
    }
    List<Long> sizes = new ArrayList<>();
    Object level = json;
    while (level instanceof List<?> l) {
      sizes.add((long) l.size());
      level = l.isEmpty() ? null : l.get(0);
    }
    List<Double> flat = new ArrayList<>();
    if (!collect(json, sizes, 0, flat)) {
      return null;
    }
    return new Constants(
        Shape.of(sizes.stream().mapToLong(Long::longValue).toArray()),
        flat.stream().mapToDouble(Double::doubleValue).toArray(),
        false);
  }

  /** Returns the same numbers, not rounded to float32 before they are cast. */
  public Constants exact() {
    return new Constants(shape, values, true);
  }

  private static boolean collect(
      @Nullable Object json, List<Long> sizes, int depth, List<Double> flat) {
    if (json instanceof Number n) {
      return depth == sizes.size() && flat.add(n.doubleValue());
    }
    return json instanceof List<?> l
        && depth < sizes.size()
        && l.size() == sizes.get(depth)
        && l.stream().allMatch(x -> collect(x, sizes, depth + 1, flat));
  }

  /** Returns an array as nested lists, as a config holds it. */
  public static Object toConfig(NdArray<? extends Number> array) {
    if (array.rank() == 0) {
      return array.getObject().doubleValue();
    }
    List<Object> items = new ArrayList<>();
    for (long i = 0; i < array.shape().get(0); i++) {
      items.add(toConfig(array.get(i)));
    }
    return List.copyOf(items);
  }

  /** Returns an array's elements, row-major. */
  public static double[] doubles(NdArray<?> array) {
    double[] out = new double[Math.toIntExact(array.shape().size())];
    int[] at = {0};
    array
        .scalars()
        .forEach(
            x -> {
              Object v = x.getObject();
              out[at[0]++] =
                  v instanceof Byte b
                      ? Byte.toUnsignedInt(b)
                      : v instanceof Number n ? n.doubleValue() : Boolean.TRUE.equals(v) ? 1 : 0;
            });
    return out;
  }

  /** Returns numbers as a value for a variable. */
  public static HostTensor host(Shape shape, double... values) {
    return HostTensor.of(NdArrays.wrap(shape, DataBuffers.of(values)));
  }

  /** Puts the numbers into a graph, rounded as Keras rounds them. */
  public Expr in(Ops tf, DType dtype) {
    Expr flat = exact ? Expr.of(tf, tf.constant(values)) : Expr.of(tf, tf.constant(floats()));
    return flat.cast(dtype).reshape(shape.asArray());
  }

  private float[] floats() {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }
    return rounded;
  }
}
