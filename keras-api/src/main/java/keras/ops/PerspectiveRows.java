package keras.ops;

import java.util.List;

/**
 * Images whose corners move to other places.
 *
 * <p>Keras: {@code keras/src/ops/image.py}, {@code keras/src/backend/tensorflow/image.py}.
 */
final class PerspectiveRows {
  private PerspectiveRows() {}

  static void add(OpRows rows) {
    rows.one(
        "image.PerspectiveTransform",
        "images, start_points, end_points | interpolation='bilinear', fill_value=0,"
            + " data_format=None",
        PerspectiveRows::perspective);
  }

  private static Expr perspective(OpArguments a) {
    Expr starts = points(a, "start_points");
    Expr ends = points(a, "end_points");
    if (!Shapes.show(starts.shape()).equals(Shapes.show(ends.shape()))) {
      throw new IllegalArgumentException(
          "%s: expected as many start points as end points. Received: shapes %s and %s."
              .formatted(a.who(), Shapes.show(starts.shape()), Shapes.show(ends.shape())));
    }
    String how = a.text("interpolation", "nearest", "bilinear");
    Expr transforms = homographies(starts, ends);
    return ImageArguments.batches(
        a, x -> WarpRows.projected(x, transforms, how, "constant", a.number("fill_value")));
  }

  private static Expr points(OpArguments a, String name) {
    Expr given = a.tensor(a.get(name), DType.FLOAT32);
    int rank = given.rank();
    if (rank < 2 || rank > 3 || given.shape().get(-2) != 4 || given.shape().get(-1) != 2) {
      throw a.wrong(name, Shapes.show(given.shape()), "of shape (4, 2), or (batch, 4, 2)");
    }
    return rank == 2 ? given.expandDims(0) : given;
  }

  private static Expr column(Expr points, int index) {
    return SliceKey.between(points, 2, index, index + 1);
  }

  /** Solves for the eight numbers that take the end points to the start points. */
  static Expr homographies(Expr starts, Expr ends) {
    Expr x = column(ends, 0);
    Expr y = column(ends, 1);
    Expr startX = column(starts, 0);
    Expr startY = column(starts, 1);
    Expr one = Numpy.onesLike(x);
    Expr zero = Numpy.zerosLike(x);
    Expr first =
        Numpy.concatenate(
            List.of(x, y, one, zero, zero, zero, startX.neg().mul(x), startX.neg().mul(y)), 2);
    Expr second =
        Numpy.concatenate(
            List.of(zero, zero, zero, x, y, one, startY.neg().mul(x), startY.neg().mul(y)), 2);
    Expr matrix = NumpyShapeRows.stack(List.of(first, second), 2).reshape(-1, 8, 8);
    return RawOp.of("MatrixSolve", matrix, starts.reshape(-1, 8, 1)).reshape(-1, 8);
  }
}
