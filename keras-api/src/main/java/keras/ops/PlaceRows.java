package keras.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.types.family.TNumber;

/**
 * Functions that cut, turn and join tensors, and find places in them.
 *
 * <p>Keras: {@code keras/src/ops/numpy.py}, {@code keras/src/backend/tensorflow/numpy.py}.
 */
final class PlaceRows {
  private static final String SECTIONS = "x | indices_or_sections";

  private PlaceRows() {}

  static void add(OpRows rows) {
    rows.several("numpy.Hsplit", SECTIONS, a -> NumpyShapeRows.split(a, a.x().rank() == 1 ? 0 : 1));
    rows.several("numpy.Vsplit", SECTIONS, a -> NumpyShapeRows.split(a, 0));
    rows.several("numpy.Dsplit", SECTIONS, a -> NumpyShapeRows.split(a, 2));
    rows.several("numpy.ArraySplit", SECTIONS + ", axis=0", PlaceRows::arraySplit);
    rows.one("numpy.Dstack", "xs", PlaceRows::dstack);
    rows.one("numpy.Rot90", "array | k=1, axes=(0;1)", PlaceRows::rot90);
    rows.one("numpy.View", "x | dtype=None", a -> view(a, a.x()));
    rows.one("numpy.Select", "condlist, choicelist, default=0", PlaceRows::select);
    rows.several("numpy.UnravelIndex", "indices | shape", PlaceRows::unravelIndex);
    rows.several("numpy.Nonzero", "x", PlaceRows::nonzero);
    rows.one("numpy.Diag", "x | k=0", a -> diag(a, a.x()));
    rows.one("numpy.Diagflat", "x | k=0", a -> matrix(a.x().reshape(-1), a.integer("k")));
  }

  // ---------------------------------------------------------------- diagonals

  private static Expr diag(OpArguments a, Expr x) {
    if (x.rank() == 1) {
      return matrix(x, a.integer("k"));
    } else if (x.rank() != 2) {
      throw a.wrong("x", Shapes.show(x.shape()), "a vector or a matrix");
    }
    if (!x.shape().hasUnknownDimension()) {
      return LinalgRows.diagonal(a, x, a.integer("k"));
    }
    Expr zero = x.constant(0);
    return x.wrap(x.tf().linalg.matrixDiagPartV3(x, x.tf().constant(a.integer("k")), zero));
  }

  /**
   * Returns a square matrix that has a vector on one of its diagonals. Where the vector's size is
   * not known TensorFlow takes one with a diagonal beside the main one for empty: it is padded.
   */
  private static Expr matrix(Expr x, int k) {
    if (k != 0 && x.shape().get(0) < 0) {
      int after = Math.max(k, 0);
      int before = Math.max(-k, 0);
      var pads = x.tf().constant(new int[][] {{before, after}, {after, before}});
      return x.wrap(x.tf().pad(matrix(x, 0), pads, x.constant(0)));
    }
    Expr zero = x.constant(0);
    var any = x.tf().constant(-1);
    return x.wrap(x.tf().linalg.matrixDiagV3(x, x.tf().constant(k), any, any, zero));
  }

  // ---------------------------------------------------------------- parts

  private static List<Expr> arraySplit(OpArguments a) {
    Expr x = a.x();
    int axis = a.axis("axis", x.rank());
    long size = x.shape().get(axis);
    int parts = a.integer("indices_or_sections");
    if (size < 0 || parts < 1) {
      throw new IllegalArgumentException(
          "%s: expected 1 part or more of an axis of known size. Received: %d parts of shape %s."
              .formatted(a.who(), parts, Shapes.show(x.shape())));
    }
    List<Expr> out = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < parts; i++) {
      int to = Math.toIntExact(from + size / parts + (i < size % parts ? 1 : 0));
      out.add(SliceKey.between(x, axis, from, to));
      from = to;
    }
    return out;
  }

  private static Expr dstack(OpArguments a) {
    List<Expr> deep = new ArrayList<>();
    for (Expr x : a.list("xs")) {
      deep.add(
          switch (x.rank()) {
            case 0 -> x.reshape(1, 1, 1);
            case 1 -> x.expandDims(0).expandDims(2);
            case 2 -> x.expandDims(2);
            default -> x;
          });
    }
    return Numpy.concatenate(deep, 2);
  }

  private static Expr rot90(OpArguments a) {
    Expr x = a.tensor("array");
    int[] axes = a.axes("axes", x.rank());
    if (axes.length != 2) {
      throw a.wrong("axes", a.get("axes"), "two axes that differ");
    }
    int[] swap = x.axes();
    swap[axes[0]] = axes[1];
    swap[axes[1]] = axes[0];
    return switch (Math.floorMod(a.integer("k"), 4)) {
      case 0 -> x;
      case 1 -> reversed(x, axes[1]).transpose(swap);
      case 2 -> halfTurn(x, axes);
      default -> reversed(x.transpose(swap), axes[1]);
    };
  }

  /** Keras takes rows for columns after the first quarter, and so does this. */
  private static Expr halfTurn(Expr given, int[] axes) {
    int[] order =
        IntStream.concat(IntStream.of(Numpy.axesBut(given, axes)), IntStream.of(axes)).toArray();
    Expr x = given.transpose(order);
    int last = x.rank() - 1;
    int[] swap = Nn.swapWithLast(x, last - 1);
    long[] shape = x.shape().asArray();
    Expr quarter = Reshapes.to(reversed(x, last).transpose(swap), x, shape);
    Expr half = Reshapes.to(reversed(quarter, last).transpose(swap), x, shape);
    int[] back = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      back[order[i]] = i;
    }
    return half.transpose(back);
  }

  private static Expr reversed(Expr x, int... axes) {
    return x.wrap(x.tf().reverse(x, x.tf().constant(axes)));
  }

  /** Takes the bytes for numbers of another dtype. */
  private static Expr view(OpArguments a, Expr x) {
    DType dtype = a.dtype("dtype", x.dtype());
    int from = x.dtype().bytes();
    int to = dtype.bytes();
    Class<? extends TNumber> type = dtype.type().asSubclass(TNumber.class);
    if (from == to) {
      return x.wrap(x.tf().bitcast(x, type));
    }
    long[] shape = x.shape().asArray();
    int last = shape.length - 1;
    if (last < 0 || shape[last] < 0 || shape[last] * from % to != 0) {
      throw new IllegalArgumentException(
          "%s: expected bytes of %s that make up numbers of %s along the last axis. Received: shape %s."
              .formatted(a.who(), x.dtype(), dtype, Shapes.show(x.shape())));
    }
    if (from > to) {
      Expr parts = x.wrap(x.tf().bitcast(x, type));
      shape[last] *= from / to;
      return Reshapes.to(parts, x, shape);
    }
    long[] pairs = Arrays.copyOf(shape, shape.length + 1);
    pairs[last] = shape[last] * from / to;
    pairs[last + 1] = to / from;
    return x.wrap(x.tf().bitcast(Reshapes.to(x, x, pairs), type));
  }

  // ---------------------------------------------------------------- choices and places

  private static Expr select(OpArguments a) {
    if (!(a.get("condlist") instanceof List<?> conditions)
        || !(a.get("choicelist") instanceof List<?> choices)
        || conditions.size() != choices.size()
        || conditions.isEmpty()) {
      throw a.wrong("condlist", a.get("condlist"), "a list, as long as `choicelist`");
    }
    List<@Nullable Object> values = new ArrayList<>(choices);
    values.add(a.get("default"));
    DType dtype = a.typeOf(values.toArray());
    Expr result = a.tensor(a.get("default"), dtype);
    for (int i = choices.size() - 1; i >= 0; i--) {
      result =
          a.tensor(conditions.get(i), DType.BOOL).where(a.tensor(choices.get(i), dtype), result);
    }
    return result;
  }

  /**
   * Returns the indices of each axis. Keras counts the places of anything but a vector from the
   * first axis on, which goes fastest then, and so does this.
   */
  private static List<Expr> unravelIndex(OpArguments a) {
    Expr left = a.tensor("indices");
    int[] sizes = a.ints("shape");
    List<Expr> out = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      Expr size = left.constant(sizes[left.rank() == 1 ? sizes.length - 1 - i : i]);
      out.add(left.wrap(left.tf().math.floorMod(left, size)));
      left = left.wrap(left.tf().math.floorDiv(left, size));
    }
    Collections.reverse(out);
    return out;
  }

  private static List<Expr> nonzero(OpArguments a) {
    Expr x = a.x();
    if (x.rank() == 0) {
      throw a.wrong("x", Shapes.show(x.shape()), "a tensor that has axes");
    }
    Expr places = x.wrap(x.tf().where(x.cast(DType.BOOL))).cast(DType.INT32);
    return IntStream.range(0, x.rank())
        .mapToObj(i -> Numpy.take(places, Core.constant(x.tf(), i, DType.INT32), 1))
        .toList();
  }
}
