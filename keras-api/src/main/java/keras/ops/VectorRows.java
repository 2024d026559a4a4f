package keras.ops;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Products, correlations and sums of vectors.
 *
 * <p>Keras: {@code keras/src/ops/numpy.py}, {@code keras/src/backend/tensorflow/numpy.py}.
 */
final class VectorRows {
  private VectorRows() {}

  static void add(OpRows rows) {
    rows.one("numpy.Cross", "x1, x2 | axisa=-1, axisb=-1, axisc=-1, axis=None", VectorRows::cross);
    rows.one("numpy.Kron", "x1, x2", a -> a.binary(VectorRows::kron));
    rows.one("numpy.Correlate", "x1, x2 | mode='valid'", VectorRows::correlate);
    rows.one("numpy.Corrcoef", "x", VectorRows::corrcoef);
    rows.one("numpy.Trapezoid", "y | x=None, dx=1.0, axis=-1", VectorRows::trapezoid);
  }

  // ---------------------------------------------------------------- products

  private static Expr cross(OpArguments a) {
    List<Expr> both = a.together("x1", "x2");
    Expr x = deep(a, both.get(0), a.has("axis") ? "axis" : "axisa");
    Expr y = deep(a, both.get(1), a.has("axis") ? "axis" : "axisb");
    boolean flat = x.shape().get(-1) == 2 && y.shape().get(-1) == 2;
    Expr third = product(x, y, 0, 1);
    if (flat) {
      return third;
    }
    Expr all = last(product(x, y, 1, 2), product(x, y, 2, 0), third);
    int to = a.axis(a.has("axis") ? "axis" : "axisc", all.rank());
    return moved(all, all.rank() - 1, to);
  }

  private static Expr last(Expr... parts) {
    List<Expr> deep = Arrays.stream(parts).map(p -> p.expandDims(p.rank())).toList();
    return Numpy.concatenate(deep, parts[0].rank());
  }

  /** Moves the axis of 2 or 3 numbers to the end. */
  private static Expr deep(OpArguments a, Expr x, String name) {
    int axis = a.axis(name, x.rank());
    long size = x.shape().get(axis);
    if (size != 2 && size != 3) {
      throw a.wrong(name, a.get(name), "an axis of 2 or 3 numbers of " + Shapes.show(x.shape()));
    }
    return moved(x, axis, x.rank() - 1);
  }

  private static Expr moved(Expr x, int from, int to) {
    if (from == to) {
      return x;
    }
    List<Integer> order =
        new java.util.ArrayList<>(
            IntStream.range(0, x.rank()).filter(i -> i != from).boxed().toList());
    order.add(to, from);
    return x.transpose(order.stream().mapToInt(i -> i).toArray());
  }

  private static Expr product(Expr x, Expr y, int first, int second) {
    Expr one = at(x, first).mul(at(y, second));
    return one.sub(at(x, second).mul(at(y, first)));
  }

  /** Returns one of three coordinates; the third of two is 0. */
  private static Expr at(Expr x, int place) {
    return place < x.shape().get(-1)
        ? Numpy.take(x, Core.constant(x.tf(), place, DType.INT32), x.rank() - 1)
        : Numpy.zerosLike(Numpy.take(x, Core.constant(x.tf(), 0, DType.INT32), x.rank() - 1));
  }

  private static Expr kron(Expr given, Expr other) {
    int rank = Math.max(given.rank(), other.rank());
    Expr x = deeper(given, rank);
    Expr y = deeper(other, rank);
    long[] sizes = new long[rank];
    for (int i = 0; i < rank; i++) {
      long a = x.shape().get(i);
      long b = y.shape().get(i);
      sizes[i] = a < 0 || b < 0 ? -1 : a * b;
    }
    Expr wide = x;
    Expr high = y;
    for (int i = rank - 1; i >= 0; i--) {
      wide = wide.expandDims(i + 1);
      high = high.expandDims(i);
    }
    Expr product = wide.mul(high);
    if (Arrays.stream(sizes).filter(n -> n < 0).count() < 2) {
      return product.reshape(sizes);
    }
    return Numpy.reshape(product, Core.shape(x).mul(Core.shape(y)));
  }

  private static Expr deeper(Expr x, int rank) {
    Expr out = x;
    while (out.rank() < rank) {
      out = out.expandDims(0);
    }
    return out;
  }

  // ---------------------------------------------------------------- correlations

  private static Expr correlate(OpArguments a) {
    List<Expr> both = a.together("x1", "x2");
    DType met = both.get(0).dtype();
    DType dtype = met == DType.INT64 ? DType.FLOAT64 : met.isFloating() ? met : DType.FLOAT32;
    Expr x = both.get(0).cast(dtype);
    Expr y = both.get(1).cast(dtype);
    if (x.rank() != 1 || y.rank() != 1 || x.shape().get(0) < 0 || y.shape().get(0) < 0) {
      throw new IllegalArgumentException(
          "%s: expected two vectors of known sizes. Received: shapes %s and %s."
              .formatted(a.who(), Shapes.show(x.shape()), Shapes.show(y.shape())));
    }
    int n = Math.toIntExact(x.shape().get(0));
    int m = Math.toIntExact(y.shape().get(0));
    String mode = a.text("mode", "valid", "same", "full");
    if (mode.equals("valid")) {
      if (m > n) {
        throw a.wrong("mode", mode, "'same' or 'full' where `x2` is the longer");
      }
      return sliding(x, y);
    }
    var pad = x.tf().constant(new int[][] {{Math.max(m - 1, 0), Math.max(m - 1, 0)}});
    Expr full = sliding(x.wrap(x.tf().pad(x, pad, x.constant(0))), y);
    int start = (n + m - 1 - Math.max(n, m)) / 2;
    return mode.equals("full") ? full : SliceKey.between(full, 0, start, start + Math.max(n, m));
  }

  /** Sums products of a vector and each part of another one. */
  private static Expr sliding(Expr x, Expr y) {
    Expr image = x.reshape(1, 1, x.shape().get(0), 1);
    Expr kernel = y.reshape(1, y.shape().get(0), 1, 1);
    return x.wrap(x.tf().nn.conv2d(image, kernel, List.of(1L, 1L, 1L, 1L), "VALID")).reshape(-1);
  }

  private static Expr corrcoef(OpArguments a) {
    DType given = a.x().dtype();
    Expr x = a.x().cast(given.isFloating() ? given : DType.FLOAT32);
    if (x.rank() == 0) {
      return Core.constant(x.tf(), Double.NaN, DType.FLOAT32);
    } else if (x.rank() != 2) {
      throw a.wrong("x", Shapes.show(x.shape()), "a matrix, a row for each variable");
    }
    Expr centred = x.sub(Numpy.mean(x, 1, true));
    Expr samples = Core.size(x, 1).cast(x.dtype());
    Expr covariance = centred.matmul(centred.transpose(1, 0)).div(samples.sub(1));
    Expr any = x.wrap(x.tf().constant(0));
    Expr variance =
        x.wrap(x.tf().linalg.matrixDiagPartV3(covariance, Core.int32(any), x.constant(0)));
    Expr deviation = variance.sqrt();
    Expr scale = deviation.expandDims(1).mul(deviation.expandDims(0));
    return covariance.div(scale).clip(-1, 1);
  }

  // ---------------------------------------------------------------- sums

  private static Expr trapezoid(OpArguments a) {
    Expr y = a.floating("y");
    int axis = a.axis("axis", y.rank());
    Expr heights = SliceKey.between(y, axis, 1, null).add(SliceKey.between(y, axis, 0, -1));
    Expr means = moved(heights.constant(0.5).mul(heights), axis, y.rank() - 1);
    if (!a.has("x")) {
      return Numpy.sum(means.mul(a.number("dx")), -1, false);
    }
    Expr x = a.tensor(a.get("x"), y.dtype());
    int along = a.axis("axis", x.rank());
    Expr widths = SliceKey.between(x, along, 1, null).sub(SliceKey.between(x, along, 0, -1));
    return Numpy.sum(means.mul(moved(widths, along, x.rank() - 1)), -1, false);
  }
}
