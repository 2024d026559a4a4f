package keras.ops;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.proto.DataType;

/**
 * Frames of signals and Fourier's transforms. Complex numbers are two tensors, the real parts and
 * the imaginary ones; only between two ops are they one tensor of TensorFlow's.
 *
 * <p>Keras: {@code keras/src/ops/math.py}, {@code keras/src/backend/tensorflow/math.py}.
 */
public final class SignalOps {
  private SignalOps() {}

  /**
   * Real and imaginary parts of complex numbers.
   *
   * @param imaginary of the shape and dtype of {@code real}
   */
  public record Complex(Expr real, Expr imaginary) {
    List<Expr> parts() {
      return List.of(real, imaginary);
    }
  }

  private static Expr joined(Complex z) {
    return ComplexOps.join(z.real(), z.imaginary());
  }

  private static Complex parted(Expr z) {
    return new Complex(ComplexOps.real(z), ComplexOps.imaginary(z));
  }

  /**
   * Transforms along the last axis, or the last two.
   *
   * @param axes 1 or 2
   */
  public static Complex fft(Complex z, int axes) {
    return parted(RawOp.of(axes == 1 ? "FFT" : "FFT2D", joined(z)));
  }

  /** Turns {@link #fft} of the last two axes around. */
  public static Complex ifft2(Complex z) {
    Expr x = z.real();
    Expr count = Core.size(x, -2).cast(x.dtype()).mul(Core.size(x, -1).cast(x.dtype()));
    Complex y = fft(new Complex(x, z.imaginary().neg()), 2);
    return new Complex(y.real().div(count), y.imaginary().neg().div(count));
  }

  /**
   * Transforms real numbers along the last axis, cut or padded with zeros to a length.
   *
   * @param length null is that of the axis
   */
  public static Complex rfft(Expr x, @Nullable Integer length) {
    return parted(spectrum(x, length));
  }

  /** Returns {@link #rfft} as complex numbers. */
  static Expr spectrum(Expr x, @Nullable Integer length) {
    long known = x.shape().get(-1);
    if (length == null && known >= 0) {
      return spectrum(x, Math.toIntExact(known));
    }
    Expr fit = length == null ? x : fit(x, length);
    Operand<?> size =
        length == null ? Core.size(x, -1).reshape(1) : x.tf().constant(new int[] {length});
    DataType complex = x.dtype().complex().proto();
    return RawOp.of("RFFT", b -> b.setAttr("Tcomplex", complex), fit, size);
  }

  /**
   * Turns {@link #rfft} around.
   *
   * @param length of the result; null is twice that of the axis, minus two
   */
  public static Expr irfft(Complex z, @Nullable Integer length) {
    Expr x = z.real();
    long known = x.shape().get(-1);
    if (length == null && known >= 0) {
      return irfft(z, Math.toIntExact(2 * (known - 1)));
    } else if (length == null) {
      return signal(joined(z), Core.size(x, -1).sub(1).mul(2).reshape(1));
    }
    int parts = length / 2 + 1;
    Expr fit = joined(new Complex(fit(x, parts), fit(z.imaginary(), parts)));
    return signal(fit, x.tf().constant(new int[] {length}));
  }

  /** Turns {@link #spectrum} around, to a length. */
  static Expr signal(Expr z, int length) {
    return z.shape().get(-1) == length / 2 + 1
        ? signal(z, z.tf().constant(new int[] {length}))
        : irfft(parted(z), length);
  }

  private static Expr signal(Expr z, Operand<?> size) {
    return RawOp.of("IRFFT", b -> b.setAttr("Treal", z.dtype().real().proto()), z, size);
  }

  /** Cuts the last axis, or pads it with zeros, to a size. */
  static Expr fit(Expr x, int size) {
    long known = x.shape().get(-1);
    int last = x.rank() - 1;
    Expr padded = x;
    if (known < size) {
      Expr lack =
          known >= 0
              ? Core.constant(x.tf(), (double) (size - known), DType.INT32)
              : Core.size(x, -1).neg().add(size).maximum(0);
      padded = padEnd(x, lack);
    }
    return known == size ? x : told(SliceKey.between(padded, last, 0, size), x, size);
  }

  /** Tells the size of the last axis, which TensorFlow forgets where it is computed. */
  private static Expr told(Expr y, Expr x, long size) {
    int outer = x.rank() - 1;
    return x.wrap(y.tf().ensureShape(y, x.shape().subShape(0, outer).append(size)));
  }

  private static Expr padEnd(Expr x, Expr count) {
    Expr none = Numpy.zerosLike(count);
    Expr before = Numpy.stack(java.util.Collections.nCopies(x.rank(), none));
    Expr after =
        Numpy.stack(
            IntStream.range(0, x.rank()).mapToObj(i -> i < x.rank() - 1 ? none : count).toList());
    Expr paddings = Numpy.concatenate(List.of(before.expandDims(1), after.expandDims(1)), 1);
    return x.wrap(x.tf().pad(x, paddings, x.constant(0)));
  }

  /** Cuts the last axis into frames, as many as are whole: {@code (..., frames, length)}. */
  public static Expr frames(Expr x, int length, int stride) {
    long size = x.shape().get(-1);
    Expr count =
        size >= 0
            ? Core.constant(
                x.tf(), (double) Math.max(0, 1 + Math.floorDiv(size - length, stride)), DType.INT32)
            : Nn.floorDiv(Core.size(x, -1).sub(length), stride).add(1).maximum(0);
    Expr starts = Nn.places(count).mul(stride).reshape(-1, 1);
    Expr within = Nn.places(Core.constant(x.tf(), length, DType.INT32)).reshape(1, -1);
    return Numpy.take(x, starts.add(within), x.rank() - 1);
  }

  /** Adds frames where they overlap: the last two axes become one. */
  public static Expr overlapped(Expr frames, int stride) {
    int rank = frames.rank();
    Expr sizes = Core.shape(frames);
    Expr count = Core.size(frames, -2);
    Expr length = Core.size(frames, -1);
    Expr starts = Nn.places(count).mul(stride).reshape(-1, 1);
    Expr places = starts.add(Nn.places(length).reshape(1, -1)).reshape(-1);
    Expr total = count.sub(1).mul(stride).add(length);
    Expr flat = Numpy.reshape(frames, Numpy.stack(List.of(count.constant(-1), count.mul(length))));
    Expr sums =
        frames.wrap(
            frames.tf().math.unsortedSegmentSum(flat.transpose(1, 0), places, Core.int32(total)));
    Expr outer = Numpy.take(sizes, sizes.wrap(sizes.tf().constant(first(rank - 2))), 0);
    Expr shape = Numpy.concatenate(List.of(outer, total.reshape(1)), 0);
    long known = frames.shape().get(-2);
    Expr y = Numpy.reshape(sums.transpose(1, 0), shape);
    return frames.wrap(
        y.tf()
            .ensureShape(
                y,
                frames
                    .shape()
                    .subShape(0, rank - 2)
                    .append(known < 0 ? -1 : (known - 1) * stride + frames.shape().get(-1))));
  }

  private static int[] first(int count) {
    return IntStream.range(0, count).toArray();
  }

  /**
   * Returns a window of Hann's or Hamming's: of an even length, the next one follows without a gap;
   * of an odd one, as in TensorFlow, both its ends are alike.
   */
  public static double[] window(String name, int length) {
    double mean = name.equals("hann") ? 0.5 : 0.54;
    double period = length - length % 2;
    return IntStream.range(0, length)
        .mapToDouble(i -> length == 1 ? 1 : mean - (1 - mean) * Math.cos(2 * Math.PI * i / period))
        .toArray();
  }

  /** Pads a window with zeros on both sides to a length. */
  static double[] centred(double[] window, int length) {
    double[] out = new double[length];
    System.arraycopy(window, 0, out, (length - window.length) / 2, window.length);
    return out;
  }

  /** Returns the window that makes up for another one, where frames of both overlap. */
  static double[] inverse(double[] window, int stride) {
    double[] sums = new double[stride];
    for (int i = 0; i < window.length; i++) {
      sums[i % stride] += window[i] * window[i];
    }
    return IntStream.range(0, window.length)
        .mapToDouble(i -> window[i] / sums[i % stride])
        .toArray();
  }
}
