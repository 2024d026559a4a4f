package keras.ops;

import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/**
 * Constants, shapes and what else holds for tensors of every kind.
 *
 * <p>Keras: {@code keras/src/ops/core.py}.
 */
public final class Core {
  private Core() {}

  /** Returns a scalar of a dtype. */
  public static Expr constant(Ops tf, double value, DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> Expr.of(tf, tf.constant((float) value));
      case FLOAT64 -> Expr.of(tf, tf.constant(value));
      case INT32 -> Expr.of(tf, tf.constant((int) value));
      case INT64 -> Expr.of(tf, tf.constant((long) value));
      case BOOL -> Expr.of(tf, tf.constant(value != 0));
      default -> Expr.of(tf, tf.constant((float) value)).cast(dtype);
    };
  }

  /** Returns the sizes of the axes as an int32 vector in the graph. */
  public static Expr shape(Expr x) {
    return x.wrap(x.tf().shape(x));
  }

  /** Returns the size of one axis as an int32 scalar in the graph. */
  public static Expr size(Expr x, int axis) {
    return Numpy.take(shape(x), constant(x.tf(), Math.floorMod(axis, x.rank()), DType.INT32), 0);
  }

  /** Lets no gradient through. */
  public static Expr stopGradient(Expr x) {
    return x.wrap(x.tf().stopGradient(x));
  }

  /** Returns an input of the op that computes a tensor. */
  public static Expr input(Expr x, int index) {
    return x.wrap(((GraphOperation) x.op()).input(index));
  }

  /** Returns a tensor as TensorFlow's int32. */
  public static Operand<TInt32> int32(Expr x) {
    return typed(x.cast(DType.INT32));
  }

  /** Returns a tensor as TensorFlow's booleans. */
  public static Operand<TBool> bool(Expr x) {
    return typed(x.cast(DType.BOOL));
  }

  /**
   * Returns a tensor as TensorFlow's strings, for its ops of strings.
   *
   * @throws IllegalArgumentException if it is one of numbers
   */
  public static Operand<TString> strings(Expr x) {
    if (x.dtype() != DType.STRING) {
      throw new IllegalArgumentException(
          "Expected a tensor of strings. Received: %s.".formatted(x.dtype()));
    }
    return typed(x);
  }

  @SuppressWarnings("unchecked") // the callers cast the tensor to the dtype first
  private static <T extends TType> Operand<T> typed(Operand<?> x) {
    return (Operand<T>) x;
  }
}
