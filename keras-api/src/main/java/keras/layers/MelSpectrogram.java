package keras.layers;

import java.util.List;
import java.util.Map;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.ops.Ops;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Computes spectrograms of signals on the mel scale, which hears as people do.
 *
 * <pre>{@code
 * new MelSpectrogram().numMelBins(64).samplingRate(8000).sequenceStride(256).fftLength(2048)
 * }</pre>
 *
 * <p>Inputs: {@code (time)} or {@code (batch, time)}. Outputs: {@code (mel bins, frames)}, or
 * {@code (batch, mel bins, frames)}, in decibels unless {@code powerToDb} is false. What is taken
 * for the loudest is that of the whole batch. Windows are {@code "hann"} or {@code "hamming"}, or
 * have {@code sequenceLength} values.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/mel_spectrogram.py}.
 */
public final class MelSpectrogram extends FluentLayer<MelSpectrogram>
    implements WindowOptions<MelSpectrogram> {
  @Arg private int fftLength = 2048;
  @Arg private int sequenceStride = 512;
  @Arg private @Nullable Integer sequenceLength;
  @Arg private @Nullable Object window = "hann";
  @Arg private int samplingRate = 16000;
  @Arg private int numMelBins = 128;
  @Arg private double minFreq = 20;
  @Arg private @Nullable Number maxFreq;
  @Arg private boolean powerToDb = true;
  @Arg private double topDb = 80;
  @Arg private double magExp = 2;
  @Arg private double minPower = 1e-10;
  @Arg private double refPower = 1;

  /** Makes spectrograms of 128 bins. */
  public MelSpectrogram() {}

  /** Sets the length of the transform, 2048 if not set. */
  public MelSpectrogram fftLength(int length) {
    return with(() -> this.fftLength = length);
  }

  /** Sets the number of samples between frames, 512 if not set. */
  public MelSpectrogram sequenceStride(int samples) {
    return with(() -> this.sequenceStride = samples);
  }

  /** Sets the number of samples of the window, at most {@code fftLength}, which null stands for. */
  public MelSpectrogram sequenceLength(@Nullable Integer samples) {
    return with(() -> this.sequenceLength = samples);
  }

  /** Sets how many samples a second has, 16000 if not set. */
  public MelSpectrogram samplingRate(int hertz) {
    return with(() -> this.samplingRate = hertz);
  }

  /** Sets the number of bins, 128 if not set. */
  public MelSpectrogram numMelBins(int bins) {
    return with(() -> this.numMelBins = bins);
  }

  /** Sets the lowest frequency in hertz, 20 if not set. */
  public MelSpectrogram minFreq(double hertz) {
    return with(() -> this.minFreq = hertz);
  }

  /** Sets the highest frequency in hertz; half the sampling rate where it is null. */
  public MelSpectrogram maxFreq(@Nullable Double hertz) {
    return with(() -> this.maxFreq = hertz);
  }

  /** Sets whether outputs are decibels. */
  public MelSpectrogram powerToDb(boolean converts) {
    return with(() -> this.powerToDb = converts);
  }

  /** Sets how many decibels below the loudest are the least, 80 if not set. */
  public MelSpectrogram topDb(double decibels) {
    return with(() -> this.topDb = decibels);
  }

  /** Sets the power of magnitudes, 2 if not set. */
  public MelSpectrogram magExp(double power) {
    return with(() -> this.magExp = power);
  }

  /** Sets the least power before it is converted, 1e-10 if not set. */
  public MelSpectrogram minPower(double power) {
    return with(() -> this.minPower = power);
  }

  /** Sets the power of 0 decibels, 1 if not set. */
  public MelSpectrogram refPower(double power) {
    return with(() -> this.refPower = power);
  }

  private int length() {
    Integer set = sequenceLength;
    return set == null || set == 0 ? fftLength : set;
  }

  private Number highest() {
    Number set = maxFreq;
    return set == null || set.doubleValue() == 0 ? (Number) (samplingRate / 2) : set;
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    config.put("sequence_length", length());
    config.put("max_freq", highest());
    return config;
  }

  @Override
  protected void validate() {
    if (fftLength < length()) {
      throw new IllegalArgumentException(
          "%s: `sequence_length` must be at most `fft_length`, %d. Received: sequence_length=%d."
              .formatted(this, fftLength, length()));
    }
  }

  @Override
  protected void check(List<Shape> inputs) {
    int axes = inputs.get(0).numDimensions();
    if (axes != 1 && axes != 2) {
      throw new IllegalArgumentException(
          "%s: expected inputs of 1 or 2 axes. Received: shape %s."
              .formatted(this, Shapes.show(inputs.get(0))));
    }
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    DType compute = dtypePolicy().computeDtype();
    DType dtype = compute == DType.FLOAT64 ? compute : DType.FLOAT32;
    List<Expr> parts =
        Ops.callAll(
            "stft",
            x.cast(dtype),
            c ->
                c.with("sequence_length", length())
                    .with("sequence_stride", sequenceStride)
                    .with("fft_length", fftLength)
                    .with("window", window));
    Expr magnitudes = parts.get(0).square().add(parts.get(1).square()).sqrt();
    Expr powers = magnitudes.pow(magExp);
    Expr mels = Numpy.matmul(powers, scale(powers).cast(dtype));
    if (powerToDb) {
      mels = decibels(mels);
    }
    int[] axes = mels.rank() == 2 ? new int[] {1, 0} : new int[] {0, 2, 1};
    return mels.transpose(axes).cast(compute);
  }

  private Expr decibels(Expr mels) {
    Expr logs = Ops.call("log10", mels.maximum(minPower)).mul(10);
    Expr reference = Core.constant(mels.tf(), Math.abs(refPower), DType.FLOAT32).maximum(minPower);
    Expr relative = logs.sub(Ops.call("log10", reference).mul(10).cast(logs.dtype()));
    return relative.maximum(relative.max().sub(topDb));
  }

  /** Returns what takes frequencies to bins, {@code (frequencies, bins)}, triangles of height 1. */
  private Expr scale(Expr powers) {
    Expr zero = Core.constant(powers.tf(), 0, DType.FLOAT32);
    Expr nyquist = zero.add(samplingRate).div(2);
    int frequencies = fftLength / 2 + 1;
    Expr hertz = Ops.get(line(zero, nyquist, frequencies), "1:");
    Expr at = mel(hertz).expandDims(1);
    Expr edges =
        line(mel(zero.add(minFreq)), mel(zero.add(highest().doubleValue())), numMelBins + 2);
    Expr low = Ops.get(edges, ":-2").expandDims(0);
    Expr middle = Ops.get(edges, "1:-1").expandDims(0);
    Expr high = Ops.get(edges, "2:").expandDims(0);
    Expr rising = at.sub(low).div(middle.sub(low));
    Expr falling = high.sub(at).div(high.sub(middle));
    int[][] sides = {{1, 0}, {0, 0}};
    Expr triangles = rising.minimum(falling).maximum(0);
    return Ops.call("pad", triangles, c -> c.with("pad_width", sides));
  }

  private static Expr line(Expr start, Expr stop, int count) {
    return Ops.call("linspace", start, c -> c.with("stop", stop).with("num", count));
  }

  private static Expr mel(Expr hertz) {
    return hertz.div(700).add(1).log().mul(1127);
  }
}
