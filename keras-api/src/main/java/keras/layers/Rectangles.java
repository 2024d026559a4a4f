package keras.layers;

import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Nn;
import keras.ops.Numpy;

/**
 * A rectangle in each image of a batch.
 *
 * @param mask which pixels it covers, booleans, {@code (batch, rows, columns, 1)}
 * @param area the share of the image that it has, {@code (batch, 1, 1, 1)}; parts of pixels count
 */
record Rectangles(Expr mask, Expr area) {
  /**
   * Draws where rectangles are, first from left to right, then from top to bottom.
   *
   * @param widths their shares of the width, {@code (batch, 1, 1, 1)}
   * @param heights their shares of the height
   */
  static Rectangles draw(Draws draws, Expr widths, Expr heights) {
    Side x = Side.draw(draws, widths, 2);
    Side y = Side.draw(draws, heights, 1);
    Expr pixels = x.length.mul(y.length).cast(widths.dtype());
    Expr area = x.end.sub(x.start).mul(y.end.sub(y.start)).div(pixels);
    return new Rectangles(Numpy.logicalAnd(x.covered, y.covered), area);
  }

  /** One of two directions. */
  private record Side(Expr start, Expr end, Expr length, Expr covered) {
    static Side draw(Draws draws, Expr shares, int axis) {
      DType dtype = shares.dtype();
      Expr length = Core.size(draws.images(), axis);
      Expr all = length.cast(dtype);
      Expr size = shares.mul(all);
      Expr start = draws.uniform(dtype, 0, 1).mul(all.sub(size));
      Expr end = start.add(size);
      long[] along = {1, 1, 1, 1};
      along[axis] = -1;
      Expr at = Nn.places(length).cast(dtype).reshape(along);
      Expr covered = Numpy.logicalAnd(Numpy.greaterEqual(at, start), at.less(end));
      return new Side(start, end, length, covered);
    }
  }
}
