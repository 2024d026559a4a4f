package keras.io.data;

import java.util.Arrays;

/**
 * A feature of rows of one shape, as many as an example has: {@code tf.io.FixedLenSequenceFeature}
 * with {@code allow_missing}, which {@code parse_example} asks for. A batch is (batch, most rows,
 * …shape); the default value fills the shorter ones up. Where no example of a batch has a string,
 * it is (batch, 1, …shape) of the default value, where TensorFlow's is (batch, 0, …shape).
 *
 * <pre>{@code
 * new FixedLenSequenceFeature("float32", 3).defaultValue(-1f); // (batch, rows, 3)
 * }</pre>
 *
 * <p>Keras: none; TensorFlow: {@code tensorflow/python/ops/parsing_config.py}.
 */
public final class FixedLenSequenceFeature implements ExampleFeature {
  private static final String NAME = "FixedLenSequenceFeature";

  private final String dtype;
  private final long[] shape;
  private final Object defaultValue;

  /**
   * Makes a feature that is filled up with 0 or empty strings.
   *
   * @param dtype float32, int64 or string
   * @param shape of one row; nothing for one value
   */
  public FixedLenSequenceFeature(String dtype, long... shape) {
    this(dtype, shape, ExampleFeature.zero(NAME, dtype));
  }

  private FixedLenSequenceFeature(String dtype, long[] shape, Object defaultValue) {
    if (Arrays.stream(shape).anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          "%s: the sizes of `shape` must be positive. Received: shape=%s."
              .formatted(NAME, Arrays.toString(shape)));
    }
    this.dtype = dtype;
    this.shape = shape.clone();
    this.defaultValue = defaultValue;
  }

  /** Sets the value that fills the rows up which an example lacks. */
  public FixedLenSequenceFeature defaultValue(Object value) {
    ExampleFeature.requireValue(NAME, dtype, value);
    return new FixedLenSequenceFeature(dtype, shape, value);
  }

  @Override
  public String dtype() {
    return dtype;
  }

  /** Returns the shape of a batch whose examples have so many rows at most. */
  long[] shape(int rows) {
    long[] all = new long[shape.length + 1];
    all[0] = rows;
    System.arraycopy(shape, 0, all, 1, shape.length);
    return all;
  }

  /** Returns how many values a row has. */
  int size() {
    return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
  }

  Object defaultValue() {
    return defaultValue;
  }
}
