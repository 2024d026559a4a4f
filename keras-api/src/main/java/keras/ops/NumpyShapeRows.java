package keras.ops;

import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.core.Stack;
import org.tensorflow.types.family.TNumber;

/**
 * Functions that move values or take some of them.
 *
 * <p>Keras: {@code keras/src/ops/numpy.py}, {@code keras/src/backend/tensorflow/numpy.py}.
 */
final class NumpyShapeRows {
  private NumpyShapeRows() {}

  static void add(OpRows rows) {
    rows.one("numpy.Reshape", "x | newshape", NumpyShapeRows::reshape);
    rows.one("numpy.Transpose", "x | axes=None", NumpyShapeRows::transpose);
    rows.one("numpy.ExpandDims", "x | axis", NumpyShapeRows::expandDims);
    rows.one("numpy.Squeeze", "x | axis=None", NumpyShapeRows::squeeze);
    rows.one("numpy.Concatenate", "xs | axis=0", NumpyShapeRows::concatenate);
    rows.one("numpy.Stack", "x | axis=0", a -> stack(a.list("x"), a.integer("axis")));
    rows.one("numpy.GetItem", "x, key", a -> SliceKey.of(a, a.x().rank()).apply(a.x()));
    rows.one("numpy.ZerosLike", "x | dtype=None", a -> filled(a, Numpy.zerosLike(a.x())));
    rows.one("numpy.OnesLike", "x | dtype=None", a -> filled(a, Numpy.onesLike(a.x())));
  }

  private static Expr filled(OpArguments a, Expr value) {
    return value.cast(a.dtype("dtype", value.dtype()));
  }

  private static Expr reshape(OpArguments a) {
    return a.x().reshape(IntStream.of(a.ints("newshape")).asLongStream().toArray());
  }

  private static Expr transpose(OpArguments a) {
    Expr x = a.x();
    int rank = x.rank();
    return x.transpose(
        a.has("axes")
            ? a.axes("axes", rank)
            : IntStream.range(0, rank).map(i -> rank - 1 - i).toArray());
  }

  private static Expr expandDims(OpArguments a) {
    Expr x = a.x();
    int rank = x.rank() + a.ints("axis").length;
    for (int axis : IntStream.of(a.axes("axis", rank)).sorted().toArray()) {
      x = x.expandDims(axis);
    }
    return x;
  }

  private static Expr squeeze(OpArguments a) {
    Expr x = a.x();
    if (a.has("axis")) {
      return Numpy.squeeze(x, a.axes("axis", x.rank()));
    }
    int[] ones = IntStream.range(0, x.rank()).filter(i -> x.shape().get(i) == 1).toArray();
    return ones.length == 0 ? x : Numpy.squeeze(x, ones);
  }

  private static Expr concatenate(OpArguments a) {
    List<Expr> all = a.list("xs");
    return Numpy.concatenate(all, a.axis("axis", all.get(0).rank()));
  }

  private static Expr stack(List<Expr> parts, int axis) {
    Expr first = parts.get(0);
    return first.wrap(
        first.tf().stack(List.<Operand<TNumber>>copyOf(parts), Stack.axis((long) axis)));
  }
}
