package keras.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import keras.data.FloatArray;
import keras.ops.DType;
import org.tensorflow.RawTensor;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.BooleanNdArray;
import org.tensorflow.ndarray.ByteNdArray;
import org.tensorflow.ndarray.DoubleNdArray;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.IntNdArray;
import org.tensorflow.ndarray.LongNdArray;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TString;

/**
 * Values on the Java heap: a dtype, a shape and the elements' bytes, little-endian, row-major. Each
 * string has the number of its bytes in front, an int32.
 *
 * <p>The form in which weights travel between sessions and files. At most 2 GiB.
 *
 * @param data exactly the elements' bytes; not to be written to
 */
public record HostTensor(DType dtype, Shape shape, ByteBuffer data) {
  /** Checks that the bytes are those of the shape. */
  public HostTensor {
    long expected =
        dtype == DType.STRING
            ? HostStrings.bytes(shape, data)
            : Math.multiplyExact(shape.size(), dtype.bytes());
    if (data.remaining() != expected) {
      throw new IllegalArgumentException(
          "HostTensor: expected %d bytes for %s %s. Received: %d bytes."
              .formatted(expected, dtype, Arrays.toString(shape.asArray()), data.remaining()));
    }
    data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Copies a tensor's values. */
  public static HostTensor of(Tensor tensor) {
    if (tensor instanceof TString strings) {
      return HostStrings.of(strings);
    }
    RawTensor raw = tensor.asRawTensor();
    DType dtype = DType.of(tensor.dataType());
    ByteBuffer bytes = allocate(Math.multiplyExact(tensor.shape().size(), dtype.bytes()));
    if (bytes.remaining() > 0) {
      raw.data().copyTo(DataBuffers.of(bytes.duplicate()), bytes.remaining());
    }
    return new HostTensor(dtype, tensor.shape(), bytes);
  }

  /** Encodes strings, one for each place of a shape, as UTF-8. */
  public static HostTensor ofStrings(Shape shape, String... strings) {
    return HostStrings.of(shape, strings);
  }

  /** Makes a native tensor of strings, one for each place of a shape; the caller closes it. */
  public static Tensor tensorOfStrings(Shape shape, String... strings) {
    return HostStrings.toTensor(shape, strings);
  }

  /**
   * Copies an array's values; floats, doubles, ints, longs, bytes (as uint8), booleans and strings.
   */
  public static HostTensor of(NdArray<?> array) {
    if (HostStrings.isStrings(array)) {
      return HostStrings.of(array);
    }
    DType dtype = dtypeOf(array);
    ByteBuffer bytes = allocate(Math.multiplyExact(array.shape().size(), dtype.bytes()));
    ByteBuffer to = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (array instanceof FloatNdArray a) {
      float[] v = new float[size(array)];
      a.copyTo(DataBuffers.of(v));
      to.asFloatBuffer().put(v);
    } else if (array instanceof DoubleNdArray a) {
      double[] v = new double[size(array)];
      a.copyTo(DataBuffers.of(v));
      to.asDoubleBuffer().put(v);
    } else if (array instanceof IntNdArray a) {
      int[] v = new int[size(array)];
      a.copyTo(DataBuffers.of(v));
      to.asIntBuffer().put(v);
    } else if (array instanceof LongNdArray a) {
      long[] v = new long[size(array)];
      a.copyTo(DataBuffers.of(v));
      to.asLongBuffer().put(v);
    } else if (array instanceof ByteNdArray a) {
      byte[] v = new byte[size(array)];
      a.copyTo(DataBuffers.of(v));
      to.put(v);
    } else if (array instanceof BooleanNdArray a) {
      boolean[] v = new boolean[size(array)];
      a.copyTo(DataBuffers.of(v));
      for (boolean b : v) {
        to.put((byte) (b ? 1 : 0));
      }
    }
    return new HostTensor(dtype, array.shape(), bytes);
  }

  private static DType dtypeOf(NdArray<?> array) {
    if (array instanceof FloatNdArray) {
      return DType.FLOAT32;
    } else if (array instanceof DoubleNdArray) {
      return DType.FLOAT64;
    } else if (array instanceof IntNdArray) {
      return DType.INT32;
    } else if (array instanceof LongNdArray) {
      return DType.INT64;
    } else if (array instanceof ByteNdArray) {
      return DType.UINT8;
    } else if (array instanceof BooleanNdArray) {
      return DType.BOOL;
    }
    throw new IllegalArgumentException(
        "Expected an NdArray of float, double, int, long, byte, boolean or String. Received: %s."
            .formatted(array.getClass().getName()));
  }

  private static int size(NdArray<?> array) {
    return Math.toIntExact(array.shape().size());
  }

  private static ByteBuffer allocate(long bytes) {
    if (bytes > Integer.MAX_VALUE - 16) {
      throw new UnsupportedOperationException(
          "An array of %d bytes: arrays of more than 2 GiB are not supported yet."
              .formatted(bytes));
    }
    return ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Makes a native tensor of the values; the caller closes it. */
  public Tensor toTensor() {
    if (dtype == DType.STRING) {
      return HostStrings.toTensor(this);
    }
    ByteBuffer bytes = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    return Tensor.of(
        dtype.type(),
        shape,
        t -> {
          if (bytes.remaining() > 0) {
            DataBuffers.of(bytes).copyTo(t.asRawTensor().data(), bytes.remaining());
          }
        });
  }

  /** Returns the values as an array; 16-bit floats become floats, uint16 becomes int. */
  public NdArray<?> toNdArray() {
    ByteBuffer b = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    return switch (dtype) {
      case FLOAT32 -> new FloatArray(DataBuffers.of(b.asFloatBuffer()), shape);
      case FLOAT64 -> NdArrays.wrap(shape, DataBuffers.of(b.asDoubleBuffer()));
      case INT32 -> NdArrays.wrap(shape, DataBuffers.of(b.asIntBuffer()));
      case INT64 -> NdArrays.wrap(shape, DataBuffers.of(b.asLongBuffer()));
      case UINT8 -> NdArrays.wrap(shape, DataBuffers.of(b));
      case FLOAT16, BFLOAT16 -> new FloatArray(DataBuffers.of(floats()), shape);
      case UINT16 -> {
        int[] v = new int[size(b, 2)];
        for (int i = 0; i < v.length; i++) {
          v[i] = Short.toUnsignedInt(b.getShort(2 * i));
        }
        yield NdArrays.wrap(shape, DataBuffers.of(v));
      }
      case BOOL -> {
        boolean[] v = new boolean[b.remaining()];
        for (int i = 0; i < v.length; i++) {
          v[i] = b.get(i) != 0;
        }
        yield NdArrays.wrap(shape, DataBuffers.of(v));
      }
      case STRING -> HostStrings.stringsOf(this);
      case COMPLEX64, COMPLEX128 ->
          throw new UnsupportedOperationException("No arrays of a " + dtype + " tensor.");
    };
  }

  /** Returns the values as floats, rounded or widened. */
  public float[] floats() {
    ByteBuffer b = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int n = Math.toIntExact(shape.size());
    float[] v = new float[n];
    switch (dtype) {
      case FLOAT32 -> b.asFloatBuffer().get(v);
      case FLOAT64 -> {
        for (int i = 0; i < n; i++) {
          v[i] = (float) b.getDouble(8 * i);
        }
      }
      case FLOAT16 -> {
        for (int i = 0; i < n; i++) {
          v[i] = HalfFloats.halfToFloat(b.getShort(2 * i));
        }
      }
      case BFLOAT16 -> {
        for (int i = 0; i < n; i++) {
          v[i] = Float.intBitsToFloat(b.getShort(2 * i) << 16);
        }
      }
      case INT32 -> {
        for (int i = 0; i < n; i++) {
          v[i] = b.getInt(4 * i);
        }
      }
      case INT64 -> {
        for (int i = 0; i < n; i++) {
          v[i] = b.getLong(8 * i);
        }
      }
      case UINT8, BOOL -> {
        for (int i = 0; i < n; i++) {
          v[i] = Byte.toUnsignedInt(b.get(i));
        }
      }
      default -> throw new UnsupportedOperationException("No floats of a " + dtype + " tensor.");
    }
    return v;
  }

  private static int size(ByteBuffer b, int width) {
    return b.remaining() / width;
  }

  /** Returns the values in another dtype, between the floating types and from integers. */
  public HostTensor cast(DType to) {
    if (to == dtype) {
      return this;
    }
    ByteBuffer out = allocate(Math.multiplyExact(shape.size(), to.bytes()));
    ByteBuffer b = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int n = Math.toIntExact(shape.size());
    boolean exact = dtype == DType.INT32 || dtype == DType.INT64;
    float[] f = exact || dtype == DType.FLOAT64 ? new float[0] : floats();
    for (int i = 0; i < n; i++) {
      double v =
          switch (dtype) {
            case FLOAT64 -> b.getDouble(8 * i);
            case INT32 -> b.getInt(4 * i);
            case INT64 -> b.getLong(8 * i);
            default -> f[i];
          };
      switch (to) {
        case FLOAT32 -> out.putFloat((float) v);
        case FLOAT64 -> out.putDouble(v);
        case FLOAT16 -> out.putShort(HalfFloats.floatToHalf((float) v));
        case BFLOAT16 -> out.putShort(HalfFloats.floatToBfloat((float) v));
        case INT32 -> out.putInt((int) v);
        case INT64 -> out.putLong(dtype == DType.INT64 ? b.getLong(8 * i) : (long) v);
        case UINT8 -> out.put((byte) v);
        case BOOL -> out.put((byte) (v != 0 ? 1 : 0));
        default -> throw new UnsupportedOperationException("No cast from " + dtype + " to " + to);
      }
    }
    return new HostTensor(to, shape, out.flip());
  }
}
