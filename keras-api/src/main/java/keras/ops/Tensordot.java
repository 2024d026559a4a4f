package keras.ops;

import java.util.List;
import java.util.stream.IntStream;

/** The sum of products over some axes of two tensors, as one product of matrices. */
final class Tensordot {
  private Tensordot() {}

  /** Sums over axes of {@code x} and {@code y}, in pairs; the others remain, those of x first. */
  static Expr of(Expr x, Expr y, int[] axesOfX, int[] axesOfY) {
    int[] keptOfX = Numpy.axesBut(x, axesOfX);
    int[] keptOfY = Numpy.axesBut(y, axesOfY);
    Expr rows = flat(x.transpose(joined(keptOfX, axesOfX)), keptOfX.length);
    Expr columns = flat(y.transpose(joined(axesOfY, keptOfY)), axesOfY.length);
    return reshape(Numpy.matmul(rows, columns), x, keptOfX, y, keptOfY);
  }

  private static int[] joined(int[] a, int[] b) {
    return IntStream.concat(IntStream.of(a), IntStream.of(b)).toArray();
  }

  /** Makes a matrix: the first axes are its rows. */
  private static Expr flat(Expr x, int first) {
    long[] shape = x.shape().asArray();
    long rows = 1;
    long columns = 1;
    for (int i = 0; i < shape.length; i++) {
      boolean row = i < first;
      rows = row ? product(rows, shape[i]) : rows;
      columns = row ? columns : product(columns, shape[i]);
    }
    if (rows < 0 && columns < 0) {
      throw new IllegalArgumentException(
          "tensordot: expected sizes that are known, but for those of one side's axes. Received: shape %s."
              .formatted(Shapes.show(x.shape())));
    }
    return x.reshape(rows, columns);
  }

  private static long product(long a, long b) {
    return a < 0 || b < 0 ? -1 : a * b;
  }

  private static Expr reshape(Expr product, Expr x, int[] keptOfX, Expr y, int[] keptOfY) {
    long[] shape =
        IntStream.concat(
                IntStream.of(keptOfX).map(i -> Math.toIntExact(x.shape().get(i))),
                IntStream.of(keptOfY).map(i -> Math.toIntExact(y.shape().get(i))))
            .asLongStream()
            .toArray();
    long unknown = IntStream.range(0, shape.length).filter(i -> shape[i] < 0).count();
    if (unknown < 2) {
      return product.reshape(shape);
    }
    Expr ofX = Numpy.take(Core.shape(x), x.wrap(x.tf().constant(keptOfX)), 0);
    Expr ofY = Numpy.take(Core.shape(y), y.wrap(y.tf().constant(keptOfY)), 0);
    return Numpy.reshape(product, Numpy.concatenate(List.of(ofX, ofY), 0));
  }
}
