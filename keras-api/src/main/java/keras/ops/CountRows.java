package keras.ops;

import java.util.List;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * Functions that count values, and look for them.
 *
 * <p>Keras: {@code keras/src/ops/numpy.py}, {@code keras/src/backend/tensorflow/numpy.py}.
 */
final class CountRows {
  private CountRows() {}

  static void add(OpRows rows) {
    rows.one("numpy.Bincount", "x | weights=None, minlength=0, sparse=False!", CountRows::bincount);
    rows.several("numpy.Histogram", "x | bins=10, range=None", CountRows::histogram);
    rows.one(
        "numpy.SearchSorted", "sorted_sequence, values | side='left'", CountRows::searchSorted);
    rows.one("numpy.Argpartition", "x | kth, axis=-1", CountRows::argPartition);
  }

  private static Expr bincount(OpArguments a) {
    Expr given = a.x();
    if (given.rank() < 1 || given.rank() > 2) {
      throw a.wrong("x", Shapes.show(given.shape()), "a vector or a matrix");
    }
    Expr x = given.dtype() == DType.INT64 ? given : given.cast(DType.INT32);
    Ops tf = x.tf();
    Expr weights = a.find("weights");
    DType dtype = weights == null ? DType.INT32 : a.typeOf(given, weights);
    Expr weighed =
        weights == null ? x.wrap(tf.constant(new int[0])) : weights.cast(computed(weights.dtype()));
    Expr some = Numpy.greaterEqual(Core.constant(tf, 0, DType.INT32), x.wrap(tf.size(x)));
    Expr none = x.constant(0);
    Expr size = some.where(none, x.max().add(1)).maximum(a.integer("minlength"));
    return x.wrap(tf.math.denseBincount(x, size, weighed)).cast(dtype);
  }

  /** TensorFlow adds up numbers of these dtypes alone. */
  private static DType computed(DType dtype) {
    return switch (dtype) {
      case INT32, INT64, FLOAT32, FLOAT64 -> dtype;
      case UINT8, UINT16 -> DType.INT32;
      default -> DType.FLOAT32;
    };
  }

  /**
   * Returns how many values lie between two neighbouring edges, in the values' dtype; the edges.
   */
  private static List<Expr> histogram(OpArguments a) {
    Expr x = a.x();
    int bins = a.integer("bins");
    if (x.rank() != 1 || bins < 1) {
      throw new IllegalArgumentException(
          "%s: expected a vector, and `bins` of 1 or more. Received: shape %s, bins=%d."
              .formatted(a.who(), Shapes.show(x.shape()), bins));
    }
    Expr low = x.min();
    Expr high = x.max();
    if (a.has("range")) {
      if (!(a.get("range") instanceof List<?> ends) || ends.size() != 2) {
        throw a.wrong("range", a.get("range"), "two numbers");
      }
      low = a.tensor(ends.get(0), a.typeOf(ends.get(0), ends.get(1)));
      high = a.tensor(ends.get(1), low.dtype());
    }
    DType computed = low.dtype().isFloating() ? low.dtype() : DType.FLOAT64;
    Expr edges =
        GridRows.between(low.cast(computed), high.cast(computed), bins + 1, 0).cast(x.dtype());
    Expr bin = sought(SliceKey.between(edges, 0, 1, -1), x, false, DType.INT32);
    Expr within =
        Numpy.logicalAnd(
            Numpy.greaterEqual(x, low.cast(x.dtype())),
            Numpy.greaterEqual(high.cast(x.dtype()), x));
    Ops tf = x.tf();
    Expr counts =
        x.wrap(
            tf.scatterNd(
                Core.int32(bin.expandDims(1)),
                within.cast(x.dtype()),
                tf.constant(new int[] {bins})));
    return List.of(counts, edges);
  }

  private static Expr searchSorted(OpArguments a) {
    List<Expr> both = a.together("sorted_sequence", "values");
    Expr sequence = both.get(0);
    if (sequence.rank() != 1) {
      throw a.wrong("sorted_sequence", Shapes.show(sequence.shape()), "a vector");
    }
    boolean left = a.text("side", "left", "right").equals("left");
    DType dtype = sequence.shape().get(0) < 0 ? DType.INT64 : DType.INT32;
    return sought(sequence, both.get(1), left, dtype);
  }

  /** Returns where values belong in a sorted vector: before their equals, or behind them. */
  private static Expr sought(Expr sequence, Expr values, boolean before, DType dtype) {
    Ops tf = values.tf();
    Expr row = sequence.expandDims(0);
    Expr sought = values.reshape(1, -1);
    Expr places =
        values.wrap(
            dtype == DType.INT64
                ? before
                    ? tf.lowerBound(row, sought, TInt64.class)
                    : tf.upperBound(row, sought, TInt64.class)
                : before
                    ? tf.lowerBound(row, sought, TInt32.class)
                    : tf.upperBound(row, sought, TInt32.class));
    return Reshapes.to(places, values, values.shape().asArray());
  }

  /**
   * Returns first the places of the smallest, then those of the others, the largest first. Keras
   * looks at whole numbers, and takes the smallest for zeros when it looks for the largest.
   */
  private static Expr argPartition(OpArguments a) {
    Expr given = a.x().cast(DType.INT32);
    Expr x = a.has("axis") ? given : given.reshape(-1);
    if (x.rank() != 1) {
      throw new UnsupportedOperationException(
          "%s: expected a vector, or axis=None; Keras fails otherwise. Received: shape %s."
              .formatted(a.who(), Shapes.show(x.shape())));
    }
    Ops tf = x.tf();
    Expr size = Core.size(x, 0);
    Expr last = size.sub(1);
    Expr kth = last.minimum(a.integer("kth")).maximum(0);
    Expr small = x.wrap(tf.nn.topK(x.neg(), kth.add(1), TInt32.class).indices());
    Expr isSmall = Numpy.any(Nn.places(size).expandDims(1).equal(small), 1);
    Expr others = isSmall.where(Numpy.zerosLike(x), x);
    Expr large = x.wrap(tf.nn.topK(others, last.sub(kth), TInt32.class).indices());
    Expr all = Numpy.concatenate(List.of(small, large), 0);
    return x.shape().get(0) < 0 ? all : all.reshape(x.shape().get(0));
  }
}
