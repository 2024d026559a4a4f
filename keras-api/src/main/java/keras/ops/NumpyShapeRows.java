package keras.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.core.Unstack;
import org.tensorflow.types.TInt32;
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
    rows.one("numpy.FullLike", "x, fill_value | dtype=None", NumpyShapeRows::fullLike);
    rows.one("numpy.Ravel", "x", a -> a.x().reshape(-1));
    rows.one("numpy.Flip", "x | axis=None", a -> flip(a.x(), a.axes(a.x())));
    rows.one("numpy.Fliplr", "x", a -> flip(a.x(), 1));
    rows.one("numpy.Flipud", "x", a -> flip(a.x(), 0));
    rows.one("numpy.Roll", "x | shift, axis=None", NumpyShapeRows::roll);
    rows.one("numpy.Moveaxis", "x | source, destination", NumpyShapeRows::moveAxis);
    rows.one("numpy.Swapaxes", "x | axis1, axis2", NumpyShapeRows::swapAxes);
    rows.one("numpy.BroadcastTo", "x | shape", NumpyShapeRows::broadcastTo);
    rows.one("numpy.Tile", "x | repeats", NumpyShapeRows::tile);
    rows.one("numpy.Repeat", "x | repeats, axis=None", NumpyShapeRows::repeat);
    rows.one("numpy.Hstack", "xs", a -> joined(a, a.list("xs").get(0).rank() == 1 ? 0 : 1));
    rows.one("numpy.Vstack", "xs", a -> joined(a, 0));
    rows.one("numpy.Append", "x1, x2 | axis=None", NumpyShapeRows::append);
    rows.several("numpy.Split", "x | indices_or_sections, axis=0", NumpyShapeRows::split);
    rows.several("core.Unstack", "x | num=None, axis=0", NumpyShapeRows::unstack);
    rows.one("numpy.Pad", "x, constant_values=None | pad_width, mode='constant'", Padding::pad);
    TakingRows.add(rows);
  }

  private static Expr filled(OpArguments a, Expr value) {
    return value.cast(a.dtype("dtype", value.dtype()));
  }

  private static Expr reshape(OpArguments a) {
    if (a.hasTensors("newshape")) {
      Expr x = a.x();
      return x.wrap(x.tf().reshape(x, a.sizes("newshape")));
    }
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

  static Expr stack(List<Expr> parts, int axis) {
    Expr first = parts.get(0);
    return first.wrap(
        first.tf().stack(List.<Operand<TNumber>>copyOf(parts), Stack.axis((long) axis)));
  }

  private static Expr fullLike(OpArguments a) {
    DType dtype = a.dtype("dtype", a.x().dtype());
    return Numpy.broadcastTo(a.tensor(a.get("fill_value"), dtype), Core.shape(a.x()));
  }

  private static Expr flip(Expr x, int... axes) {
    return x.wrap(x.tf().reverse(x, x.tf().constant(axes)));
  }

  private static Expr roll(OpArguments a) {
    Expr x = a.x();
    int[] shift = a.ints("shift");
    if (!a.has("axis")) {
      Expr flat = x.reshape(-1);
      return Numpy.reshape(roll(flat, shift, 0), Core.shape(x));
    }
    int[] axes = a.axes(x);
    if (shift.length != axes.length && shift.length != 1) {
      throw a.wrong(
          "shift", a.get("shift"), "one number, or one for each of " + axes.length + " axes");
    }
    int[] shifts = shift.length == axes.length ? shift : new int[axes.length];
    if (shifts != shift) {
      java.util.Arrays.fill(shifts, shift[0]);
    }
    return roll(x, shifts, axes);
  }

  private static Expr roll(Expr x, int[] shifts, int... axes) {
    return x.wrap(x.tf().roll(x, x.tf().constant(shifts), x.tf().constant(axes)));
  }

  private static Expr moveAxis(OpArguments a) {
    Expr x = a.x();
    int[] from = a.axes("source", x.rank());
    int[] to = a.axes("destination", x.rank());
    if (from.length != to.length) {
      throw a.wrong(
          "destination", a.get("destination"), "as many axes as `source` has, " + from.length);
    }
    int[] order = new int[x.rank()];
    java.util.Arrays.fill(order, -1);
    for (int i = 0; i < from.length; i++) {
      order[to[i]] = from[i];
    }
    int next = 0;
    for (int axis : Numpy.axesBut(x, from)) {
      while (order[next] >= 0) {
        next++;
      }
      order[next] = axis;
    }
    return x.transpose(order);
  }

  private static Expr swapAxes(OpArguments a) {
    Expr x = a.x();
    int[] order = x.axes();
    int first = a.axis("axis1", x.rank());
    int second = a.axis("axis2", x.rank());
    order[first] = second;
    order[second] = first;
    return x.transpose(order);
  }

  private static Expr broadcastTo(OpArguments a) {
    Expr x = a.x();
    return x.wrap(x.tf().broadcastTo(x, a.sizes("shape")));
  }

  private static Expr tile(OpArguments a) {
    Expr x = a.x();
    Operand<TInt32> repeats = a.sizes("repeats");
    long length = repeats.asOutput().shape().get(0);
    while (x.rank() < length) {
      x = x.expandDims(0);
    }
    if (length >= 0 && length < x.rank()) {
      int[] ones = IntStream.generate(() -> 1).limit(x.rank() - length).toArray();
      repeats = x.tf().concat(List.of(x.tf().constant(ones), repeats), x.tf().constant(0));
    }
    return x.wrap(x.tf().tile(x, repeats));
  }

  /** Each value as often as a number says, or as a list of numbers does, one for each place. */
  private static Expr repeat(OpArguments a) {
    Expr x = a.has("axis") ? a.x() : a.x().reshape(-1);
    int axis = a.has("axis") ? a.axis("axis", x.rank()) : 0;
    int[] repeats = a.ints("repeats");
    if (repeats.length == 1) {
      int[] tiled = new int[x.rank() + 1];
      java.util.Arrays.fill(tiled, 1);
      tiled[axis + 1] = repeats[0];
      Expr wide = x.expandDims(axis + 1);
      wide = x.wrap(x.tf().tile(wide, x.tf().constant(tiled)));
      return merged(wide, x, axis, repeats[0]);
    }
    int[] places =
        IntStream.range(0, repeats.length)
            .flatMap(i -> IntStream.range(0, repeats[i]).map(k -> i))
            .toArray();
    if (x.shape().get(axis) >= 0 && x.shape().get(axis) != repeats.length) {
      throw a.wrong(
          "repeats",
          a.get("repeats"),
          "one number, or as many as the axis is long, " + x.shape().get(axis));
    }
    return Numpy.take(x, x.wrap(x.tf().constant(places)), axis);
  }

  private static Expr merged(Expr wide, Expr x, int axis, int times) {
    long[] shape = x.shape().asArray();
    shape[axis] = shape[axis] < 0 ? -1 : shape[axis] * times;
    if (java.util.Arrays.stream(shape).filter(n -> n < 0).count() < 2) {
      return wide.reshape(shape);
    }
    int[] factors = new int[shape.length];
    java.util.Arrays.fill(factors, 1);
    factors[axis] = times;
    return Numpy.reshape(wide, Core.shape(x).mul(x.wrap(x.tf().constant(factors))));
  }

  private static Expr joined(OpArguments a, int axis) {
    return Numpy.concatenate(a.list("xs"), axis);
  }

  private static Expr append(OpArguments a) {
    List<Expr> both = a.together("x1", "x2");
    return a.has("axis")
        ? Numpy.concatenate(both, a.axis("axis", both.get(0).rank()))
        : Numpy.concatenate(both.stream().map(x -> x.reshape(-1)).toList(), 0);
  }

  private static List<Expr> split(OpArguments a) {
    return split(a, a.axis("axis", a.x().rank()));
  }

  /** Splits an axis in equal parts, or where it is said. */
  static List<Expr> split(OpArguments a, int axis) {
    Expr x = a.x();
    if (!(a.get("indices_or_sections") instanceof List<?>)) {
      return Numpy.split(x, a.integer("indices_or_sections"), axis);
    }
    List<Expr> parts = new ArrayList<>();
    int from = 0;
    for (int to : a.ints("indices_or_sections")) {
      parts.add(SliceKey.between(x, axis, from, to));
      from = to;
    }
    parts.add(SliceKey.between(x, axis, from, null));
    return parts;
  }

  private static List<Expr> unstack(OpArguments a) {
    Expr x = a.x();
    int axis = a.axis("axis", x.rank());
    long size = a.has("num") ? a.integer("num") : x.shape().get(axis);
    if (size < 0) {
      throw new IllegalArgumentException(
          "%s: `num` must be given where the axis's size is unknown. Received: shape %s."
              .formatted(a.who(), Shapes.show(x.shape())));
    }
    return x.tf().unstack(x, size, Unstack.axis((long) axis)).output().stream()
        .map(x::wrap)
        .toList();
  }
}
