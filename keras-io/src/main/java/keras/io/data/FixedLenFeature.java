package keras.io.data;

import java.util.Arrays;
import java.util.List;

/**
 * A feature of one shape: {@code tf.io.FixedLenFeature}. A batch is (batch, …shape).
 *
 * <pre>{@code
 * new FixedLenFeature("float32", 28, 28);
 * new FixedLenFeature("int64").defaultValue(-1L);
 * }</pre>
 *
 * <p>Keras: none; TensorFlow: {@code tensorflow/python/ops/parsing_config.py}.
 */
public final class FixedLenFeature implements ExampleFeature {
  private static final String NAME = "FixedLenFeature";

  private final String dtype;
  private final long[] shape;
  private final List<Object> defaultValue;

  /**
   * Makes a feature that every example must have.
   *
   * @param dtype float32, int64 or string
   * @param shape of one example; nothing for one value
   */
  public FixedLenFeature(String dtype, long... shape) {
    this(dtype, shape, List.of());
  }

  private FixedLenFeature(String dtype, long[] shape, List<Object> defaultValue) {
    ExampleFeature.requireDtype(NAME, dtype);
    if (Arrays.stream(shape).anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          "%s: the sizes of `shape` must be positive. Received: shape=%s."
              .formatted(NAME, Arrays.toString(shape)));
    }
    this.dtype = dtype;
    this.shape = shape.clone();
    this.defaultValue = defaultValue;
  }

  /** Sets the values of examples that lack the feature, as many as its shape has. */
  public FixedLenFeature defaultValue(Object... values) {
    for (Object value : values) {
      ExampleFeature.requireValue(NAME, dtype, value);
    }
    if (values.length != size()) {
      throw new IllegalArgumentException(
          "%s: `default_value` must have %d values for shape %s. Received: %d."
              .formatted(NAME, size(), Arrays.toString(shape), values.length));
    }
    return new FixedLenFeature(dtype, shape, List.of(values));
  }

  @Override
  public String dtype() {
    return dtype;
  }

  long[] shape() {
    return shape.clone();
  }

  int size() {
    return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
  }

  List<Object> defaultValue() {
    return defaultValue;
  }
}
