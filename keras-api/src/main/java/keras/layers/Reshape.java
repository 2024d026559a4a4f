package keras.layers;

import java.util.Arrays;
import java.util.stream.LongStream;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.ops.Expr;
import org.tensorflow.ndarray.Shape;

/**
 * Gives each sample another shape.
 *
 * <pre>{@code
 * new Reshape(28, 28, 1)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, ...)}. Outputs: {@code (batch, ...targetShape)}, of as many elements.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/reshaping/reshape.py}.
 */
public final class Reshape extends FluentLayer<Reshape> {
  @Arg private long[] targetShape = {};

  private Reshape() {}

  /**
   * Makes a layer that reshapes each sample.
   *
   * @param targetShape the sizes without the batch axis; one may be -1, for what is left
   */
  public Reshape(long... targetShape) {
    this.targetShape = targetShape.clone();
    validate();
  }

  @Override
  protected void validate() {
    if (LongStream.of(targetShape).anyMatch(n -> n < -1)
        || LongStream.of(targetShape).filter(n -> n == -1).count() > 1) {
      throw new IllegalArgumentException(
          "Reshape: `target_shape` must hold sizes of at least 0, and -1 at most once."
              + " Received: target_shape=%s.".formatted(Arrays.toString(targetShape)));
    }
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    return BatchReshape.reshape(x, resolve(x.shape()));
  }

  /** Finds the size that -1 stands for, where the inputs' sizes are known. */
  private long[] resolve(Shape input) {
    if (input.numDimensions() < 1) {
      throw misfit(input);
    }
    long[] sizes = input.tail().asArray();
    if (LongStream.of(sizes).anyMatch(n -> n < 0)) {
      return targetShape;
    }
    long elements = LongStream.of(sizes).reduce(1, Math::multiplyExact);
    long named = LongStream.of(targetShape).filter(n -> n != -1).reduce(1, Math::multiplyExact);
    boolean open = LongStream.of(targetShape).anyMatch(n -> n == -1);
    if (open ? named == 0 || elements % named != 0 : elements != named) {
      throw misfit(input);
    }
    return LongStream.of(targetShape).map(n -> n == -1 ? elements / named : n).toArray();
  }

  private IllegalArgumentException misfit(Shape input) {
    return new IllegalArgumentException(
        "%s: expected inputs that `target_shape` %s divides. Received: shape %s."
            .formatted(this, Arrays.toString(targetShape), Shapes.show(input)));
  }
}
