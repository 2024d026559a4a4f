package keras.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.UniqueWithCounts;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * The values that differ.
 *
 * <p>Keras: {@code keras/src/ops/numpy.py}, {@code keras/src/backend/tensorflow/numpy.py}.
 */
final class UniqueRows {
  private UniqueRows() {}

  static void add(OpRows rows) {
    rows.several(
        "numpy.Unique",
        "x | sorted=True, return_index=False, return_inverse=False, return_counts=False, axis=None,"
            + " size=None, fill_value=None",
        a -> new Found(a).outputs());
  }

  /** What was found: values along an axis, the places of their first, their numbers. */
  private static final class Found {
    private final OpArguments a;
    private final Expr given;
    private final Expr x;
    private final int axis;
    private Expr values;
    private Expr inverse;
    private Expr counts;
    private Expr first;

    Found(OpArguments a) {
      this.a = a;
      this.given = a.x();
      boolean flat = !a.has("axis");
      this.x = flat ? given.reshape(-1) : given;
      this.axis = flat ? 0 : a.axis("axis", given.rank());
      Ops tf = x.tf();
      UniqueWithCounts<TNumber, TInt32> found =
          tf.uniqueWithCounts(x, tf.constant(new int[] {axis}));
      long[] shape = x.shape().asArray();
      shape[axis] = -1;
      Expr all = x.wrap(found.y());
      this.values = Reshapes.to(all, all, shape);
      this.inverse = x.wrap(found.idx());
      this.counts = x.wrap(found.count());
      Expr places = Nn.places(Core.size(x, axis));
      Expr size = Core.size(values, axis);
      this.first = x.wrap(tf.math.unsortedSegmentMin(places, inverse, Core.int32(size)));
    }

    List<Expr> outputs() {
      if (a.flag("sorted")) {
        sort();
      }
      if (a.has("size")) {
        values = sized(values, axis, a.get("fill_value"));
        first = sized(first, 0, 1);
        counts = sized(counts, 0, 0);
      }
      List<Expr> out = new ArrayList<>(List.of(values));
      if (a.flag("return_index")) {
        out.add(first);
      }
      if (a.flag("return_inverse")) {
        out.add(a.has("axis") ? inverse : Reshapes.to(inverse, given, given.shape().asArray()));
      }
      if (a.flag("return_counts")) {
        out.add(counts);
      }
      return out;
    }

    private void sort() {
      Expr order = order();
      Expr back = order.wrap(order.tf().math.invertPermutation(Core.int32(order)));
      values = Numpy.take(values, order, axis);
      first = Numpy.take(first, order, 0);
      counts = Numpy.take(counts, order, 0);
      inverse = Numpy.take(back, inverse, 0);
    }

    /** Rows are sorted by their first column, then by their second, and so on. */
    private Expr order() {
      if (values.rank() == 1) {
        return Sorting.argsort(values, 0);
      }
      int[] swap = values.axes();
      swap[0] = axis;
      swap[axis] = 0;
      long columns = 1;
      for (int i = 0; i < x.rank(); i++) {
        columns =
            i == axis
                ? columns
                : columns < 0 || x.shape().get(i) < 0 ? -1 : columns * x.shape().get(i);
      }
      if (columns < 0 || columns > 1000) {
        throw new UnsupportedOperationException(
            "%s: expected parts of a known size, at most 1000, to sort them. Received: axis=%s of shape %s."
                .formatted(a.who(), a.get("axis"), Shapes.show(x.shape())));
      }
      Expr rows = values.transpose(swap).reshape(-1, columns);
      Expr order = Nn.places(Core.size(values, axis));
      for (int i = (int) columns - 1; i >= 0; i--) {
        Expr column = Numpy.take(rows, Core.constant(x.tf(), i, DType.INT32), 1);
        order = Numpy.take(order, Sorting.argsort(Numpy.take(column, order, 0), 0), 0);
      }
      return order;
    }

    /** Cuts an axis, or fills it up. */
    private Expr sized(Expr found, int along, @Nullable Object fill) {
      int size = a.integer("size");
      if (size < 0) {
        throw a.wrong("size", size, "0 or more");
      }
      Expr cut = SliceKey.between(found, along, 0, size);
      Expr missing = Core.size(cut, along).neg().add(size);
      long[] shape = found.shape().asArray();
      shape[along] = 1;
      Expr zeros = Numpy.zerosLike(SliceKey.between(found, along, 0, 1));
      Expr filler = fill == null ? zeros : zeros.add(a.tensor(fill, found.dtype()));
      int[] once = new int[found.rank()];
      Arrays.fill(once, 1);
      Expr times =
          Numpy.concatenate(
              List.of(
                  x.wrap(x.tf().constant(Arrays.copyOf(once, along))),
                  missing.reshape(1),
                  x.wrap(x.tf().constant(Arrays.copyOf(once, found.rank() - along - 1)))),
              0);
      Expr padding = filler.wrap(filler.tf().tile(filler, Core.int32(times)));
      Expr all = Numpy.concatenate(List.of(cut, padding), along);
      shape[along] = size;
      return Reshapes.to(all, all, shape);
    }
  }
}
