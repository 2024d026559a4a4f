package keras.ops;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gather;
import org.tensorflow.op.core.OneHot;
import org.tensorflow.op.nn.InTopK;
import org.tensorflow.op.nn.TopK;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * Functions that choose values by conditions and indices.
 *
 * <p>Keras: {@code keras/src/ops/numpy.py}, {@code keras/src/ops/core.py}, {@code
 * keras/src/ops/nn.py}.
 */
final class TakingRows {
  private TakingRows() {}

  static void add(OpRows rows) {
    rows.one("numpy.Where", "condition, x1=None, x2=None", TakingRows::where);
    rows.one("numpy.Take", "x, indices | axis=None", TakingRows::take);
    rows.one("numpy.TakeAlongAxis", "x, indices | axis=None", TakingRows::takeAlongAxis);
    rows.one("numpy.Tril", "x | k=0", a -> triangle(a.x(), a.integer("k"), true));
    rows.one("numpy.Triu", "x | k=0", a -> triangle(a.x(), a.integer("k"), false));
    rows.one("numpy.Digitize", "x, bins", TakingRows::digitize);
    rows.one(
        "nn.OneHot",
        "x | num_classes, axis=-1, dtype=None, sparse=False!",
        a -> oneHot(a, a.tensor("x"), a.integer("num_classes")));
    rows.one(
        "nn.MultiHot",
        "inputs, **kwargs | num_classes=None, axis=-1, dtype=None, sparse=False!",
        TakingRows::multiHot);
    rows.several("math.TopK", "x | k, sorted=True", TakingRows::topK);
    rows.one("math.InTopK", "targets, predictions | k", TakingRows::inTopK);
    rows.one("core.Slice", "inputs, start_indices | shape", TakingRows::slice);
    rows.one("core.Scatter", "indices, values | shape", TakingRows::scatter);
    rows.one(
        "core.ScatterUpdate",
        "inputs, indices, updates | reduction=None",
        TakingRows::scatterUpdate);
  }

  private static Expr where(OpArguments a) {
    if (!a.has("x1") || !a.has("x2")) {
      throw new UnsupportedOperationException(
          "%s: `x1` and `x2` must be given; the places of true values have a shape that is not known."
              .formatted(a.who()));
    }
    List<Expr> both = a.together("x1", "x2");
    return a.tensor(a.get("condition"), DType.BOOL).where(both.get(0), both.get(1));
  }

  /** Indices below 0 count from the end. */
  private static Expr fromFront(Expr indices, Expr size) {
    Expr wrapped = indices.add(size.cast(indices.dtype()));
    return indices.less(indices.constant(0)).where(wrapped, indices);
  }

  private static Expr take(OpArguments a) {
    Expr x = a.has("axis") ? a.x() : a.x().reshape(-1);
    int axis = a.has("axis") ? a.axis("axis", x.rank()) : 0;
    Expr indices = a.tensor("indices");
    return Numpy.take(x, fromFront(indices, Core.size(x, axis)), axis);
  }

  private static Expr takeAlongAxis(OpArguments a) {
    Expr x = a.has("axis") ? a.x() : a.x().reshape(-1);
    int axis = a.has("axis") ? a.axis("axis", x.rank()) : 0;
    Expr indices = a.tensor("indices").cast(DType.INT64);
    if (indices.rank() != x.rank()) {
      throw a.wrong("indices", Shapes.show(indices.shape()), "of rank " + x.rank() + ", as `x` is");
    }
    indices = fromFront(indices, Core.size(x, axis));
    int last = x.rank() - 1;
    Expr values = together(x, indices, axis);
    Expr places = together(indices, x, axis);
    int[] swap = Nn.swapWithLast(x, axis);
    values = axis == last ? values : values.transpose(swap);
    places = axis == last ? places : places.transpose(swap);
    Expr taken =
        x.wrap(x.tf().gather(values, places, x.tf().constant(last), Gather.batchDims((long) last)));
    return axis == last ? taken : taken.transpose(swap);
  }

  /** Broadcasts all axes but one to those of another tensor, where they differ. */
  private static Expr together(Expr x, Expr other, int axis) {
    boolean same = true;
    for (int i = 0; i < x.rank(); i++) {
      same &= i == axis || x.shape().get(i) == other.shape().get(i);
    }
    if (same) {
      return x;
    }
    int[] all = x.axes();
    Expr isAxis =
        x.wrap(x.tf().constant(IntStream.of(all).map(i -> i == axis ? 1 : 0).toArray()))
            .cast(DType.BOOL);
    Expr sizes = isAxis.where(Core.shape(x), Core.shape(x).maximum(Core.shape(other)));
    return Numpy.broadcastTo(x, sizes);
  }

  private static Expr triangle(Expr x, int k, boolean lower) {
    Expr rows = Nn.places(Core.size(x, -2)).reshape(-1, 1);
    Expr columns = Nn.places(Core.size(x, -1)).reshape(1, -1);
    Expr shifted = columns.sub(k);
    Expr keep = lower ? Numpy.greaterEqual(rows, shifted) : Numpy.greaterEqual(shifted, rows);
    return Numpy.broadcastTo(keep, Core.shape(x)).where(x, Numpy.zerosLike(x));
  }

  private static Expr digitize(OpArguments a) {
    Expr given = a.x();
    Expr x =
        switch (given.dtype()) {
          case BOOL, UINT8, UINT16 -> given.cast(DType.INT32);
          case FLOAT16, BFLOAT16 -> given.cast(DType.FLOAT32);
          default -> given;
        };
    List<Float> bounds = a.numbers("bins").stream().map(Double::floatValue).toList();
    return x.wrap(x.tf().bucketize(x, bounds));
  }

  private static Expr oneHot(OpArguments a, Expr indices, int classes) {
    DType dtype = a.dtype("dtype", DType.FLOAT32);
    Ops tf = indices.tf();
    Expr on = Core.constant(tf, 1, dtype);
    Expr off = Core.constant(tf, 0, dtype);
    int rank = indices.rank() + 1;
    long axis = a.axis("axis", rank);
    return indices.wrap(
        tf.oneHot(
            indices.cast(DType.INT64),
            tf.constant(classes),
            on,
            off,
            OneHot.axis(axis == rank - 1 ? -1 : axis)));
  }

  private static Expr multiHot(OpArguments a) {
    Expr x = a.tensor("inputs");
    int axis = x.rank() > 1 ? 1 : 0;
    Expr each = oneHot(a, x, a.integer("num_classes"));
    return each.dtype() == DType.BOOL ? Numpy.any(each, axis) : Numpy.max(each, axis, false);
  }

  private static List<Expr> topK(OpArguments a) {
    Expr x = a.x();
    Ops tf = x.tf();
    TopK<TNumber, TInt32> top =
        tf.nn.topK(x, tf.constant(a.integer("k")), TInt32.class, TopK.sorted(a.flag("sorted")));
    return List.of(x.wrap(top.values()), x.wrap(top.indices()));
  }

  private static Expr inTopK(OpArguments a) {
    Expr predictions = a.tensor("predictions").cast(DType.FLOAT32);
    Ops tf = predictions.tf();
    @SuppressWarnings("unchecked") // cast above
    org.tensorflow.Operand<TFloat32> p =
        (org.tensorflow.Operand<TFloat32>) (org.tensorflow.Operand<?>) predictions;
    InTopK top = tf.nn.inTopK(p, Core.int32(a.tensor("targets")), tf.constant(a.integer("k")));
    return predictions.wrap(top);
  }

  private static Expr slice(OpArguments a) {
    Expr x = a.tensor("inputs");
    Expr start = a.tensor(a.get("start_indices"), DType.INT32);
    return x.wrap(x.tf().slice(x, Core.int32(start), x.tf().constant(a.ints("shape"))));
  }

  private static Expr scatter(OpArguments a) {
    Expr values = a.tensor("values");
    Expr indices = a.tensor("indices");
    Ops tf = values.tf();
    return values.wrap(tf.scatterNd(Core.int32(indices), values, tf.constant(a.ints("shape"))));
  }

  private static Expr scatterUpdate(OpArguments a) {
    Expr x = a.tensor("inputs");
    Expr indices = a.tensor("indices");
    Expr updates = a.tensor("updates").cast(x.dtype());
    Ops tf = x.tf();
    if (!a.has("reduction")) {
      return x.wrap(tf.tensorScatterNdUpdate(x, indices, updates));
    }
    return switch (a.text("reduction", "add", "max", "min", "mul")) {
      case "add" -> x.wrap(tf.tensorScatterNdAdd(x, indices, updates));
      case "max" -> RawOp.of("TensorScatterMax", x, indices, updates);
      case "min" -> RawOp.of("TensorScatterMin", x, indices, updates);
      default -> x.mul(factors(x, indices, updates));
    };
  }

  /** Returns the product of what each place is to be multiplied by; 1 where nothing is. */
  private static Expr factors(Expr x, Expr indices, Expr updates) {
    int axes = Math.toIntExact(indices.shape().get(-1));
    Expr place = null;
    Expr count = null;
    for (int i = 0; i < axes; i++) {
      Expr along = Numpy.take(indices, Core.constant(x.tf(), i, DType.INT32), indices.rank() - 1);
      Expr size = Core.size(x, i).cast(along.dtype());
      place = place == null ? along : place.mul(size).add(along);
      count = count == null ? size : count.mul(size);
    }
    Expr products =
        RawOp.of(
            "UnsortedSegmentProd",
            updates,
            Objects.requireNonNull(place),
            Objects.requireNonNull(count));
    return Numpy.reshape(products, Core.shape(x));
  }
}
