package keras.data;

import org.tensorflow.ndarray.DoubleNdArray;
import org.tensorflow.ndarray.LongNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;

/** Numbers at equal distances, rounded as NumPy rounds them. */
final class Ranges {
  private Ranges() {}

  static LongNdArray arange(long start, long stop, long step) {
    if (step == 0) {
      throw new IllegalArgumentException("Np.arange: `step` must not be 0.");
    }
    long far = Math.subtractExact(stop, start);
    long whole = far / step + (far % step != 0 ? 1 : 0);
    long[] values = new long[Math.toIntExact(far > 0 == step > 0 ? whole : 0)];
    for (int i = 0; i < values.length; i++) {
      values[i] = start + i * step;
    }
    return NdArrays.wrap(Shape.of(values.length), DataBuffers.of(values, false, false));
  }

  static DoubleNdArray arange(double start, double stop, double step) {
    double count = Math.ceil((stop - start) / step);
    if (!(Math.abs(count) < Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "Np.arange: expected a `step` that leads from start to stop. Received: start=%s, stop=%s, step=%s."
              .formatted(start, stop, step));
    }
    double[] values = new double[(int) Math.max(0, count)];
    double distance = (start + step) - start;
    for (int i = 0; i < values.length; i++) {
      values[i] = i == 1 ? start + step : start + i * distance;
    }
    return wrap(values);
  }

  static DoubleNdArray linspace(double start, double stop, int num) {
    if (num < 0) {
      throw new IllegalArgumentException(
          "Np.linspace: `num` must not be negative. Received: num=%d.".formatted(num));
    }
    double[] values = new double[num];
    double step = (stop - start) / (num - 1);
    for (int i = 0; i < num; i++) {
      double far = step == 0 ? (double) i / (num - 1) * (stop - start) : i * step;
      values[i] = (num == 1 ? 0 : far) + start;
    }
    if (num > 1) {
      values[num - 1] = stop;
    }
    return wrap(values);
  }

  private static DoubleNdArray wrap(double[] values) {
    return NdArrays.wrap(Shape.of(values.length), DataBuffers.of(values, false, false));
  }
}
