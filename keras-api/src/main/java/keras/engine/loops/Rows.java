package keras.engine.loops;

import keras.ops.Core;
import keras.ops.Expr;
import org.tensorflow.op.Ops;

/**
 * The rows that the steps of a loop write and read.
 *
 * <p>TensorFlow Java refuses functions that give handles or lists of tensors, so that what each
 * step gives is written into one tensor in place.
 */
public final class Rows {
  private Rows() {}

  /**
   * Returns a tensor to write rows into. It is no constant, which TensorFlow would share among all
   * that are equal.
   *
   * @param shape an int32 vector
   * @param like a tensor of the dtype
   */
  public static Expr empty(Expr shape, Expr like) {
    Ops tf = shape.tf();
    return Expr.of(tf, tf.empty(Core.int32(shape), like.dtype().type()));
  }

  /** Returns the row of a tensor at a step. */
  public static Expr row(Expr rows, Expr step) {
    return rows.wrap(rows.tf().gather(rows, step, rows.tf().constant(0)));
  }

  /** Returns {@link #empty} rows with one of them written, in place. */
  public static Expr written(Expr rows, Expr step, Expr value) {
    Ops tf = value.tf();
    return value.wrap(tf.inplaceUpdate(rows, Core.int32(step.expandDims(0)), value.expandDims(0)));
  }
}
