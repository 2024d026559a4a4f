package keras.ops;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TNumber;

/** The element-wise arithmetic and comparisons of an {@link Expr}. */
abstract class Arithmetic implements Operand<TNumber> {
  /** Returns TensorFlow's ops for the graph of this tensor. */
  public abstract Ops tf();

  /** Wraps the result of a TensorFlow op. */
  public abstract Expr of(Operand<?> other);

  /** Returns a scalar of this tensor's own dtype. */
  public abstract Expr constant(double value);

  /** Returns the tensor as TensorFlow's booleans. */
  public abstract Operand<TBool> asBool();

  public Expr add(Operand<TNumber> other) {
    return of(tf().math.add(this, other));
  }

  public Expr add(double scalar) {
    return add(constant(scalar));
  }

  public Expr sub(Operand<TNumber> other) {
    return of(tf().math.sub(this, other));
  }

  public Expr sub(double scalar) {
    return sub(constant(scalar));
  }

  public Expr mul(Operand<TNumber> other) {
    return of(tf().math.mul(this, other));
  }

  public Expr mul(double scalar) {
    return mul(constant(scalar));
  }

  public Expr div(Operand<TNumber> other) {
    return of(tf().math.div(this, other));
  }

  public Expr div(double scalar) {
    return div(constant(scalar));
  }

  /** Divides, with 0 where the divisor is 0. */
  public Expr divNoNan(Operand<TNumber> other) {
    return of(tf().math.divNoNan(this, other));
  }

  public Expr pow(Operand<TNumber> exponent) {
    return of(tf().math.pow(this, exponent));
  }

  public Expr pow(double exponent) {
    return pow(constant(exponent));
  }

  public Expr maximum(Operand<TNumber> other) {
    return of(tf().math.maximum(this, other));
  }

  public Expr maximum(double scalar) {
    return maximum(constant(scalar));
  }

  public Expr minimum(Operand<TNumber> other) {
    return of(tf().math.minimum(this, other));
  }

  public Expr minimum(double scalar) {
    return minimum(constant(scalar));
  }

  /** Clips to [low, high]: first the upper bound, then the lower, as Python's does. */
  public Expr clip(double low, double high) {
    return minimum(high).maximum(low);
  }

  public Expr neg() {
    return of(tf().math.neg(this));
  }

  public Expr abs() {
    return of(tf().math.abs(this));
  }

  public Expr sign() {
    return of(tf().math.sign(this));
  }

  public Expr square() {
    return of(tf().math.square(this));
  }

  public Expr sqrt() {
    return of(tf().math.sqrt(this));
  }

  public Expr rsqrt() {
    return of(tf().math.rsqrt(this));
  }

  public Expr exp() {
    return of(tf().math.exp(this));
  }

  public Expr log() {
    return of(tf().math.log(this));
  }

  /** Rounds down. */
  public Expr floor() {
    return of(tf().math.floor(this));
  }

  /** Rounds up. */
  public Expr ceil() {
    return of(tf().math.ceil(this));
  }

  /** Computes the cosine. */
  public Expr cos() {
    return of(tf().math.cos(this));
  }

  public Expr equal(Operand<TNumber> other) {
    return of(tf().math.equal(this, other));
  }

  public Expr notEqual(double scalar) {
    return of(tf().math.notEqual(this, constant(scalar)));
  }

  public Expr greater(Operand<TNumber> other) {
    return of(tf().math.greater(this, other));
  }

  public Expr greater(double scalar) {
    return greater(constant(scalar));
  }

  public Expr greaterEqual(Operand<TNumber> other) {
    return of(tf().math.greaterEqual(this, other));
  }

  public Expr greaterEqual(double scalar) {
    return greaterEqual(constant(scalar));
  }

  public Expr less(Operand<TNumber> other) {
    return of(tf().math.less(this, other));
  }

  public Expr less(double scalar) {
    return less(constant(scalar));
  }

  public Expr lessEqual(double scalar) {
    return of(tf().math.lessEqual(this, constant(scalar)));
  }

  public Expr and(Expr other) {
    return of(tf().math.logicalAnd(asBool(), other.asBool()));
  }

  public Expr or(Expr other) {
    return of(tf().math.logicalOr(asBool(), other.asBool()));
  }

  public Expr not() {
    return of(tf().math.logicalNot(asBool()));
  }

  /** Takes {@code yes} where this boolean tensor is true, {@code no} elsewhere. */
  public Expr select(Operand<TNumber> yes, Operand<TNumber> no) {
    return of(tf().select(asBool(), yes, no));
  }
}
