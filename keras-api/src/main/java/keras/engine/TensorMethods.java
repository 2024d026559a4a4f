package keras.engine;

import keras.ops.Operable;
import keras.ops.Ops;

/**
 * The operations that the graphs of functional models use most, as methods of their tensors; {@link
 * Ops} has the others. Each is a node of the graph, as in Keras, and is written as one.
 *
 * <pre>{@code
 * KerasTensor y = x.sub(x.mean(-1).expandDims(-1)).mul(0.5).get(":, 1:3");
 * }</pre>
 *
 * <p>Keras: {@code keras/src/backend/common/keras_tensor.py}.
 */
public sealed interface TensorMethods extends Operable<KerasTensor> permits KerasTensor {
  private KerasTensor self() {
    return (KerasTensor) this;
  }

  /** Adds a tensor. */
  default KerasTensor add(KerasTensor other) {
    return Ops.binary("add", self(), other);
  }

  /** Adds a number. */
  default KerasTensor add(Number other) {
    return Ops.binary("add", self(), other);
  }

  /** Subtracts a tensor. */
  default KerasTensor sub(KerasTensor other) {
    return Ops.binary("subtract", self(), other);
  }

  /** Subtracts a number. */
  default KerasTensor sub(Number other) {
    return Ops.binary("subtract", self(), other);
  }

  /** Multiplies by a tensor. */
  default KerasTensor mul(KerasTensor other) {
    return Ops.binary("multiply", self(), other);
  }

  /** Multiplies by a number. */
  default KerasTensor mul(Number other) {
    return Ops.binary("multiply", self(), other);
  }

  /** Divides by a tensor; whole numbers become floats first. */
  default KerasTensor div(KerasTensor other) {
    return Ops.binary("true_divide", self(), other);
  }

  /** Divides by a number; whole numbers become floats first. */
  default KerasTensor div(Number other) {
    return Ops.binary("true_divide", self(), other);
  }

  /** Raises to a power. */
  default KerasTensor pow(KerasTensor exponent) {
    return Ops.binary("power", self(), exponent);
  }

  /** Raises to a power. */
  default KerasTensor pow(Number exponent) {
    return Ops.binary("power", self(), exponent);
  }

  /** Takes the larger one of each two values. */
  default KerasTensor maximum(KerasTensor other) {
    return Ops.binary("maximum", self(), other);
  }

  /** Takes the larger one of each value and a number. */
  default KerasTensor maximum(Number other) {
    return Ops.binary("maximum", self(), other);
  }

  /** Takes the smaller one of each two values. */
  default KerasTensor minimum(KerasTensor other) {
    return Ops.binary("minimum", self(), other);
  }

  /** Takes the smaller one of each value and a number. */
  default KerasTensor minimum(Number other) {
    return Ops.binary("minimum", self(), other);
  }

  /** Multiplies matrices, in the last two axes; those before are batches. */
  default KerasTensor matmul(KerasTensor other) {
    return Ops.binary("matmul", self(), other);
  }

  /** Returns the values with the other sign. */
  default KerasTensor neg() {
    return Ops.call("negative", self());
  }

  /** Returns the values without their sign. */
  default KerasTensor abs() {
    return Ops.call("absolute", self());
  }

  /** Multiplies each value by itself. */
  default KerasTensor square() {
    return Ops.call("square", self());
  }

  /** Returns the square roots. */
  default KerasTensor sqrt() {
    return Ops.call("sqrt", self());
  }

  /** Returns e to the power of each value. */
  default KerasTensor exp() {
    return Ops.call("exp", self());
  }

  /** Returns the natural logarithms. */
  default KerasTensor log() {
    return Ops.call("log", self());
  }

  /** Returns the hyperbolic tangents. */
  default KerasTensor tanh() {
    return Ops.call("tanh", self());
  }

  /** Returns {@code 1 / (1 + exp(-x))}. */
  default KerasTensor sigmoid() {
    return Ops.call("sigmoid", self());
  }

  /** Returns the values, 0 where they are negative. */
  default KerasTensor relu() {
    return Ops.call("relu", self());
  }

  /** Whether values are equal. */
  default KerasTensor equal(KerasTensor other) {
    return Ops.binary("equal", self(), other);
  }

  /** Whether values equal a number. */
  default KerasTensor equal(Number other) {
    return Ops.binary("equal", self(), other);
  }

  /** Whether values are larger than others. */
  default KerasTensor greater(KerasTensor other) {
    return Ops.binary("greater", self(), other);
  }

  /** Whether values are larger than a number. */
  default KerasTensor greater(Number other) {
    return Ops.binary("greater", self(), other);
  }

  /** Whether values are smaller than others. */
  default KerasTensor less(KerasTensor other) {
    return Ops.binary("less", self(), other);
  }

  /** Whether values are smaller than a number. */
  default KerasTensor less(Number other) {
    return Ops.binary("less", self(), other);
  }

  /** Sums over axes; over all where none is given. */
  default KerasTensor sum(int... axes) {
    return Ops.sum(self(), axes);
  }

  /** Averages over axes; over all where none is given. */
  default KerasTensor mean(int... axes) {
    return Ops.mean(self(), axes);
  }

  /** Takes the largest over axes; over all where none is given. */
  default KerasTensor max(int... axes) {
    return Ops.max(self(), axes);
  }

  /** Takes the smallest over axes; over all where none is given. */
  default KerasTensor min(int... axes) {
    return Ops.min(self(), axes);
  }

  /** Reshapes; one size may be -1. */
  default KerasTensor reshape(int... shape) {
    return Ops.reshape(self(), shape);
  }

  /** Permutes the axes; turns them around where none is given. */
  default KerasTensor transpose(int... axes) {
    return Ops.transpose(self(), axes);
  }

  /** Adds an axis of size 1. */
  default KerasTensor expandDims(int axis) {
    return Ops.expandDims(self(), axis);
  }

  /** Drops axes of size 1; all of them where none is given. */
  default KerasTensor squeeze(int... axes) {
    return Ops.squeeze(self(), axes);
  }

  /** Returns the tensor in another dtype, as in {@code "float64"}. */
  default KerasTensor cast(String dtype) {
    return Ops.cast(self(), dtype);
  }

  /**
   * Takes a part, as Python's brackets do.
   *
   * @param key what stands between the brackets: {@code ":, 1:3, None, ..., -1"}
   */
  default KerasTensor get(String key) {
    return Ops.get(self(), key);
  }
}
