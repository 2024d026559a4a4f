package keras.trainers.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import keras.data.SampleArray;
import keras.data.SampleOrder;
import keras.engine.HostTensor;
import keras.engine.TensorSpec;
import keras.ops.DType;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/** Batches of rows as native tensors; the arrays between are used again. */
final class BatchBuffers {
  /** How much memory the tensors of several batches may take, in bytes. */
  private static final double BYTES = 1 << 25;

  /** What stays in the cache of a processor, in bytes. */
  private static final long CACHED = 1 << 18;

  /** Rows of a column, used again. */
  private record Buffer(int rows, Object values) {}

  private final List<SampleArray> columns;
  private final Map<Integer, Buffer> buffers = new HashMap<>();

  BatchBuffers(List<SampleArray> columns) {
    this.columns = columns;
  }

  /** The specs of a function that takes such columns. */
  static List<TensorSpec> specs(List<SampleArray> columns) {
    return columns.stream()
        .map(r -> new TensorSpec(Shape.of(-1).append(r.sampleShape()), DType.get(r.dtype())))
        .toList();
  }

  /** Returns about how much memory some rows take, in bytes. */
  static double bytes(List<TensorSpec> specs, int rows) {
    return rows * specs.stream().mapToDouble(s -> 8.0 * s.shape().tail().size()).sum();
  }

  /** Returns how many batches of a size fit into the memory that tensors may take, at least one. */
  static int most(List<TensorSpec> specs, int size) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, BYTES / Math.max(1, bytes(specs, size))));
  }

  /**
   * Makes tensors of the rows of all batches, which have the same columns, one batch after the
   * other; they are the caller's to close.
   */
  static List<Tensor> joined(List<List<SampleArray>> batches) {
    List<SampleArray> all = new ArrayList<>();
    for (int i = 0; i < batches.get(0).size(); i++) {
      int column = i;
      List<SampleArray> parts = batches.stream().map(b -> b.get(column)).toList();
      all.add(parts.size() == 1 ? parts.get(0) : SampleArray.concat("Dataset", parts));
    }
    int n = all.get(0).count();
    return new BatchBuffers(all).make(SampleOrder.unshuffled(n).get(), 0, n);
  }

  /** Makes tensors of the samples at {@code order[from..to)}, which are the caller's to close. */
  List<Tensor> make(int[] order, int from, int to) {
    List<Tensor> made = new ArrayList<>();
    try {
      for (int i = 0; i < columns.size(); i++) {
        made.add(make(i, order, from, to));
      }
      return made;
    } catch (RuntimeException | Error e) {
      made.forEach(Tensor::close);
      throw e;
    }
  }

  /** Gathers some rows at a time where all of them would not stay in the processor's cache. */
  private Tensor make(int i, int[] order, int from, int to) {
    SampleArray column = columns.get(i);
    int n = to - from;
    Shape shape = Shape.of(n).append(column.sampleShape());
    DType dtype = DType.get(column.dtype());
    long width = column.sampleShape().size();
    int few = dtype == DType.STRING ? n : (int) Math.max(1, CACHED / (8 * Math.max(1, width)));
    if (n <= few) {
      Object all = buffer(i, n);
      column.gather(order, from, to, all);
      return tensor(all, shape);
    }
    Object some = buffer(i, few);
    return Tensor.of(
        dtype.type(),
        shape,
        tensor -> {
          ByteDataBuffer data = tensor.asRawTensor().data();
          for (int at = 0; at < n; at += few) {
            int rows = Math.min(few, n - at);
            column.gather(order, from + at, from + at + rows, some);
            write(some, (int) (rows * width), data, at * width);
          }
        });
  }

  /** Returns an array of rows, the same as the last time where their number is. */
  private Object buffer(int i, int rows) {
    Buffer b = buffers.get(i);
    if (b == null || b.rows() != rows) {
      b = new Buffer(rows, columns.get(i).allocate(rows));
      buffers.put(i, b);
    }
    return b.values();
  }

  private static void write(Object values, int length, ByteDataBuffer data, long at) {
    if (values instanceof float[] v) {
      data.asFloats().offset(at).write(v, 0, length);
    } else if (values instanceof double[] v) {
      data.asDoubles().offset(at).write(v, 0, length);
    } else if (values instanceof int[] v) {
      data.asInts().offset(at).write(v, 0, length);
    } else if (values instanceof long[] v) {
      data.asLongs().offset(at).write(v, 0, length);
    } else if (values instanceof byte[] v) {
      data.offset(at).write(v, 0, length);
    } else if (values instanceof boolean[] v) {
      data.asBooleans().offset(at).write(v, 0, length);
    } else {
      throw new IllegalArgumentException("No tensor of " + values.getClass().getSimpleName() + ".");
    }
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
}
