package keras.ops;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Max;
import org.tensorflow.op.core.Min;
import org.tensorflow.op.core.Prod;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.op.core.Sum;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TNumber;

/**
 * A tensor in the graph being built, with arithmetic that reads like the formula it implements.
 *
 * <pre>{@code
 * x.sub(mean).mul(variance.add(epsilon).rsqrt())
 * }</pre>
 *
 * <p>It is an {@link Operand}, so any TensorFlow op takes it as it is: {@code
 * x.of(x.tf().nn.relu(x))}. Its dtype is a run-time value, as in Keras; scalars take the dtype of
 * the tensor they meet. It may hold booleans too, the result of a comparison.
 */
public final class Expr extends Arithmetic {
  private final Ops tf;
  private final Operand<TNumber> operand;
  private final @Nullable Expr mask;

  private Expr(Ops tf, Operand<TNumber> operand, @Nullable Expr mask) {
    this.tf = tf;
    this.operand = operand;
    this.mask = mask;
  }

  /** Wraps an operand in the graph that {@code tf} builds. */
  public static Expr of(Ops tf, Operand<?> operand) {
    if (operand instanceof Expr e) {
      return e;
    }
    @SuppressWarnings("unchecked") // the dtype is a run-time value; the parameter is erased
    Operand<TNumber> any = (Operand<TNumber>) operand;
    return new Expr(tf, any, null);
  }

  /** Wraps the result of a TensorFlow op. */
  @Override
  public Expr of(Operand<?> other) {
    return of(tf, other);
  }

  /** Returns the same tensor with a mask: booleans, false where a time step is to be ignored. */
  public Expr withMask(@Nullable Expr newMask) {
    return newMask == mask ? this : new Expr(tf, operand, newMask);
  }

  /** Returns the tensor's mask, as Keras' {@code _keras_mask}; null where there is none. */
  public @Nullable Expr mask() {
    return mask;
  }

  /** Returns TensorFlow's ops for the graph of this tensor. */
  @Override
  public Ops tf() {
    return tf;
  }

  /** Returns the dtype. */
  public DType dtype() {
    return DType.of(asOutput().dataType());
  }

  /** Returns a scalar of this tensor's own dtype. */
  @Override
  public Expr constant(double value) {
    return constant(tf, value, dtype());
  }

  /** Returns a scalar of a dtype. */
  public static Expr constant(Ops tf, double value, DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> of(tf, tf.constant((float) value));
      case FLOAT64 -> of(tf, tf.constant(value));
      case INT32 -> of(tf, tf.constant((int) value));
      case INT64 -> of(tf, tf.constant((long) value));
      case BOOL -> of(tf, tf.constant(value != 0));
      default -> of(tf, tf.constant((float) value)).cast(dtype);
    };
  }

  /** Returns a matrix with ones on its diagonal and zeros elsewhere. */
  public static Expr eye(Ops tf, long rows, long columns, DType dtype) {
    Operand<TInt64> i = tf.range(tf.constant(0L), tf.constant(rows), tf.constant(1L));
    Operand<TInt64> j = tf.range(tf.constant(0L), tf.constant(columns), tf.constant(1L));
    return of(tf, tf.math.equal(tf.expandDims(i, tf.constant(1)), j)).cast(dtype);
  }

  /** Returns the tensor in another dtype; the tensor itself where it has it already. */
  public Expr cast(DType dtype) {
    if (dtype == dtype()) {
      return this;
    }
    return of(tf.dtypes.cast(this, dtype.type())).withMask(mask);
  }

  /** Returns the tensor as TensorFlow's booleans. */
  @Override
  public Operand<TBool> asBool() {
    @SuppressWarnings({"unchecked", "rawtypes"}) // checked by the dtype below
    Operand<TBool> b = (Operand) (dtype() == DType.BOOL ? this : cast(DType.BOOL));
    return b;
  }

  /** Returns the tensor as TensorFlow's int32. */
  public Operand<TInt32> asInt() {
    @SuppressWarnings({"unchecked", "rawtypes"}) // cast to the dtype first
    Operand<TInt32> i = (Operand) cast(DType.INT32);
    return i;
  }

  /**
   * Multiplies matrices, in the last two axes; those before are batches. Where nothing is summed
   * the product is zero, and no product of TensorFlow's: its fused one would end the process.
   */
  public Expr matmul(Operand<TNumber> other) {
    Expr right = of(other);
    if (rank() > 1 && right.rank() > 1 && (shape().get(-1) == 0 || right.shape().get(-2) == 0)) {
      return sum(true, -1).mul(right.sum(true, -2));
    }
    return rank() > 2 || other.asOutput().shape().numDimensions() > 2
        ? of(tf.train.batchMatMul(this, other, number(dtype())))
        : of(tf.linalg.matMul(this, other));
  }

  /** Adds a vector along the last axis, with the op that TensorFlow fuses, where Keras does. */
  public Expr biasAdd(Expr bias) {
    boolean fusable =
        rank() > 1 && bias.shape().size() > 1 && shape().get(-1) == bias.shape().size();
    return fusable ? of(tf.nn.biasAdd(this, bias)) : add(bias);
  }

  private static Class<? extends TNumber> number(DType dtype) {
    return dtype.type().asSubclass(TNumber.class);
  }

  /** Averages over some axes and drops them. */
  public Expr mean(int... axes) {
    return mean(false, axes);
  }

  /** Averages over some axes, kept with size 1 or dropped. */
  public Expr mean(boolean keepDims, int... axes) {
    return of(tf.math.mean(this, tf.constant(axes), Mean.keepDims(keepDims)));
  }

  /** Sums over some axes and drops them. */
  public Expr sum(int... axes) {
    return sum(false, axes);
  }

  /** Sums over some axes, kept with size 1 or dropped. */
  public Expr sum(boolean keepDims, int... axes) {
    return of(tf.sum(this, tf.constant(axes), Sum.keepDims(keepDims)));
  }

  /** Multiplies over some axes and drops them. */
  public Expr prod(int... axes) {
    return of(tf.prod(this, tf.constant(axes), Prod.keepDims(false)));
  }

  /** Takes the largest over some axes, kept with size 1 or dropped. */
  public Expr max(boolean keepDims, int... axes) {
    return of(tf.max(this, tf.constant(axes), Max.keepDims(keepDims)));
  }

  /** Takes the smallest over some axes, kept with size 1 or dropped. */
  public Expr min(boolean keepDims, int... axes) {
    return of(tf.min(this, tf.constant(axes), Min.keepDims(keepDims)));
  }

  /** Returns the index of the largest along an axis, int64. */
  public Expr argmax(int axis) {
    return of(tf.math.argMax(this, tf.constant(axis)));
  }

  /** Whether any is true, over every axis. */
  public Expr any() {
    return of(tf.any(asBool(), tf.constant(axes())));
  }

  /** Whether any is true along an axis, which is dropped. */
  public Expr any(int axis) {
    return of(tf.any(asBool(), tf.constant(axis)));
  }

  /** Reshapes; one size may be -1. */
  public Expr reshape(long... shape) {
    return of(tf.reshape(this, tf.constant(shape)));
  }

  /** Reshapes to what {@code shape}, an int32 vector in the graph, says. */
  public Expr reshape(Operand<TInt32> shape) {
    return of(tf.reshape(this, shape));
  }

  /** Permutes the axes. */
  public Expr transpose(int... permutation) {
    return of(tf.linalg.transpose(this, tf.constant(permutation)));
  }

  /** Adds an axis of size 1. */
  public Expr expandDims(int axis) {
    return of(tf.expandDims(this, tf.constant(axis)));
  }

  /** Drops an axis of size 1. */
  public Expr squeeze(long axis) {
    return of(tf.squeeze(this, Squeeze.axis(List.of(axis))));
  }

  /** Takes the rows at integer indices along an axis. */
  public Expr gather(Expr indices, int axis) {
    return of(tf.gather(this, indices, tf.constant(axis)));
  }

  /** Repeats the tensor's values to fill a shape in the graph. */
  public Expr broadcastTo(Operand<TInt32> shape) {
    return of(tf.broadcastTo(this, shape));
  }

  /** Joins tensors along an axis. */
  public static Expr concat(List<Expr> parts, int axis) {
    Expr first = parts.get(0);
    return first.of(first.tf.concat(List.<Operand<TNumber>>copyOf(parts), first.tf.constant(axis)));
  }

  /** Stacks tensors along a new first axis. */
  public static Expr stack(List<Expr> parts) {
    Expr first = parts.get(0);
    return first.of(first.tf.stack(List.<Operand<TNumber>>copyOf(parts)));
  }

  /** Splits the last axis in {@code parts} equal parts. */
  public Expr[] split(int parts) {
    return tf.split(tf.constant(-1), this, (long) parts).output().stream()
        .map(this::of)
        .toArray(Expr[]::new);
  }

  /** Lets no gradient through. */
  public Expr stopGradient() {
    return of(tf.stopGradient(this));
  }

  /** Returns a tensor of zeros of the same shape and dtype. */
  public Expr zerosLike() {
    return of(tf.zerosLike(this));
  }

  /** Returns a tensor of ones of the same shape and dtype. */
  public Expr onesLike() {
    return of(tf.onesLike(this));
  }

  /** Returns every axis: 0, 1, … */
  public int[] axes() {
    return IntStream.range(0, rank()).toArray();
  }

  /** Returns every axis but some, for a reduction; a kept one may be negative. */
  public int[] axesBut(int... kept) {
    int rank = rank();
    return IntStream.range(0, rank)
        .filter(i -> Arrays.stream(kept).noneMatch(k -> Math.floorMod(k, rank) == i))
        .toArray();
  }

  /** Returns the sizes of the axes as an int32 vector in the graph. */
  public Operand<TInt32> sizes() {
    return tf.shape(this);
  }

  /** Returns the type of the op that computes this tensor, as in {@code "Softmax"}. */
  public String opType() {
    return asOutput().op().type();
  }

  /** Returns an input of the op that computes this tensor. */
  public Expr opInput(int index) {
    return of(((GraphOperation) asOutput().op()).input(index));
  }

  @Override
  public Output<TNumber> asOutput() {
    return operand.asOutput();
  }

  @Override
  public Operation op() {
    return operand.op();
  }

  @Override
  public Shape shape() {
    return operand.asOutput().shape();
  }
}
