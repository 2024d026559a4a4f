package keras.engine.gradients;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.family.TType;

/**
 * Holds one tensor of a gradient formula; each method emits one op, so that formulas read like the
 * paper and round like Python's.
 *
 * <pre>{@code
 * Term dx = dy.sub(dy.mul(y).sum(lastAxis, true)).mul(y);
 * }</pre>
 */
public final class Term implements Operand<TType> {
  private final GradientOps ops;
  private final Output<?> output;

  Term(GradientOps ops, Output<?> output) {
    this.ops = ops;
    this.output = output;
  }

  @Override
  public Operation op() {
    return output.op();
  }

  @Override
  @SuppressWarnings("unchecked") // a tensor of any dtype is a TType
  public Output<TType> asOutput() {
    return (Output<TType>) output;
  }

  /** Returns the dtype. */
  public DataType dtype() {
    return output.dataType();
  }

  /** Applies an op by its TensorFlow type; this term is the first input. */
  public Term op(String type, Operand<?>... more) {
    return op(type, builder -> {}, more);
  }

  Term op(String type, Consumer<OperationBuilder> attributes, Operand<?>... more) {
    Operand<?>[] inputs = new Operand<?>[more.length + 1];
    inputs[0] = this;
    System.arraycopy(more, 0, inputs, 1, more.length);
    return ops.op(type, attributes, inputs);
  }

  /** Adds elementwise. */
  public Term add(Operand<?> other) {
    return op("AddV2", other);
  }

  /** Adds a constant of this dtype. */
  public Term add(double constant) {
    return add(constant(constant));
  }

  /** Subtracts elementwise. */
  public Term sub(Operand<?> other) {
    return op("Sub", other);
  }

  /** Subtracts a constant of this dtype. */
  public Term sub(double constant) {
    return sub(constant(constant));
  }

  /** Multiplies elementwise. */
  public Term mul(Operand<?> other) {
    return op("Mul", other);
  }

  /** Multiplies by a constant of this dtype. */
  public Term mul(double constant) {
    return mul(constant(constant));
  }

  /** Divides elementwise; integers are divided towards minus infinity. */
  public Term div(Operand<?> other) {
    return op(Dtypes.isDifferentiable(dtype()) ? "RealDiv" : "FloorDiv", other);
  }

  /** Negates. */
  public Term neg() {
    return op("Neg");
  }

  /** Squares. */
  public Term square() {
    return op("Square");
  }

  /** Computes e to the power of this. */
  public Term exp() {
    return op("Exp");
  }

  /** Computes one divided by this. */
  public Term reciprocal() {
    return op("Reciprocal");
  }

  /** Takes this where the condition holds and the other elsewhere. */
  public Term where(Operand<?> condition, Operand<?> otherwise) {
    return ops.op("SelectV2", condition, this, otherwise);
  }

  /** Returns zeros of this shape and dtype. */
  public Term zerosLike() {
    return op("ZerosLike");
  }

  /** Returns ones of this shape and dtype. */
  public Term onesLike() {
    return op("OnesLike");
  }

  /** Sums over the axes. */
  public Term sum(Operand<?> axes, boolean keepDims) {
    return op("Sum", b -> b.setAttr("keep_dims", keepDims), axes);
  }

  /** Converts to a dtype; the same dtype costs nothing. */
  public Term cast(DataType target) {
    return dtype() == target ? this : op("Cast", b -> b.setAttr("DstT", target));
  }

  /** Reshapes. */
  public Term reshape(Operand<?> newDims) {
    return op("Reshape", newDims);
  }

  /** Reshapes. */
  public Term reshape(long... newDims) {
    return reshape(ops.vector(newDims));
  }

  /** Returns the shape as an int32 vector: a constant where it is known while building. */
  public Term dims() {
    return ops.dims(output);
  }

  /** Returns the shape as a vector of the dtype, int32 or int64. */
  Term dims(DataType type) {
    return type == DataType.DT_INT32 ? dims() : op("Shape", b -> b.setAttr("out_type", type));
  }

  /** Returns the number of axes as an int32 scalar. */
  Term axisCount() {
    int rank = output.shape().numDimensions();
    return rank < 0 ? op("Rank") : ops.ints(rank);
  }

  /**
   * Returns elements of a vector from {@code begin}, {@code size} many, or all from there if -1.
   */
  Term slice(Operand<?> begin, Operand<?> size) {
    return op("Slice", begin, size);
  }

  /** Returns the elements at the indices along the first axis. */
  Term gather(Operand<?> indices) {
    return op("GatherV2", indices, ops.ints(0));
  }

  /** Returns a constant of this dtype. */
  public Term constant(double value) {
    return ops.scalar(value, dtype());
  }

  /** Returns one element of a vector of integers as a scalar. */
  Term element(int index) {
    long[] known = knownInts();
    if (known != null) {
      return ops.ints(known[index], dtype() == DataType.DT_INT64);
    }
    Term begin = ops.vector(index);
    Term end = ops.vector(index + 1);
    return op("StridedSlice", b -> b.setAttr("shrink_axis_mask", 1L), begin, end, ops.vector(1));
  }

  /** Returns the values if this is an int32 or int64 constant of the graph, and null otherwise. */
  long @Nullable [] knownInts() {
    return Dtypes.knownInts(output);
  }
}
