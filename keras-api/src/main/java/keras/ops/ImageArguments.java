package keras.ops;

import java.util.function.UnaryOperator;
import org.tensorflow.op.Ops;

/** What operations of images share: one image or a batch of them, the channels last or first. */
final class ImageArguments {
  private ImageArguments() {}

  /**
   * Computes of a batch with the channels last, and gives the result the axes of the argument.
   *
   * @param rank of a batch
   */
  static Expr batches(OpArguments a, Expr images, int rank, UnaryOperator<Expr> operation) {
    if (images.rank() != rank && images.rank() != rank - 1) {
      throw new IllegalArgumentException(
          "%s: expected images of rank %d or a batch of rank %d. Received: shape %s."
              .formatted(a.who(), rank - 1, rank, Shapes.show(images.shape())));
    }
    if (images.rank() == rank) {
      return ConvRows.channelsLast(a, images, operation);
    }
    return Numpy.squeeze(ConvRows.channelsLast(a, images.expandDims(0), operation), 0);
  }

  static Expr batches(OpArguments a, UnaryOperator<Expr> operation) {
    return batches(a, a.tensor("images"), 4, operation);
  }

  static Expr floating(OpArguments a, Expr images) {
    if (!images.dtype().isFloating()) {
      throw new IllegalArgumentException(
          "%s: expected images of floats. Received: %s.".formatted(a.who(), images.dtype()));
    }
    return images;
  }

  /** Returns numbers as a tensor of a dtype. */
  static Expr constant(Ops tf, double[] values, DType dtype, long... shape) {
    return Expr.of(tf, tf.constant(values)).cast(dtype).reshape(shape);
  }
}
