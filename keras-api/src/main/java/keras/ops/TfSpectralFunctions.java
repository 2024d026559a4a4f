package keras.ops;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Spectra of signals: Fourier's transforms of complex numbers, of windows that slide over a signal,
 * and cosine transforms of these.
 *
 * <p>Keras: {@code tensorflow/python/ops/signal}.
 */
final class TfSpectralFunctions {
  private TfSpectralFunctions() {}

  static void add(TfFunctions rows) {
    for (String axes : new String[] {"", "2d", "3d"}) {
      transform(rows, "fft" + axes);
      transform(rows, "ifft" + axes);
    }
    rows.one(
        "signal.stft",
        "signals, frame_length, frame_step, fft_length=None, window_fn=True, pad_end=False",
        TfSpectralFunctions::stft);
    rows.one(
        "signal.inverse_stft",
        "stfts, frame_length, frame_step, fft_length=None, window_fn=True",
        TfSpectralFunctions::inverseStft);
    rows.one(
        "signal.mdct",
        "signals, frame_length, window_fn=True, pad_end=False, norm=None",
        TfSpectralFunctions::mdct);
    rows.one(
        "signal.inverse_mdct",
        "mdcts, window_fn=True, norm=None",
        TfSpectralFunctions::inverseMdct);
    rows.one(
        "signal.overlap_and_add",
        "signal, frame_step",
        a -> SignalOps.overlapped(a.tensor("signal"), a.integer("frame_step")));
    rows.one(
        "signal.mfccs_from_log_mel_spectrograms",
        "log_mel_spectrograms",
        a -> coefficients(a, a.tensor("log_mel_spectrograms")));
  }

  private static void transform(TfFunctions rows, String name) {
    rows.one(
        "signal." + name,
        "input",
        a -> {
          Expr z = a.tensor("input");
          if (!z.dtype().isComplex()) {
            throw a.wrong("input", "complex");
          }
          return a.op(name.toUpperCase(Locale.ROOT), z);
        });
  }

  // ---------------------------------------------------------------- windows

  /** Whether frames are multiplied by the function's own window; None is no window. */
  private static boolean hasWindow(TfArguments a) {
    if (a.has("window_fn") && !a.flag("window_fn")) {
      throw a.wrong("window_fn", "None, or not given: files keep no functions");
    }
    return a.has("window_fn");
  }

  private static double @Nullable [] hann(TfArguments a, int length) {
    return hasWindow(a) ? SignalOps.window("hann", length) : null;
  }

  private static double[] vorbis(int length) {
    double[] window = new double[length];
    for (int i = 0; i < length; i++) {
      double sine = Math.sin(Math.PI / length * (i + 0.5));
      window[i] = Math.sin(Math.PI / 2 * sine * sine);
    }
    return window;
  }

  /** Cuts the signals into frames, the last ones filled up with zeros where that is asked for. */
  private static Expr frames(TfArguments a, int length, int step) {
    Object padding = a.flag("pad_end") ? (Object) 0 : null;
    return TfSignalFunctions.framed(a, a.tensor("signals"), length, step, -1, padding);
  }

  // ---------------------------------------------------------------- Fourier's transform of frames

  private static int points(TfArguments a, int frame) {
    if (a.has("fft_length")) {
      return a.integer("fft_length");
    }
    return frame <= 1 ? 1 : Integer.highestOneBit(frame - 1) * 2;
  }

  private static Expr stft(TfArguments a) {
    int length = a.integer("frame_length");
    int points = points(a, length);
    Expr frames = frames(a, length, a.integer("frame_step"));
    return SignalOps.spectrum(SignalRows.times(frames, hann(a, length)), points);
  }

  private static Expr inverseStft(TfArguments a) {
    int length = a.integer("frame_length");
    Expr frames = SignalOps.signal(a.tensor("stfts"), points(a, length));
    Expr windowed = SignalRows.times(SignalOps.fit(frames, length), hann(a, length));
    return SignalOps.overlapped(windowed, a.integer("frame_step"));
  }

  // ---------------------------------------------------------------- cosine transforms

  private static boolean isOrthonormal(TfArguments a) {
    return a.has("norm") && a.text("norm").equals("ortho");
  }

  private static Expr[] parts(TfArguments a, Expr x, int count) {
    return a.outputs(
            a.build("Split", b -> b.setAttr("num_split", (long) count), a.scalar(x.rank() - 1), x))
        .toArray(Expr[]::new);
  }

  private static Expr backwards(TfArguments a, Expr x) {
    return a.op("ReverseV2", x, a.constant(x.rank() - 1));
  }

  private static Expr mdct(TfArguments a) {
    int length = a.integer("frame_length");
    if (length % 4 != 0) {
      throw a.wrong("frame_length", "a multiple of 4");
    }
    Expr frames = frames(a, length, length / 2);
    Expr[] quarters = parts(a, windowed(a, frames, length), 4);
    Expr first = backwards(a, quarters[2]).neg().sub(quarters[3]);
    Expr second = quarters[0].sub(backwards(a, quarters[1]));
    Expr folded = Numpy.concatenate(List.of(first, second), frames.rank() - 1);
    return TfSignalFunctions.cosines(a, folded, 4, isOrthonormal(a));
  }

  private static Expr windowed(TfArguments a, Expr frames, int length) {
    return hasWindow(a)
        ? SignalRows.times(frames, vorbis(length))
        : frames.mul(frames.constant(1 / Math.sqrt(2)));
  }

  private static Expr inverseMdct(TfArguments a) {
    Expr bins = a.tensor("mdcts");
    int half = Math.toIntExact(bins.shape().get(-1));
    boolean ortho = isOrthonormal(a);
    Expr signal = TfSignalFunctions.cosines(a, bins, 4, ortho);
    Expr[] halves = parts(a, ortho ? signal : signal.mul(signal.constant(0.5 / half)), 2);
    Expr frames =
        Numpy.concatenate(
            List.of(
                halves[1],
                backwards(a, halves[1]).neg(),
                backwards(a, halves[0]).neg(),
                halves[0].neg()),
            bins.rank() - 1);
    return SignalOps.overlapped(windowed(a, frames, 2 * half), half);
  }

  /** Scales the cosine transform of type 2 by one over the root of twice the number of bins. */
  private static Expr coefficients(TfArguments a, Expr logs) {
    Expr cosines = TfSignalFunctions.cosines(a, logs, 2, false);
    return cosines.mul(cosines.constant(1 / Math.sqrt(2.0 * logs.shape().get(-1))));
  }
}
