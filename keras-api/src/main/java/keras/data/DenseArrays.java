package keras.data;

import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.BooleanNdArray;
import org.tensorflow.ndarray.ByteNdArray;
import org.tensorflow.ndarray.DoubleNdArray;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.IntNdArray;
import org.tensorflow.ndarray.LongNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.ShortNdArray;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.ndarray.buffer.DataStorageVisitor;
import org.tensorflow.ndarray.impl.dense.FloatDenseNdArray;

/**
 * The primitive arrays behind NdArrays: for floats the array itself where they lie in it in order,
 * else a bulk copy (other types, slices with gaps, native memory, sparse arrays).
 */
final class DenseArrays {
  private DenseArrays() {}

  /** Returns the rows of an NdArray, null when its element type has no rows. */
  static @Nullable SampleArray rows(String name, NdArray<?> array) {
    Shape shape = array.shape();
    ArrayType element = element(array);
    if (element == null) {
      return null;
    }
    if (shape.numDimensions() == 0) {
      throw new IllegalArgumentException(
          name + " is a scalar. Expected an array whose first axis counts the samples.");
    }
    int size = SampleArray.checkedSize(name, shape);
    SampleArray wrapped = wrapped(array, shape);
    if (wrapped != null && size > 0) {
      return wrapped;
    }
    Object flat = element.allocate(size);
    if (size > 0) {
      copy(array, flat);
    }
    return new SampleArray(element, flat, 0, shape);
  }

  private static @Nullable ArrayType element(NdArray<?> array) {
    if (array instanceof FloatNdArray) {
      return ArrayType.FLOAT32;
    } else if (array instanceof DoubleNdArray) {
      return ArrayType.FLOAT64;
    } else if (array instanceof IntNdArray || array instanceof ShortNdArray) {
      return ArrayType.INT32;
    } else if (array instanceof LongNdArray) {
      return ArrayType.INT64;
    } else if (array instanceof ByteNdArray) {
      return ArrayType.UINT8;
    } else if (array instanceof BooleanNdArray) {
      return ArrayType.BOOL;
    }
    return array.shape().numDimensions() > 0
            && array.shape().size() > 0
            && array.getObject(new long[array.shape().numDimensions()]) instanceof String
        ? ArrayType.STRING
        : null;
  }

  /** Only float arrays let their buffer be seen, and only they are large and common enough. */
  private static @Nullable SampleArray wrapped(NdArray<?> array, Shape shape) {
    if (array instanceof FloatDenseNdArray dense && !dense.dimensions().isSegmented()) {
      return dense.buffer().accept(new Wrap(shape));
    }
    return null;
  }

  private static void copy(NdArray<?> array, Object to) {
    if (array instanceof FloatNdArray a) {
      a.copyTo(DataBuffers.of((float[]) to, false, false));
    } else if (array instanceof DoubleNdArray a) {
      a.copyTo(DataBuffers.of((double[]) to, false, false));
    } else if (array instanceof IntNdArray a) {
      a.copyTo(DataBuffers.of((int[]) to, false, false));
    } else if (array instanceof LongNdArray a) {
      a.copyTo(DataBuffers.of((long[]) to, false, false));
    } else if (array instanceof ByteNdArray a) {
      a.copyTo(DataBuffers.of((byte[]) to, false, false));
    } else if (array instanceof BooleanNdArray a) {
      a.copyTo(DataBuffers.of((boolean[]) to, false, false));
    } else if (array instanceof ShortNdArray a) {
      int[] wide = (int[]) to;
      short[] narrow = new short[wide.length];
      a.copyTo(DataBuffers.of(narrow, false, false));
      for (int i = 0; i < wide.length; i++) {
        wide[i] = narrow[i];
      }
    } else if (to instanceof String[] strings) {
      int[] at = {0};
      array.scalars().forEach(s -> strings[at[0]++] = (String) s.getObject());
    }
  }

  /** Takes the Java array out of a buffer's storage; null when it is native or read-only. */
  private record Wrap(Shape shape) implements DataStorageVisitor<@Nullable SampleArray> {
    @Override
    public @Nullable SampleArray visit(FloatBuffer buffer) {
      if (!buffer.hasArray()) {
        return null;
      }
      int offset = buffer.arrayOffset() + buffer.position();
      return new SampleArray(ArrayType.FLOAT32, buffer.array(), offset, shape);
    }

    @Override
    public @Nullable SampleArray fallback() {
      return null;
    }
  }
}
