package keras.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/** The element types of {@link SampleArray}: each with Keras' dtype name and its Java array. */
enum ArrayType {
  FLOAT32("float32", float.class, 4) {
    @Override
    NdArray<?> wrap(Shape shape, Object array, int offset) {
      var buffer = DataBuffers.of((float[]) array, false, false);
      return new FloatArray(buffer.slice(offset, shape.size()), shape);
    }

    @Override
    void put(Object array, int offset, int length, ByteBuffer to) {
      to.asFloatBuffer().put((float[]) array, offset, length);
    }

    @Override
    double number(Object array, int index) {
      return ((float[]) array)[index];
    }
  },
  FLOAT64("float64", double.class, 8) {
    @Override
    NdArray<?> wrap(Shape shape, Object array, int offset) {
      var buffer = DataBuffers.of((double[]) array, false, false);
      return NdArrays.wrap(shape, buffer.slice(offset, shape.size()));
    }

    @Override
    void put(Object array, int offset, int length, ByteBuffer to) {
      to.asDoubleBuffer().put((double[]) array, offset, length);
    }

    @Override
    double number(Object array, int index) {
      return ((double[]) array)[index];
    }
  },
  INT32("int32", int.class, 4) {
    @Override
    NdArray<?> wrap(Shape shape, Object array, int offset) {
      var buffer = DataBuffers.of((int[]) array, false, false);
      return NdArrays.wrap(shape, buffer.slice(offset, shape.size()));
    }

    @Override
    void put(Object array, int offset, int length, ByteBuffer to) {
      to.asIntBuffer().put((int[]) array, offset, length);
    }

    @Override
    double number(Object array, int index) {
      return ((int[]) array)[index];
    }
  },
  INT64("int64", long.class, 8) {
    @Override
    NdArray<?> wrap(Shape shape, Object array, int offset) {
      var buffer = DataBuffers.of((long[]) array, false, false);
      return NdArrays.wrap(shape, buffer.slice(offset, shape.size()));
    }

    @Override
    void put(Object array, int offset, int length, ByteBuffer to) {
      to.asLongBuffer().put((long[]) array, offset, length);
    }

    @Override
    double number(Object array, int index) {
      return ((long[]) array)[index];
    }
  },
  UINT8("uint8", byte.class, 1) {
    @Override
    NdArray<?> wrap(Shape shape, Object array, int offset) {
      var buffer = DataBuffers.of((byte[]) array, false, false);
      return NdArrays.wrap(shape, buffer.slice(offset, shape.size()));
    }

    @Override
    void put(Object array, int offset, int length, ByteBuffer to) {
      to.duplicate().put((byte[]) array, offset, length);
    }

    @Override
    double number(Object array, int index) {
      return ((byte[]) array)[index] & 0xff;
    }
  },
  BOOL("bool", boolean.class, 1) {
    @Override
    NdArray<?> wrap(Shape shape, Object array, int offset) {
      var buffer = DataBuffers.of((boolean[]) array, false, false);
      return NdArrays.wrap(shape, buffer.slice(offset, shape.size()));
    }

    @Override
    void put(Object array, int offset, int length, ByteBuffer to) {
      boolean[] from = (boolean[]) array;
      int start = to.position();
      for (int i = 0; i < length; i++) {
        to.put(start + i, (byte) (from[offset + i] ? 1 : 0));
      }
    }

    @Override
    double number(Object array, int index) {
      return ((boolean[]) array)[index] ? 1 : 0;
    }
  },
  STRING("string", String.class, 0) {
    @Override
    NdArray<?> wrap(Shape shape, Object array, int offset) {
      var buffer = DataBuffers.of((String[]) array, false, false);
      return NdArrays.wrap(shape, buffer.slice(offset, shape.size()));
    }

    @Override
    void put(Object array, int offset, int length, ByteBuffer to) {
      throw new UnsupportedOperationException("Strings have no bytes of one size.");
    }

    @Override
    double number(Object array, int index) {
      throw new IllegalArgumentException(
          "Expected numbers. Received: the string '%s'.".formatted(((String[]) array)[index]));
    }
  };

  final String dtype;
  final Class<?> type;
  final int bytes;

  ArrayType(String dtype, Class<?> type, int bytes) {
    this.dtype = dtype;
    this.type = type;
    this.bytes = bytes;
  }

  /**
   * Wraps {@code shape.size()} elements of an array of this type from {@code offset}, not copied.
   */
  abstract NdArray<?> wrap(Shape shape, Object array, int offset);

  /** Puts elements at the position of {@code to}, which stays where it is, in its byte order. */
  abstract void put(Object array, int offset, int length, ByteBuffer to);

  /** Returns one element as a number; int64 beyond 2^53 is rounded. */
  abstract double number(Object array, int index);

  /** Makes an array of this type. */
  Object allocate(int length) {
    return java.lang.reflect.Array.newInstance(type, length);
  }

  /** Whether {@code array} is an array of this type. */
  boolean holds(Object array) {
    return array.getClass().getComponentType() == type;
  }

  /** Puts elements in the machine's byte order and moves the position of {@code to} past them. */
  void putNative(Object array, int offset, int length, ByteBuffer to) {
    ByteOrder order = to.order();
    to.order(ByteOrder.nativeOrder());
    put(array, offset, length, to);
    to.order(order);
    to.position(to.position() + length * bytes);
  }

  /** Returns the type of elements of a class ({@code float.class}), null for others. */
  static @Nullable ArrayType ofElement(Class<?> type) {
    for (ArrayType e : values()) {
      if (e.type == type) {
        return e;
      }
    }
    return null;
  }

  /** Returns the type of a dtype name ("float32"), null for unknown names. */
  static @Nullable ArrayType ofDtype(String dtype) {
    for (ArrayType e : values()) {
      if (e.dtype.equals(dtype)) {
        return e;
      }
    }
    return null;
  }
}
