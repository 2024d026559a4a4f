package keras.engine;

import java.util.function.Supplier;
import keras.ops.DType;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * A table that a graph looks values up in, as words of a vocabulary: a description and its content
 * on the host. Each workspace that uses it keeps a copy, which follows the content.
 *
 * <pre>{@code
 * Table words = new Table(this::toString, DType.STRING, DType.INT64);
 * words.fill(HostTensor.ofStrings(Shape.of(2), "red", "blue"), HostTensor.of(NdArrays.vectorOf(1L, 2L)));
 * Expr numbers = ctx.find(words, x, HostTensor.of(NdArrays.scalarOf(0L))); // 0 for other words
 * }</pre>
 *
 * <p>A file with the program of a model holds the content, and not a way to change it.
 *
 * <p>TensorFlow: {@code tensorflow/python/ops/lookup_ops.py}.
 */
public final class Table {
  /** What a table holds: a value for each key. Each filling makes another one. */
  static final class Content {
    private final HostTensor keys;
    private final HostTensor values;

    Content(HostTensor keys, HostTensor values) {
      this.keys = keys;
      this.values = values;
    }

    HostTensor keys() {
      return keys;
    }

    HostTensor values() {
      return values;
    }
  }

  private final Supplier<String> owner;
  private final DType keys;
  private final DType values;
  private volatile @Nullable Content content;

  /**
   * Makes a table that has no content yet.
   *
   * @param owner whose it is, for messages
   * @param keys string or int64
   * @param values string or int64
   */
  public Table(Supplier<String> owner, DType keys, DType values) {
    this.owner = owner;
    this.keys = keys;
    this.values = values;
  }

  /** Returns the dtype of what is looked up. */
  public DType keyDtype() {
    return keys;
  }

  /** Returns the dtype of what is found. */
  public DType valueDtype() {
    return values;
  }

  /** Whether the table has content. */
  public boolean isFilled() {
    return content != null;
  }

  /**
   * Gives the table another content; the next run of each function sees it.
   *
   * @param newKeys a vector without repetitions
   * @param newValues a vector of the same size
   */
  public void fill(HostTensor newKeys, HostTensor newValues) {
    Shape size = newKeys.shape();
    if (newKeys.dtype() != keys
        || newValues.dtype() != values
        || size.numDimensions() != 1
        || !size.equals(newValues.shape())) {
      throw new IllegalArgumentException(
          "%s: expected a vector of %s and as many %s. Received: %s %s and %s %s."
              .formatted(
                  owner.get(),
                  keys,
                  values,
                  newKeys.dtype(),
                  Shapes.show(size),
                  newValues.dtype(),
                  Shapes.show(newValues.shape())));
    }
    content = new Content(newKeys, newValues);
  }

  /** Returns the content, null before there is any. */
  @Nullable Content content() {
    return content;
  }

  /** Returns the content. */
  Content require() {
    Content now = content;
    if (now == null) {
      throw new IllegalStateException(
          owner.get()
              + ": has no vocabulary yet. Call adapt or setVocabulary, or give it a vocabulary,"
              + " before its first use.");
    }
    return now;
  }
}
