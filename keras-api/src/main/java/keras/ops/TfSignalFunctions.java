package keras.ops;

import org.jspecify.annotations.Nullable;

/**
 * Functions of TensorFlow for signals, of real numbers.
 *
 * <p>Keras: {@code tensorflow/python/ops/signal}.
 */
final class TfSignalFunctions {
  private TfSignalFunctions() {}

  static void add(TfFunctions rows) {
    rows.one(
        "signal.frame",
        "signal, frame_length, frame_step, pad_end=False, pad_value=0, axis=-1",
        TfSignalFunctions::frame);
    rows.one("signal.dct", "input, type=2, n=None!, axis=-1, norm=None", a -> cosines(a, false));
    rows.one("signal.idct", "input, type=2, n=None!, axis=-1, norm=None", a -> cosines(a, true));
    rows.one("signal.fftshift", "x, axes=None", a -> shifted(a, a.tensor("x"), false));
    rows.one("signal.ifftshift", "x, axes=None", a -> shifted(a, a.tensor("x"), true));
    rows.one(
        "signal.hann_window", "window_length, periodic=True, dtype=None", a -> window(a, 0.5, 0.5));
    rows.one(
        "signal.hamming_window",
        "window_length, periodic=True, dtype=None",
        a -> window(a, 0.54, 0.46));
  }

  /** Cuts an axis into windows that may overlap. */
  private static Expr frame(TfArguments a) {
    return framed(
        a,
        a.tensor("signal"),
        a.integer("frame_length"),
        a.integer("frame_step"),
        a.integer("axis"),
        a.flag("pad_end") ? a.get("pad_value") : null);
  }

  /**
   * Cuts an axis into windows.
   *
   * @param padding what fills windows that begin in the signal and end behind it; null leaves these
   *     out
   */
  static Expr framed(
      TfArguments a, Expr x, int length, int step, int along, @Nullable Object padding) {
    int axis = Math.floorMod(along, x.rank());
    long size = x.shape().get(axis);
    if (size < 0) {
      throw new UnsupportedOperationException(
          "%s: signals of unknown length are not supported. Received: shape %s."
              .formatted(a.who(), Shapes.show(x.shape())));
    }
    int count =
        (int)
            (padding != null
                ? Math.max(0, -Math.floorDiv(-size, step))
                : Math.max(0, 1 + Math.floorDiv(size - length, step)));
    Expr all = x;
    long needed = count == 0 ? 0 : (count - 1L) * step + length;
    if (padding != null && needed > size) {
      int[] pads = new int[2 * x.rank()];
      pads[2 * axis + 1] = (int) (needed - size);
      Expr paddings = a.constant(pads).reshape(x.rank(), 2);
      all = a.op("PadV2", x, paddings, a.value("pad_value", padding, x.dtype()));
    }
    int[] places = new int[count * length];
    for (int i = 0; i < places.length; i++) {
      places[i] = i / length * step + i % length;
    }
    return Numpy.take(all, a.constant(places).reshape(count, length), axis);
  }

  /** Transforms the last axis, or turns that around. */
  private static Expr cosines(TfArguments a, boolean inverse) {
    Expr x = a.tensor("input");
    if (Math.floorMod(a.integer("axis"), x.rank()) != x.rank() - 1) {
      throw a.refused("axis", "the last one");
    }
    int type = a.integer("type");
    int of = inverse && (type == 2 || type == 3) ? 5 - type : type;
    return cosines(a, x, of, "ortho".equals(a.get("norm")));
  }

  /** Multiplies the last axis by a matrix of cosines, of types 1 to 4. */
  static Expr cosines(TfArguments a, Expr x, int type, boolean ortho) {
    int last = x.rank() - 1;
    long size = x.shape().get(last);
    if (size < 1) {
      throw new UnsupportedOperationException(
          "%s: signals of unknown length are not supported. Received: shape %s."
              .formatted(a.who(), Shapes.show(x.shape())));
    }
    double[][] matrix = matrix(type, (int) size, ortho);
    Expr weights = Expr.of(a.tf(), a.tf().constant(matrix)).cast(x.dtype());
    Expr y = Numpy.matmul(x.reshape(-1, size), weights);
    return Numpy.reshape(y, Core.shape(x));
  }

  /** Returns what each sample, a row, adds to each coefficient, a column. */
  private static double[][] matrix(int type, int size, boolean ortho) {
    double[][] matrix = new double[size][size];
    double root = 1 / Math.sqrt(size);
    for (int j = 0; j < size; j++) {
      for (int k = 0; k < size; k++) {
        int edge = type == 3 ? j : k;
        boolean end = type == 1 && (j == 0 || j == size - 1);
        double angle =
            switch (type) {
              case 1 -> j * (double) k / (size - 1);
              case 2 -> k * (2 * j + 1) / (2.0 * size);
              case 3 -> j * (2 * k + 1) / (2.0 * size);
              default -> (2 * j + 1) * (2 * k + 1) / (4.0 * size);
            };
        double scale = end || (type == 3 && j == 0) ? 1 : 2;
        if (ortho) {
          scale *=
              type == 2 && edge == 0
                  ? root / 2
                  : type == 3 && edge == 0 ? root : root * Math.sqrt(0.5);
        }
        matrix[j][k] = scale * Math.cos(Math.PI * angle);
      }
    }
    return matrix;
  }

  private static Expr shifted(TfArguments a, Expr x, boolean back) {
    int[] axes = a.has("axes") ? a.ints("axes") : x.axes();
    for (int i = 0; i < axes.length; i++) {
      axes[i] = Math.floorMod(axes[i], x.rank());
    }
    Expr halves = a.op("FloorDiv", Numpy.take(Core.shape(x), a.constant(axes), 0), a.scalar(2));
    return a.op("Roll", x, back ? halves.neg() : halves, a.constant(axes));
  }

  /** A raised cosine; one period more than it shows where it is periodic. */
  private static Expr window(TfArguments a, double base, double height) {
    DType dtype = a.dtype("dtype", DType.FLOAT32);
    Expr length = a.tensor("window_length").cast(DType.INT32);
    Expr one = Core.constant(a.tf(), 1, DType.INT32);
    Expr even = one.sub(RawOp.of("FloorMod", length, Core.constant(a.tf(), 2, DType.INT32)));
    Expr extra = a.flag("periodic") ? even : one.sub(one);
    Expr period = length.add(extra).sub(1).cast(dtype);
    Expr places = a.op("Range", a.scalar(0), length.reshape(), a.scalar(1)).cast(dtype);
    Expr cosine = Numpy.cos(places.mul(2 * Math.PI).div(period));
    Expr raised = cosine.mul(-height).add(base);
    Expr single = length.equal(one);
    return single.where(Numpy.onesLike(raised), raised);
  }
}
