package keras.layers;

import java.util.Arrays;
import java.util.List;
import keras.engine.CallContext;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Nn;
import keras.ops.Numpy;
import keras.ops.RandomOps;
import keras.random.SeedGenerator;
import org.tensorflow.Operand;
import org.tensorflow.types.TInt32;

/** Random numbers for each image of a batch, as Keras' layers of images draw them. */
record Draws(Expr images, SeedGenerator seeds, CallContext ctx) {
  /** Returns the number of images. */
  Expr batch() {
    return Core.size(images, 0);
  }

  /** Returns the next draw. */
  RandomOps next() {
    return RandomOps.of(seeds.next(ctx));
  }

  /** Returns a shape of whole numbers and scalars of the graph. */
  Operand<TInt32> shape(Object... sizes) {
    List<Expr> all =
        Arrays.stream(sizes)
            .map(
                s ->
                    s instanceof Expr e
                        ? e
                        : Core.constant(images.tf(), ((Number) s).intValue(), DType.INT32))
            .toList();
    return Core.int32(
        all.isEmpty() ? images.wrap(images.tf().constant(new int[0])) : Numpy.stack(all));
  }

  /** Draws a number for each image, of the shape (batch, 1, 1, 1). */
  Expr uniform(DType dtype, double low, double high) {
    return next().uniform(shape(batch(), 1, 1, 1), dtype, low, high);
  }

  /** Draws a number for each image in a range, of the shape (batch, 1, 1, 1), float32. */
  Expr uniform(List<Double> range) {
    return uniform(DType.FLOAT32, Ranges.low(range), Ranges.high(range));
  }

  /** Whether something is done to an image: with a probability that is drawn first, for each. */
  Expr chance(List<Double> probability) {
    Expr share = uniform(probability);
    return uniform(DType.FLOAT32, 0, 1).less(share);
  }

  /** Draws an order of the images, of whole numbers. */
  Expr order(DType dtype) {
    return next().shuffle(Nn.places(batch()).cast(dtype), 0);
  }

  /**
   * Mixes labels with those in another order, in the dtype of the weights.
   *
   * @param labels {@code (batch, classes)}, of any number type
   * @param weight what is left of each
   */
  static Expr mixed(Expr labels, Expr order, Expr weight) {
    Expr left = weight.reshape(-1, 1);
    Expr y = labels.cast(weight.dtype());
    Expr others = Numpy.take(y, order, 0);
    return left.mul(y).add(left.constant(1).sub(left).mul(others));
  }
}
