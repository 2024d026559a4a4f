package keras.ops;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TNumber;

/**
 * A tensor in the graph being built; {@link keras.ops.Ops} has all operations. Scalars take the
 * dtype of the tensor they meet. Reductions without axes reduce over all axes.
 */
public final class Expr implements Operand<TNumber>, Operable<Expr> {
  private final Ops tf;
  private final Operand<TNumber> operand;
  private @Nullable Expr mask;

  private Expr(Ops tf, Operand<TNumber> operand, @Nullable Expr mask) {
    this.tf = tf;
    this.operand = operand;
    this.mask = mask;
  }

  /** Wraps an operand in the graph that {@code tf} builds. */
  @SuppressWarnings("unchecked") // the dtype is a run-time value; the parameter is erased
  public static Expr of(Ops tf, Operand<?> operand) {
    return operand instanceof Expr e ? e : new Expr(tf, (Operand<TNumber>) operand, null);
  }

  /** Wraps what a raw op of TensorFlow computes in this graph: {@code x.wrap(tf.math.erf(x))}. */
  public Expr wrap(Operand<?> op) {
    return of(tf, op);
  }

  /** Returns the same tensor with a mask: booleans, false where a time step is to be ignored. */
  public Expr withMask(@Nullable Expr newMask) {
    return newMask == mask ? this : new Expr(tf, operand, newMask);
  }

  /** Returns the tensor's mask, as Keras' {@code _keras_mask}; null where there is none. */
  public @Nullable Expr mask() {
    return mask;
  }

  /** Takes the mask off for all who hold this object, as Keras' {@code set_keras_mask} does. */
  public void forgetMask() {
    mask = null;
  }

  /** Returns TensorFlow's ops for the graph of this tensor. */
  public Ops tf() {
    return tf;
  }

  /** Returns the dtype. */
  public DType dtype() {
    return DType.of(asOutput().dataType());
  }

  /** Returns a scalar of this tensor's own dtype. */
  public Expr constant(double value) {
    return Core.constant(tf, value, dtype());
  }

  /** Returns the tensor in another dtype, see {@link Core#cast}. */
  public Expr cast(DType dtype) {
    return Core.cast(this, dtype);
  }

  /** Returns every axis: 0, 1, … */
  public int[] axes() {
    return Numpy.axesBut(this);
  }

  public Expr add(Operand<TNumber> other) {
    return wrap(tf.math.add(this, other));
  }

  public Expr add(double scalar) {
    return add(constant(scalar));
  }

  public Expr sub(Operand<TNumber> other) {
    return wrap(tf.math.sub(this, other));
  }

  public Expr sub(double scalar) {
    return sub(constant(scalar));
  }

  public Expr mul(Operand<TNumber> other) {
    return wrap(tf.math.mul(this, other));
  }

  public Expr mul(double scalar) {
    return mul(constant(scalar));
  }

  public Expr div(Operand<TNumber> other) {
    return Core.quotient(this, other);
  }

  public Expr div(double scalar) {
    return div(constant(scalar));
  }

  public Expr pow(Operand<TNumber> exponent) {
    return wrap(tf.math.pow(this, exponent));
  }

  public Expr pow(double exponent) {
    return pow(constant(exponent));
  }

  public Expr maximum(Operand<TNumber> other) {
    return wrap(tf.math.maximum(this, other));
  }

  public Expr maximum(double scalar) {
    return maximum(constant(scalar));
  }

  public Expr minimum(Operand<TNumber> other) {
    return wrap(tf.math.minimum(this, other));
  }

  public Expr minimum(double scalar) {
    return minimum(constant(scalar));
  }

  /** Clips to [low, high]: first the upper bound, then the lower, as Python's does. */
  public Expr clip(double low, double high) {
    return minimum(high).maximum(low);
  }

  public Expr neg() {
    return wrap(tf.math.neg(this));
  }

  public Expr abs() {
    return dtype().isComplex() ? ComplexOps.abs(this) : wrap(tf.math.abs(this));
  }

  public Expr square() {
    return wrap(tf.math.square(this));
  }

  public Expr sqrt() {
    return wrap(tf.math.sqrt(this));
  }

  public Expr rsqrt() {
    return wrap(tf.math.rsqrt(this));
  }

  public Expr exp() {
    return wrap(tf.math.exp(this));
  }

  public Expr log() {
    return wrap(tf.math.log(this));
  }

  public Expr tanh() {
    return wrap(tf.math.tanh(this));
  }

  public Expr sigmoid() {
    return wrap(tf.math.sigmoid(this));
  }

  public Expr relu() {
    return wrap(tf.nn.relu(this));
  }

  /** Returns exponentials that sum to 1 over some axes together; without axes over the last. */
  public Expr softmax(int... axes) {
    return Nn.softmax(this, axes.length == 0 ? new int[] {-1} : axes);
  }

  public Expr equal(Operand<TNumber> other) {
    return wrap(tf.math.equal(this, other));
  }

  public Expr greater(Operand<TNumber> other) {
    return wrap(tf.math.greater(this, other));
  }

  public Expr greater(double scalar) {
    return greater(constant(scalar));
  }

  public Expr less(Operand<TNumber> other) {
    return wrap(tf.math.less(this, other));
  }

  public Expr less(double scalar) {
    return less(constant(scalar));
  }

  /** Takes {@code yes} where this boolean tensor is true, {@code no} elsewhere. */
  public Expr where(Operand<TNumber> yes, Operand<TNumber> no) {
    return wrap(tf.select(Core.bool(this), yes, no));
  }

  public Expr sum() {
    return sum(axes());
  }

  public Expr sum(int... axes) {
    return Numpy.sum(this, axes, false);
  }

  public Expr mean() {
    return mean(axes());
  }

  public Expr mean(int... axes) {
    return Numpy.mean(this, axes, false);
  }

  public Expr prod() {
    return prod(axes());
  }

  public Expr prod(int... axes) {
    return Numpy.prod(this, axes, false);
  }

  public Expr max() {
    return max(axes());
  }

  public Expr max(int... axes) {
    return Numpy.max(this, axes, false);
  }

  public Expr min() {
    return min(axes());
  }

  public Expr min(int... axes) {
    return Numpy.min(this, axes, false);
  }

  public Expr variance() {
    return variance(axes());
  }

  public Expr variance(int... axes) {
    return Numpy.var(this, axes, false);
  }

  public Expr std() {
    return std(axes());
  }

  public Expr std(int... axes) {
    return Numpy.std(this, axes, false);
  }

  /** Multiplies matrices, in the last two axes; those before are batches. */
  public Expr matmul(Operand<TNumber> other) {
    return Numpy.matmul(this, wrap(other));
  }

  /** Reshapes; one size may be -1. */
  public Expr reshape(long... shape) {
    return wrap(tf.reshape(this, tf.constant(shape)));
  }

  /** Permutes the axes. */
  public Expr transpose(int... permutation) {
    return wrap(tf.linalg.transpose(this, tf.constant(permutation)));
  }

  /** Adds an axis of size 1. */
  public Expr expandDims(int axis) {
    return wrap(tf.expandDims(this, tf.constant(axis)));
  }

  @Override
  public List<Expr> operate(OpRow row, Map<String, @Nullable Object> given) {
    return row.compute("Ops." + row.function(), given);
  }

  @Override
  public Output<TNumber> asOutput() {
    return operand.asOutput();
  }

  @Override
  public Operation op() {
    return operand.op();
  }
}
