package keras.trainers.data;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import keras.data.SampleArray;
import keras.data.SampleOrder;
import keras.engine.HostTensor;
import keras.engine.TensorSpec;
import keras.ops.DType;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/** Batches of rows as native tensors; the arrays between are used again. */
final class BatchBuffers implements AutoCloseable {
  /** How much memory the tensors of several batches may take, in bytes. */
  private static final double BYTES = 1 << 25;

  private final List<SampleArray> columns;
  private final List<Object> buffers = new ArrayList<>();
  private final List<Tensor> open = new ArrayList<>();
  private int size = -1;

  BatchBuffers(List<SampleArray> columns) {
    this.columns = columns;
  }

  /** The specs of a function that takes such columns. */
  static List<TensorSpec> specs(List<SampleArray> columns) {
    return columns.stream()
        .map(r -> new TensorSpec(Shape.of(-1).append(r.sampleShape()), DType.get(r.dtype())))
        .toList();
  }

  /** Returns how many batches of a size fit into the memory that tensors may take, at least one. */
  static int most(List<TensorSpec> specs, int size) {
    double row = specs.stream().mapToDouble(s -> 8.0 * s.shape().tail().size()).sum();
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, BYTES / (row * Math.max(1, size))));
  }

  /**
   * Makes tensors of the rows of all batches, which have the same columns, one batch after the
   * other; valid until the next call.
   */
  List<Tensor> joined(List<List<SampleArray>> batches) {
    close();
    int n = batches.stream().mapToInt(b -> b.get(0).count()).sum();
    for (int i = 0; i < columns.size(); i++) {
      SampleArray column = columns.get(i);
      Object all = column.allocate(n);
      int at = 0;
      for (List<SampleArray> batch : batches) {
        SampleArray part = batch.get(i);
        int[] order = SampleOrder.unshuffled(part.count()).get();
        Object rows = batches.size() == 1 ? all : part.allocate(order.length);
        part.gather(order, 0, order.length, rows);
        if (rows != all) {
          int length = Array.getLength(rows);
          System.arraycopy(rows, 0, all, at, length);
          at += length;
        }
      }
      open.add(tensor(all, Shape.of(n).append(column.sampleShape())));
    }
    return open;
  }

  /** Makes tensors of the samples at {@code order[from..to)}; valid until the next call. */
  List<Tensor> batch(int[] order, int from, int to) {
    close();
    int n = to - from;
    if (n != size) {
      buffers.clear();
      columns.forEach(c -> buffers.add(c.allocate(n)));
      size = n;
    }
    for (int i = 0; i < columns.size(); i++) {
      SampleArray column = columns.get(i);
      column.gather(order, from, to, buffers.get(i));
      open.add(tensor(buffers.get(i), Shape.of(n).append(column.sampleShape())));
    }
    return open;
  }

  private static Tensor tensor(Object values, Shape shape) {
    if (values instanceof float[] v) {
      return TFloat32.tensorOf(shape, DataBuffers.of(v));
    } else if (values instanceof double[] v) {
      return TFloat64.tensorOf(shape, DataBuffers.of(v));
    } else if (values instanceof int[] v) {
      return TInt32.tensorOf(shape, DataBuffers.of(v));
    } else if (values instanceof long[] v) {
      return TInt64.tensorOf(shape, DataBuffers.of(v));
    } else if (values instanceof byte[] v) {
      return TUint8.tensorOf(shape, DataBuffers.of(v));
    } else if (values instanceof boolean[] v) {
      return TBool.tensorOf(shape, DataBuffers.of(v));
    } else if (values instanceof String[] v) {
      return HostTensor.tensorOfStrings(shape, v);
    }
    throw new IllegalArgumentException("No tensor of " + values.getClass().getSimpleName() + ".");
  }

  @Override
  public void close() {
    open.forEach(Tensor::close);
    open.clear();
  }
}
