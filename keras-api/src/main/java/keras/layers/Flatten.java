package keras.layers;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.ops.Expr;
import org.tensorflow.ndarray.Shape;

/**
 * Lays out each sample as one vector.
 *
 * <pre>{@code
 * new Flatten().inputShape(28, 28)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, ...)}. Outputs: {@code (batch, features)}, {@code features} the product
 * of the sizes after the batch axis, 1 if there are none.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/reshaping/flatten.py}.
 */
public final class Flatten extends FluentLayer<Flatten> {
  @Arg private DataFormat dataFormat = DataFormat.CHANNELS_LAST;

  /** Makes a layer for inputs with the channels last. */
  public Flatten() {}

  /** Says where the inputs have their channels; the output has them innermost, whichever it is. */
  public Flatten dataFormat(DataFormat dataFormat) {
    return with(() -> this.dataFormat = dataFormat);
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    Shape shape = x.shape();
    int rank = shape.numDimensions();
    if (rank < 1) {
      throw new IllegalArgumentException(
          "%s: expected inputs of at least 1 axis. Received: shape %s."
              .formatted(this, Shapes.show(shape)));
    }
    Expr ordered = x;
    if (dataFormat == DataFormat.CHANNELS_FIRST && rank > 1) {
      ordered =
          x.transpose(
              IntStream.range(0, rank).map(i -> i == 0 ? 0 : i == rank - 1 ? 1 : i + 1).toArray());
    }
    long[] sizes = shape.tail().asArray();
    boolean known = LongStream.of(sizes).allMatch(n -> n >= 0);
    return BatchReshape.reshape(
        ordered, known ? LongStream.of(sizes).reduce(1, Math::multiplyExact) : -1);
  }
}
