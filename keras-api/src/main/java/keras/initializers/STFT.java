package keras.initializers;

import java.util.List;
import java.util.Set;
import keras.config.Arg;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Shapes;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

/**
 * The kernel of a convolution that computes a short-time Fourier transform: its real or its
 * imaginary side.
 *
 * <pre>{@code
 * new STFT().side("imag").window("hamming")
 * }</pre>
 *
 * <p>For weights of shape {@code (frame length, 1, bins)}, where bins is half the length of the
 * transform and one. Windows go by SciPy's names, those without parameters: hann, hamming,
 * blackman, bartlett and so on.
 *
 * <p>Keras: {@code keras/src/initializers/constant_initializers.py}.
 */
public final class STFT extends Initializer {
  @Arg private String side = "real";
  @Arg private @Nullable Object window = "hann";
  @Arg private @Nullable String scaling = "density";
  @Arg private boolean periodic;

  /** Sets which side of the complex numbers to compute, {@code "real"} or {@code "imag"}. */
  public STFT side(String side) {
    this.side = side;
    validate();
    return this;
  }

  /** Sets the window by SciPy's name, {@code "hann"} if not set; null for none. */
  public STFT window(@Nullable String name) {
    window = name;
    validate();
    return this;
  }

  /** Sets the window's values, one for every step of the frame. */
  public STFT window(double... values) {
    window = values.clone();
    return this;
  }

  /**
   * Sets how the window is normalised: {@code "density"} by its L2 norm, {@code "spectrum"} by its
   * L1 norm, null not at all; {@code "density"} if not set. Without effect where there is no
   * window.
   */
  public STFT scaling(@Nullable String scaling) {
    this.scaling = scaling;
    validate();
    return this;
  }

  /** Sets whether a named window is periodic rather than symmetric. */
  public STFT periodic(boolean periodic) {
    this.periodic = periodic;
    return this;
  }

  @Override
  protected void validate() {
    if (!Set.of("real", "imag").contains(side)) {
      throw new IllegalArgumentException(
          "STFT: `side` must be 'real' or 'imag'. Received: side='%s'.".formatted(side));
    }
    if (scaling != null && !Set.of("density", "spectrum").contains(scaling)) {
      throw new IllegalArgumentException(
          "STFT: `scaling` must be 'density', 'spectrum' or None. Received: scaling='%s'."
              .formatted(scaling));
    }
    if (window instanceof String name) {
      Windows.require(name);
    } else if (window instanceof List<?> l) {
      window = values(l);
    } else if (window != null && !(window instanceof double[])) {
      throw badWindow(window);
    }
  }

  private static double[] values(List<?> values) {
    double[] out = new double[values.size()];
    for (int i = 0; i < out.length; i++) {
      if (!(values.get(i) instanceof Number n)) {
        throw badWindow(values);
      }
      out[i] = n.doubleValue();
    }
    return out;
  }

  private static IllegalArgumentException badWindow(Object window) {
    return new IllegalArgumentException(
        "STFT: `window` must be a window's name, its values or None. Received: window=%s."
            .formatted(window));
  }

  @Override
  public Expr call(Ops tf, Shape shape, DType dtype) {
    if (shape.numDimensions() != 3 || shape.get(1) != 1) {
      throw new IllegalArgumentException(
          "STFT: expected a weight of shape (frame_length, 1, bins). Received: shape %s."
              .formatted(Shapes.show(shape)));
    }
    int frame = Math.toIntExact(shape.get(0));
    long bins = shape.get(2);
    Expr bin = range(tf, bins, dtype).reshape(1, 1, bins);
    Expr frequency = bin.div((bins - 1) * 2.0);
    Expr time = range(tf, frame, dtype).reshape(frame, 1, 1);
    Expr pi = time.wrap(tf.math.acos(time.constant(-1)));
    Expr angle = time.mul(-2).mul(frequency).mul(pi);
    Expr kernel = angle.wrap(side.equals("real") ? tf.math.cos(angle) : tf.math.sin(angle));
    double[] values =
        window instanceof String name
            ? Windows.values(name, frame, periodic)
            : (double @Nullable []) window;
    if (values == null) {
      return kernel;
    }
    if (values.length != frame) {
      throw new IllegalArgumentException(
          "STFT: `window` must have one value for each of the %d steps of the frame. Received: %d values."
              .formatted(frame, values.length));
    }
    Expr w = Expr.of(tf, tf.constant(values)).cast(dtype).reshape(frame, 1, 1);
    kernel = kernel.mul(w);
    if ("density".equals(scaling)) {
      return kernel.div(w.square().sum(w.axes()).sqrt());
    }
    return "spectrum".equals(scaling) ? kernel.div(w.abs().sum(w.axes())) : kernel;
  }

  private static Expr range(Ops tf, long size, DType dtype) {
    return Expr.of(tf, tf.range(tf.constant(0L), tf.constant(size), tf.constant(1L))).cast(dtype);
  }
}
