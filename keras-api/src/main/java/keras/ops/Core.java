package keras.ops;

import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TNumber;
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
      case COMPLEX128 -> Expr.of(tf, tf.constant(value)).cast(dtype);
      default -> Expr.of(tf, tf.constant((float) value)).cast(dtype);
    };
  }

  /**
   * Returns a tensor in another dtype; the tensor itself where it has it already.
   *
   * @throws UnsupportedOperationException if imaginary parts would be lost
   */
  public static Expr cast(Expr x, DType dtype) {
    ComplexOps.checkCast(x.dtype(), dtype);
    return dtype == x.dtype()
        ? x
        : RawOp.of("Cast", b -> b.setAttr("DstT", dtype.proto()), x).withMask(x.mask());
  }

  /** Divides; whole numbers towards zero. */
  static Expr quotient(Expr x, Operand<TNumber> y) {
    return x.wrap(x.dtype().isInexact() ? x.tf().math.realDiv(x, y) : x.tf().math.div(x, y));
  }

  /**
   * Cuts values to what a dtype holds, as far as their own dtype can tell its ends, and casts them;
   * infinities become the largest numbers.
   */
  public static Expr saturated(Expr x, DType dtype) {
    DType own = x.dtype();
    double low = Math.max(lowest(own), lowest(dtype));
    double high = Math.min(highest(own), highest(dtype));
    boolean all = !own.isFloating() && low == lowest(own) && high == highest(own);
    if (all || own == DType.BOOL) {
      return x.cast(dtype);
    }
    return x.clip(towardsZero(low, own), towardsZero(high, own)).cast(dtype);
  }

  private static double highest(DType dtype) {
    return switch (dtype) {
      case BOOL -> 1;
      case UINT8 -> 255;
      case UINT16 -> 65535;
      case INT32 -> Integer.MAX_VALUE;
      case INT64 -> Math.nextDown(0x1p63);
      case FLOAT16 -> 65504;
      case BFLOAT16 -> 0x1.FEp127;
      case FLOAT32 -> Float.MAX_VALUE;
      default -> Double.MAX_VALUE;
    };
  }

  private static double lowest(DType dtype) {
    return switch (dtype) {
      case BOOL, UINT8, UINT16 -> 0;
      case INT32 -> Integer.MIN_VALUE;
      case INT64 -> Long.MIN_VALUE;
      default -> -highest(dtype);
    };
  }

  /** Rounds towards zero to the digits of a dtype. */
  private static double towardsZero(double value, DType dtype) {
    int bits =
        switch (dtype) {
          case FLOAT16 -> 11;
          case BFLOAT16 -> 8;
          case FLOAT32 -> 24;
          default -> 53;
        };
    int scale = bits - 1 - Math.getExponent(value);
    double digits = Math.scalb(Math.abs(value), scale);
    return value == 0 ? 0 : Math.copySign(Math.scalb(Math.floor(digits), -scale), value);
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
