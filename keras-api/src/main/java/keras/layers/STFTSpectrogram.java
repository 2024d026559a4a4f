package keras.layers;

import java.util.List;
import java.util.Set;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.initializers.STFT;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.ops.Ops;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Computes spectrograms of signals by a convolution, whose kernels start as a short-time Fourier
 * transform and may train.
 *
 * <pre>{@code
 * new STFTSpectrogram().mode("log").frameLength(256).frameStep(128).fftLength(512)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, time, channels)}, or {@code (batch, channels, time)}. Outputs: {@code
 * (batch, frames, channels * bins)}, or {@code (batch, channels * bins, frames)}; with {@code
 * expandDims} {@code (batch, frames, bins, channels)}, or {@code (batch, channels, frames, bins)}.
 * There are half as many bins as {@code fftLength} and one, twice that in mode {@code "stft"}.
 * Windows have SciPy's names, or one value for each sample of a frame.
 *
 * <p>Weights: {@code real_kernel} and {@code imag_kernel}, {@code (frameLength, 1, bins)}; modes
 * {@code "real"} and {@code "imag"} have one of them.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/stft_spectrogram.py}.
 */
public final class STFTSpectrogram extends FluentLayer<STFTSpectrogram>
    implements DataFormatOptions<STFTSpectrogram>, WindowOptions<STFTSpectrogram> {
  private static final List<String> MODES =
      List.of("log", "magnitude", "psd", "real", "imag", "angle", "stft");
  private static final double EPSILON = 1e-7;

  @Arg private String mode = "log";
  @Arg private int frameLength = 256;
  @Arg private @Nullable Integer frameStep;
  @Arg private @Nullable Integer fftLength;
  @Arg private @Nullable Object window = "hann";
  @Arg private boolean periodic;
  @Arg private @Nullable String scaling = "density";
  @Arg private String padding = "valid";
  @Arg private boolean expandDims;
  @Arg private DataFormat dataFormat = DataFormat.CHANNELS_LAST;

  private @Nullable Variable realKernel;
  private @Nullable Variable imagKernel;

  /** Makes spectrograms of frames of 256 samples. */
  public STFTSpectrogram() {}

  /**
   * Sets what is computed: {@code "log"} of the {@code "magnitude"}, the power spectral density
   * {@code "psd"}, the {@code "real"} or the {@code "imag"} part, the {@code "angle"}, or both
   * parts side by side, {@code "stft"}.
   */
  public STFTSpectrogram mode(String mode) {
    return with(() -> this.mode = mode);
  }

  /** Sets the number of samples of a frame, 256 if not set. */
  public STFTSpectrogram frameLength(int samples) {
    return with(() -> this.frameLength = samples);
  }

  /** Sets the number of samples between frames; half a frame where it is null. */
  public STFTSpectrogram frameStep(@Nullable Integer samples) {
    return with(() -> this.frameStep = samples);
  }

  /** Sets the length of the transform; the next power of 2 above the frame's where it is null. */
  public STFTSpectrogram fftLength(@Nullable Integer length) {
    return with(() -> this.fftLength = length);
  }

  /** Sets whether a named window is periodic rather than symmetric. */
  public STFTSpectrogram periodic(boolean periodic) {
    return with(() -> this.periodic = periodic);
  }

  /**
   * Sets how the window is scaled: {@code "density"}, {@code "spectrum"}, or null for not at all.
   */
  public STFTSpectrogram scaling(@Nullable String scaling) {
    return with(() -> this.scaling = scaling);
  }

  /** Sets {@code "same"} for frames that reach beyond the signal, {@code "valid"} if not set. */
  public STFTSpectrogram padding(String padding) {
    return with(() -> this.padding = padding);
  }

  /** Sets whether channels and bins are axes of their own, as in images. */
  public STFTSpectrogram expandDims(boolean expands) {
    return with(() -> this.expandDims = expands);
  }

  private int step() {
    Integer set = frameStep;
    return set == null ? frameLength / 2 : set;
  }

  private int transform() {
    Integer set = fftLength;
    return set == null ? 1 << (32 - Integer.numberOfLeadingZeros(frameLength - 1)) : set;
  }

  @Override
  protected void validate() {
    Integer step = frameStep;
    if (step != null && (step < 1 || step > frameLength)) {
      throw wrong("frame_step", "from 1 to `frame_length`, %d".formatted(frameLength), step);
    }
    Integer length = fftLength;
    if (length != null && length < frameLength) {
      throw wrong("fft_length", "at least `frame_length`, %d".formatted(frameLength), length);
    }
    if (frameLength < 2) {
      throw wrong("frame_length", "at least 2", frameLength);
    }
    if (!MODES.contains(mode)) {
      throw wrong("mode", "one of " + MODES, "'" + mode + "'");
    }
    if (!Set.of("valid", "same").contains(padding)) {
      throw wrong("padding", "'valid' or 'same'", "'" + padding + "'");
    }
    kernel("real");
  }

  private IllegalArgumentException wrong(String key, String expected, Object value) {
    return new IllegalArgumentException(
        "%s: `%s` must be %s. Received: %s=%s.".formatted(this, key, expected, key, value));
  }

  private STFT kernel(String side) {
    STFT start = new STFT().side(side).scaling(scaling).periodic(periodic);
    if (window instanceof List<?> values) {
      return start.window(values.stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray());
    }
    return start.window((String) window);
  }

  @Override
  protected void build(Shape input) {
    Shape shape = Shape.of(frameLength, 1, transform() / 2 + 1);
    if (!mode.equals("imag")) {
      realKernel = addWeight("real_kernel", shape, kernel("real"));
    }
    if (!mode.equals("real")) {
      imagKernel = addWeight("imag_kernel", shape, kernel("imag"));
    }
  }

  @Override
  protected void check(List<Shape> inputs) {
    if (inputs.get(0).numDimensions() != 3) {
      throw new IllegalArgumentException(
          "%s: expected inputs of 3 axes. Received: shape %s."
              .formatted(this, Shapes.show(inputs.get(0))));
    }
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    if (!Set.of(DType.FLOAT16, DType.FLOAT32, DType.FLOAT64).contains(x.dtype())) {
      throw new IllegalArgumentException(
          "%s: expected inputs of float16, float32 or float64. Received: %s."
              .formatted(this, x.dtype()));
    }
    Expr rows = dataFormat == DataFormat.CHANNELS_LAST ? x.transpose(0, 2, 1) : x;
    Expr real = realKernel == null ? null : filtered(rows, ctx.read(realKernel));
    Expr imag = imagKernel == null ? null : filtered(rows, ctx.read(imagKernel));
    if (real == null || imag == null) {
      return placed(real == null ? java.util.Objects.requireNonNull(imag) : real);
    }
    return switch (mode) {
      case "angle" -> placed(Ops.binary("arctan2", imag, real));
      case "stft" -> placed(Numpy.concatenate(List.of(real, imag), 3));
      case "psd" -> placed(density(power(real, imag)));
      case "magnitude" -> magnitude(real, imag);
      default -> magnitude(real, imag).maximum(EPSILON).log();
    };
  }

  private static Expr power(Expr real, Expr imag) {
    return real.square().add(imag.square());
  }

  private Expr magnitude(Expr real, Expr imag) {
    return placed(power(real, imag).maximum(EPSILON).sqrt());
  }

  /** Counts all bins twice but for the first and the last one. */
  private static Expr density(Expr power) {
    int[][] sides = {{0, 0}, {0, 0}, {0, 0}, {1, 1}};
    Expr inner = Ops.get(power, "..., 1:-1");
    return power.add(Ops.call("pad", inner, c -> c.with("pad_width", sides)));
  }

  /** Takes {@code (batch, channels, time)} to {@code (batch, channels, frames, bins)}. */
  private Expr filtered(Expr rows, Expr kernel) {
    Expr time = size(rows, 2);
    Expr one = Core.constant(rows.tf(), 1, DType.INT32);
    Expr any = Core.constant(rows.tf(), -1, DType.INT32);
    Expr alone =
        rows.shape().get(2) < 0
            ? Numpy.reshape(rows, Numpy.stack(List.of(any, time, one)))
            : rows.reshape(-1, rows.shape().get(2), 1);
    Expr made =
        Ops.call(
            "conv",
            alone,
            c ->
                c.with("kernel", kernel)
                    .with("strides", step())
                    .with("padding", padding)
                    .with("data_format", "channels_last"));
    return reshaped(made, any, size(rows, 1), size(made, 1), size(made, 2));
  }

  private static Expr reshaped(Expr x, Expr... sizes) {
    return Numpy.reshape(x, Numpy.stack(List.of(sizes)));
  }

  private static Expr size(Expr x, int axis) {
    long known = x.shape().get(axis);
    return known < 0 ? Core.size(x, axis) : Core.constant(x.tf(), (double) known, DType.INT32);
  }

  /** Puts {@code (batch, channels, frames, bins)} in the order of the outputs. */
  private Expr placed(Expr z) {
    boolean last = dataFormat == DataFormat.CHANNELS_LAST;
    if (expandDims) {
      return last ? z.transpose(0, 2, 3, 1) : z;
    }
    Expr any = Core.constant(z.tf(), -1, DType.INT32);
    Expr all = size(z, 1).mul(size(z, 3));
    return last
        ? reshaped(z.transpose(0, 2, 1, 3), any, size(z, 2), all)
        : reshaped(z.transpose(0, 1, 3, 2), any, all, size(z, 2));
  }
}
