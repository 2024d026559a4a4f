package keras.io.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import keras.engine.HostTensor;
import org.tensorflow.ndarray.Shape;

/** Rearranges the elements of arrays on the heap, as NumPy's functions of these names do. */
final class HostArrays {
  private HostArrays() {}

  /** Returns the elements in another shape. */
  static HostTensor reshape(HostTensor x, Shape shape) {
    return new HostTensor(x.dtype(), shape, x.data());
  }

  /** Returns the array with its axes in another order: axis i of the result is axis axes[i]. */
  static HostTensor transpose(HostTensor x, int... axes) {
    long[] from = x.shape().asArray();
    long[] to = new long[axes.length];
    for (int i = 0; i < axes.length; i++) {
      to[i] = from[axes[i]];
    }
    long[] strides = new long[axes.length];
    for (int i = 0; i < axes.length; i++) {
      strides[i] = stride(from, axes[i]);
    }
    return gather(x, Shape.of(to), strides, new boolean[axes.length]);
  }

  /** Returns the array with the order along its first axes turned round. */
  static HostTensor flip(HostTensor x, int firstAxes) {
    long[] sizes = x.shape().asArray();
    long[] strides = new long[sizes.length];
    boolean[] turned = new boolean[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      strides[i] = stride(sizes, i);
      turned[i] = i < firstAxes;
    }
    return gather(x, x.shape(), strides, turned);
  }

  private static long stride(long[] sizes, int axis) {
    long stride = 1;
    for (int i = axis + 1; i < sizes.length; i++) {
      stride *= sizes[i];
    }
    return stride;
  }

  private static HostTensor gather(HostTensor x, Shape to, long[] strides, boolean[] turned) {
    int width = x.dtype().bytes();
    ByteBuffer out = ByteBuffer.allocate(x.data().remaining()).order(ByteOrder.LITTLE_ENDIAN);
    long[] sizes = to.asArray();
    long[] at = new long[sizes.length];
    byte[] element = new byte[width];
    for (long n = to.size(); n > 0; n--) {
      long source = 0;
      for (int i = 0; i < at.length; i++) {
        source += (turned[i] ? sizes[i] - 1 - at[i] : at[i]) * strides[i];
      }
      x.data().get((int) (source * width), element);
      out.put(element);
      for (int i = at.length - 1; i >= 0 && ++at[i] == sizes[i]; i--) {
        at[i] = 0;
      }
    }
    return new HostTensor(x.dtype(), to, out.flip());
  }

  /** Joins arrays of one dtype along their last axis, on which alone their shapes may differ. */
  static HostTensor concat(List<HostTensor> parts) {
    HostTensor first = parts.get(0);
    long last = parts.stream().mapToLong(p -> p.shape().get(-1)).sum();
    long rows = first.shape().size() / Math.max(1, first.shape().get(-1));
    int bytes = parts.stream().mapToInt(p -> p.data().remaining()).sum();
    ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < rows; row++) {
      for (HostTensor part : parts) {
        int length = Math.toIntExact(part.shape().get(-1) * part.dtype().bytes());
        out.put(part.data().slice(row * length, length));
      }
    }
    Shape shape = first.shape().take(first.shape().numDimensions() - 1).append(last);
    return new HostTensor(first.dtype(), shape, out.flip());
  }

  /** Cuts an array into equal parts along its last axis. */
  static List<HostTensor> split(HostTensor x, int parts) {
    long size = x.shape().get(-1) / parts;
    long rows = x.shape().size() / Math.max(1, x.shape().get(-1));
    int length = Math.toIntExact(size * x.dtype().bytes());
    Shape shape = x.shape().take(x.shape().numDimensions() - 1).append(size);
    List<HostTensor> out = new java.util.ArrayList<>();
    for (int part = 0; part < parts; part++) {
      ByteBuffer bytes =
          ByteBuffer.allocate(Math.toIntExact(rows * length)).order(ByteOrder.LITTLE_ENDIAN);
      for (int row = 0; row < rows; row++) {
        bytes.put(x.data().slice((row * parts + part) * length, length));
      }
      out.add(new HostTensor(x.dtype(), shape, bytes.flip()));
    }
    return List.copyOf(out);
  }

  /** Adds two arrays of floats. */
  static HostTensor add(HostTensor a, HostTensor b) {
    float[] x = a.floats();
    float[] y = b.floats();
    ByteBuffer out = ByteBuffer.allocate(Float.BYTES * x.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < x.length; i++) {
      out.putFloat(x[i] + y[i]);
    }
    return new HostTensor(keras.ops.DType.FLOAT32, a.shape(), out.flip());
  }
}
