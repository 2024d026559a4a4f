package keras.ops;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Max;
import org.tensorflow.op.core.Min;
import org.tensorflow.op.core.Prod;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.op.core.Sum;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TNumber;

/**
 * NumPy's functions of tensors, by NumPy's names.
 *
 * <p>Reductions take the axes as an array; an empty one reduces nothing, as NumPy's {@code
 * axis=()}.
 *
 * <p>Keras: {@code keras/src/ops/numpy.py}, {@code keras/src/backend/tensorflow/numpy.py}.
 */
public final class Numpy {
  private Numpy() {}

  /** Sums over axes, kept with size 1 or dropped. */
  public static Expr sum(Expr x, int[] axes, boolean keepDims) {
    return x.wrap(x.tf().sum(x, x.tf().constant(axes), Sum.keepDims(keepDims)));
  }

  /** Sums over an axis, kept with size 1 or dropped. */
  public static Expr sum(Expr x, int axis, boolean keepDims) {
    return sum(x, new int[] {axis}, keepDims);
  }

  /** Averages over axes; 16-bit floats and integers are added up as float32. */
  public static Expr mean(Expr x, int[] axes, boolean keepDims) {
    DType dtype = x.dtype();
    boolean own = dtype == DType.FLOAT64 || dtype.isComplex();
    DType compute = own ? dtype : DType.FLOAT32;
    Expr wide = x.cast(compute);
    Expr mean = x.wrap(x.tf().math.mean(wide, x.tf().constant(axes), Mean.keepDims(keepDims)));
    return mean.cast(dtype.isFloating() ? dtype : compute);
  }

  /** Averages over an axis, kept with size 1 or dropped. */
  public static Expr mean(Expr x, int axis, boolean keepDims) {
    return mean(x, new int[] {axis}, keepDims);
  }

  /** Averages the squared distances from the mean; 16-bit floats are computed as float32. */
  public static Expr var(Expr x, int[] axes, boolean keepDims) {
    DType dtype = x.dtype();
    DType compute = dtype == DType.FLOAT64 ? dtype : DType.FLOAT32;
    Expr wide = x.cast(compute);
    Expr squares = wide.sub(mean(wide, axes, true)).square();
    return mean(squares, axes, keepDims).cast(dtype.isFloating() ? dtype : compute);
  }

  /** Returns the standard deviation over axes, kept with size 1 or dropped, in the dtype of x. */
  public static Expr std(Expr x, int[] axes, boolean keepDims) {
    Expr wide = x.dtype().isFloating() ? x : x.cast(DType.FLOAT32);
    return mean(wide.sub(mean(wide, axes, true)).square(), axes, keepDims).sqrt();
  }

  /** Multiplies over axes, kept with size 1 or dropped. */
  public static Expr prod(Expr x, int[] axes, boolean keepDims) {
    return x.wrap(x.tf().prod(x, x.tf().constant(axes), Prod.keepDims(keepDims)));
  }

  /** Takes the largest over axes, kept with size 1 or dropped. */
  public static Expr max(Expr x, int[] axes, boolean keepDims) {
    return x.wrap(x.tf().max(x, x.tf().constant(axes), Max.keepDims(keepDims)));
  }

  /** Takes the largest over an axis, kept with size 1 or dropped. */
  public static Expr max(Expr x, int axis, boolean keepDims) {
    return max(x, new int[] {axis}, keepDims);
  }

  /** Takes the smallest over axes, kept with size 1 or dropped. */
  public static Expr min(Expr x, int[] axes, boolean keepDims) {
    return x.wrap(x.tf().min(x, x.tf().constant(axes), Min.keepDims(keepDims)));
  }

  /** Takes the smallest over an axis, kept with size 1 or dropped. */
  public static Expr min(Expr x, int axis, boolean keepDims) {
    return min(x, new int[] {axis}, keepDims);
  }

  /** Returns the index of the largest along an axis, int64. */
  public static Expr argmax(Expr x, int axis) {
    return x.wrap(x.tf().math.argMax(x, x.tf().constant(axis)));
  }

  /** Whether any is true along axes, which are dropped. */
  public static Expr any(Expr x, int... axes) {
    return x.wrap(x.tf().any(Core.bool(x), x.tf().constant(axes)));
  }

  /** Returns every axis but some, for a reduction; a kept one may be negative. */
  public static int[] axesBut(Expr x, int... kept) {
    int rank = x.rank();
    return IntStream.range(0, rank)
        .filter(i -> Arrays.stream(kept).noneMatch(k -> Math.floorMod(k, rank) == i))
        .toArray();
  }

  /**
   * Multiplies matrices, in the last two axes; those before are batches. Where nothing is summed
   * the product is zero, and no product of TensorFlow's: its fused one would end the process.
   */
  public static Expr matmul(Expr a, Expr b) {
    if (a.rank() > 1 && b.rank() > 1 && (a.shape().get(-1) == 0 || b.shape().get(-2) == 0)) {
      return sum(a, -1, true).mul(sum(b, -2, true));
    }
    if (a.dtype() == DType.FLOAT16 && (a.rank() > 2 || b.rank() > 2)) {
      return halves(a, b);
    }
    if (a.dtype().isComplex() && (a.rank() > 2 || b.rank() > 2)) {
      return RawOp.of("BatchMatMulV2", a, b);
    }
    return a.rank() > 2 || b.rank() > 2
        ? a.wrap(a.tf().train.batchMatMul(a, b, a.dtype().type().asSubclass(TNumber.class)))
        : a.wrap(a.tf().linalg.matMul(a, b));
  }

  /** TensorFlow on a CPU has no product of batches in float16. */
  private static Expr halves(Expr a, Expr b) {
    if (b.rank() > 2) {
      return matmul(a.cast(DType.FLOAT32), b.cast(DType.FLOAT32)).cast(DType.FLOAT16);
    }
    long columns = b.shape().get(1);
    Expr rows = matmul(a.reshape(-1, b.shape().get(0)), b);
    Ops tf = a.tf();
    int last = a.rank() - 1;
    Operand<TInt32> outer = tf.slice(tf.shape(a), tf.array(0), tf.array(last));
    Operand<TInt32> shape =
        tf.concat(List.of(outer, tf.array(Math.toIntExact(columns))), tf.constant(0));
    return a.wrap(tf.reshape(rows, shape));
  }

  /**
   * Sums products by Einstein's convention.
   *
   * @param subscripts as in {@code "abc,cd->abd"}
   */
  public static Expr einsum(String subscripts, Expr x, Expr y) {
    return Einsum.call(subscripts, x, y);
  }

  /** Divides, with 0 where the divisor is 0. */
  public static Expr divideNoNan(Expr x, Operand<TNumber> divisor) {
    return x.wrap(x.tf().math.divNoNan(x, divisor));
  }

  /** Returns -1, 0 or 1, as each value's sign says. */
  public static Expr sign(Expr x) {
    return x.wrap(x.tf().math.sign(x));
  }

  /** Rounds down. */
  public static Expr floor(Expr x) {
    return x.wrap(x.tf().math.floor(x));
  }

  /** Rounds up. */
  public static Expr ceil(Expr x) {
    return x.wrap(x.tf().math.ceil(x));
  }

  /** Computes the cosine. */
  public static Expr cos(Expr x) {
    return x.wrap(x.tf().math.cos(x));
  }

  /** Returns the sine of angles in radians. */
  public static Expr sin(Expr x) {
    return x.wrap(x.tf().math.sin(x));
  }

  /** Whether values differ from a number. */
  public static Expr notEqual(Expr x, double scalar) {
    return x.wrap(x.tf().math.notEqual(x, x.constant(scalar)));
  }

  /** Whether values are as large as others, or larger. */
  public static Expr greaterEqual(Expr x, Operand<TNumber> other) {
    return x.wrap(x.tf().math.greaterEqual(x, other));
  }

  /** Whether values are as large as a number, or larger. */
  public static Expr greaterEqual(Expr x, double scalar) {
    return greaterEqual(x, x.constant(scalar));
  }

  /** Whether values are as small as a number, or smaller. */
  public static Expr lessEqual(Expr x, double scalar) {
    return x.wrap(x.tf().math.lessEqual(x, x.constant(scalar)));
  }

  /** Whether both are true. */
  public static Expr logicalAnd(Expr a, Expr b) {
    return a.wrap(a.tf().math.logicalAnd(Core.bool(a), Core.bool(b)));
  }

  /** Whether one of two is true, or both. */
  public static Expr logicalOr(Expr a, Expr b) {
    return a.wrap(a.tf().math.logicalOr(Core.bool(a), Core.bool(b)));
  }

  /** Whether a boolean is false. */
  public static Expr logicalNot(Expr x) {
    return x.wrap(x.tf().math.logicalNot(Core.bool(x)));
  }

  /** Reshapes to what {@code shape}, an int32 vector in the graph, says. */
  public static Expr reshape(Expr x, Expr shape) {
    return x.wrap(x.tf().reshape(x, Core.int32(shape)));
  }

  /** Drops an axis of size 1. */
  public static Expr squeeze(Expr x, long axis) {
    return x.wrap(x.tf().squeeze(x, Squeeze.axis(List.of(axis))));
  }

  /** Drops axes of size 1. */
  public static Expr squeeze(Expr x, int[] axes) {
    List<Long> dropped = Arrays.stream(axes).mapToObj(Long::valueOf).toList();
    return dropped.isEmpty() ? x : x.wrap(x.tf().squeeze(x, Squeeze.axis(dropped)));
  }

  /** Takes what stands at integer indices along an axis. */
  public static Expr take(Expr x, Expr indices, int axis) {
    return x.wrap(x.tf().gather(x, indices, x.tf().constant(axis)));
  }

  /** Repeats values to fill a shape, an int32 vector in the graph. */
  public static Expr broadcastTo(Expr x, Expr shape) {
    return x.wrap(x.tf().broadcastTo(x, Core.int32(shape)));
  }

  /** Joins tensors along an axis. */
  public static Expr concatenate(List<Expr> parts, int axis) {
    Ops tf = parts.get(0).tf();
    return Expr.of(tf, tf.concat(List.<Operand<TNumber>>copyOf(parts), tf.constant(axis)));
  }

  /** Stacks tensors along a new first axis. */
  public static Expr stack(List<Expr> parts) {
    Ops tf = parts.get(0).tf();
    return Expr.of(tf, tf.stack(List.<Operand<TNumber>>copyOf(parts)));
  }

  /** Splits an axis in equal parts. */
  public static List<Expr> split(Expr x, int parts, int axis) {
    return x.tf().split(x.tf().constant(axis), x, (long) parts).output().stream()
        .map(x::wrap)
        .toList();
  }

  /** Returns zeros of the same shape and dtype. */
  public static Expr zerosLike(Expr x) {
    return x.wrap(x.tf().zerosLike(x));
  }

  /** Returns ones of the same shape and dtype. */
  public static Expr onesLike(Expr x) {
    return x.wrap(x.tf().onesLike(x));
  }

  /** Returns numbers from {@code start} on, before {@code stop}, {@code step} apart: a vector. */
  public static Expr arange(Ops tf, double start, double stop, double step, DType dtype) {
    boolean known =
        switch (dtype) {
          case FLOAT32, FLOAT64, INT32, INT64 -> true;
          default -> false;
        };
    DType computed = known ? dtype : DType.FLOAT32;
    Expr from = Core.constant(tf, start, computed);
    return from.wrap(tf.range(from, from.constant(stop), from.constant(step))).cast(dtype);
  }

  /** Returns a matrix with ones on its diagonal and zeros elsewhere. */
  public static Expr eye(Ops tf, long rows, long columns, DType dtype) {
    Operand<TInt64> i = tf.range(tf.constant(0L), tf.constant(rows), tf.constant(1L));
    Operand<TInt64> j = tf.range(tf.constant(0L), tf.constant(columns), tf.constant(1L));
    return Expr.of(tf, tf.math.equal(tf.expandDims(i, tf.constant(1)), j)).cast(dtype);
  }
}
