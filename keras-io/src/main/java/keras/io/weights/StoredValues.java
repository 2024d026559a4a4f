package keras.io.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.stream.Collectors;
import keras.engine.HostTensor;
import keras.io.hdf5.Hdf5Dataset;
import keras.ops.DType;
import org.tensorflow.ndarray.Shape;

/** The values of datasets, in the form in which variables take them. */
public final class StoredValues {
  private static final Set<String> SAME =
      DType.ofArrays().stream()
          .filter(t -> t != DType.STRING)
          .map(DType::id)
          .collect(Collectors.toUnmodifiableSet());

  private StoredValues() {}

  /** Returns the shape of a dataset. */
  public static Shape shape(Hdf5Dataset dataset) {
    return Shape.of(dataset.shape().stream().mapToLong(n -> n).toArray());
  }

  /**
   * Reads a dataset of numbers, in its own dtype; integers that have no Keras dtype become int64.
   *
   * @throws keras.saving.ModelFormatException if the elements are not numbers
   */
  public static HostTensor read(Hdf5Dataset dataset) {
    if (SAME.contains(dataset.dtype())) {
      return new HostTensor(DType.get(dataset.dtype()), shape(dataset), dataset.bytes());
    }
    long[] values = dataset.longs();
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * values.length);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
    return new HostTensor(DType.INT64, shape(dataset), bytes);
  }
}
