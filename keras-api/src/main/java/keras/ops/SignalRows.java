package keras.ops;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fourier's transforms and frames of signals.
 *
 * <p>Keras: {@code keras/src/ops/math.py}, {@code keras/src/backend/tensorflow/math.py}.
 */
final class SignalRows {
  private SignalRows() {}

  static void add(OpRows rows) {
    rows.one(
        "math.ExtractSequences",
        "x | sequence_length, sequence_stride",
        a ->
            SignalOps.frames(
                a.x(), positive(a, "sequence_length"), positive(a, "sequence_stride")));
    rows.several("math.FFT", "x", a -> SignalOps.fft(complex(a), 1).parts());
    rows.several("math.FFT2", "x", a -> SignalOps.fft(complex(a), 2).parts());
    rows.several("math.IFFT2", "x", a -> SignalOps.ifft2(complex(a)).parts());
    rows.several(
        "math.RFFT",
        "x | fft_length=None",
        a -> SignalOps.rfft(real(a, a.x()), length(a, "fft_length")).parts());
    rows.one(
        "math.IRFFT",
        "x | fft_length=None",
        a -> SignalOps.irfft(complex(a), length(a, "fft_length")));
    rows.several(
        "math.STFT",
        "x | sequence_length, sequence_stride, fft_length, window='hann', center=True",
        SignalRows::stft);
    rows.one(
        "math.ISTFT",
        "x | sequence_length, sequence_stride, fft_length, length=None, window='hann',"
            + " center=True",
        SignalRows::istft);
  }

  private static int positive(OpArguments a, String name) {
    int value = a.integer(name);
    if (value < 1) {
      throw a.wrong(name, value, "above 0");
    }
    return value;
  }

  private static @Nullable Integer length(OpArguments a, String name) {
    return a.has(name) ? (Integer) positive(a, name) : null;
  }

  private static Expr real(OpArguments a, Expr x) {
    if (x.dtype() != DType.FLOAT32 && x.dtype() != DType.FLOAT64) {
      throw new IllegalArgumentException(
          "%s: expected a tensor of float32 or float64. Received: %s."
              .formatted(a.who(), x.dtype()));
    }
    return x;
  }

  private static SignalOps.Complex complex(OpArguments a) {
    if (a.get("x") instanceof List<?> list && list.size() == 2) {
      List<Expr> parts = a.list("x");
      if (Shapes.show(parts.get(0).shape()).equals(Shapes.show(parts.get(1).shape()))) {
        return new SignalOps.Complex(real(a, parts.get(0)), real(a, parts.get(1)));
      }
    }
    throw new IllegalArgumentException(
        "%s: expected two tensors of one shape, the real and the imaginary parts. Received: x=%s."
            .formatted(a.who(), a.get("x")));
  }

  /** Returns the window, padded to the length of the transform; null where there is none. */
  private static double @Nullable [] window(OpArguments a, int length, int fft) {
    if (length > fft) {
      throw new IllegalArgumentException(
          "%s: `fft_length` must not be below `sequence_length`. Received: fft_length=%d, sequence_length=%d."
              .formatted(a.who(), fft, length));
    }
    if (!a.has("window")) {
      return null;
    }
    double[] window =
        a.get("window") instanceof String
            ? SignalOps.window(a.text("window", "hann", "hamming"), length)
            : a.numbers("window").stream().mapToDouble(n -> n).toArray();
    if (window.length != length) {
      throw new IllegalArgumentException(
          "%s: expected a window of %d numbers, as `sequence_length` says. Received: %d."
              .formatted(a.who(), length, window.length));
    }
    return SignalOps.centred(window, fft);
  }

  /** Multiplies frames by a window; null is none. */
  static Expr times(Expr frames, double @Nullable [] window) {
    return window == null
        ? frames
        : frames.mul(frames.wrap(frames.tf().constant(window)).cast(frames.dtype()));
  }

  private static List<Expr> stft(OpArguments a) {
    Expr x = real(a, a.x());
    int fft = positive(a, "fft_length");
    double[] window = window(a, positive(a, "sequence_length"), fft);
    if (a.flag("center")) {
      int[][] sides = new int[x.rank()][2];
      sides[x.rank() - 1] = new int[] {fft / 2, fft / 2};
      x = x.wrap(x.tf().mirrorPad(x, x.tf().constant(sides), "REFLECT"));
    }
    Expr frames = SignalOps.frames(x, fft, positive(a, "sequence_stride"));
    return SignalOps.rfft(times(frames, window), fft).parts();
  }

  private static Expr istft(OpArguments a) {
    int fft = positive(a, "fft_length");
    int stride = positive(a, "sequence_stride");
    double[] window = window(a, positive(a, "sequence_length"), fft);
    Expr frames = SignalOps.irfft(complex(a), fft);
    double[] inverse = window == null ? null : SignalOps.inverse(window, stride);
    Expr y = SignalOps.overlapped(times(frames, inverse), stride);
    boolean center = a.flag("center");
    int start = center ? fft / 2 : 0;
    Integer end = a.has("length") ? (Integer) (start + a.integer("length")) : null;
    return end == null && !center
        ? y
        : SliceKey.between(y, y.rank() - 1, start, end == null ? (Integer) (-(fft / 2)) : end);
  }
}
