package keras.initializers;

import java.util.Arrays;
import keras.config.Arg;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.RandomOps;
import keras.ops.Shapes;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

/**
 * Random values that shrink with the fans: the number of units a weight comes from, and goes to.
 *
 * <p>The fans of a matrix are its sizes. A weight of more axes is taken for a convolution's kernel,
 * {@code (..., channels in, channels out)}: the other axes multiply both. Axes named by {@link
 * #inputAxes} and {@link #outputAxes} overrule this.
 *
 * <p>Differs from Keras: {@code input_axes} and {@code output_axes} must be given together; Keras
 * ignores one without the other.
 *
 * <p>Keras: {@code keras/src/initializers/random_initializers.py}.
 */
public abstract class FanInitializer<I extends FanInitializer<I>> extends RandomInitializer<I> {
  @Arg private int @Nullable [] inputAxes;
  @Arg private int @Nullable [] outputAxes;

  /** Enrols for a default seed. */
  FanInitializer() {}

  /** Sets the axes that hold input units, negative ones counted from the last. */
  public I inputAxes(int... axes) {
    inputAxes = axes.clone();
    return self();
  }

  /** Sets the axes that hold output units, negative ones counted from the last. */
  public I outputAxes(int... axes) {
    outputAxes = axes.clone();
    return self();
  }

  /**
   * Returns the initializer for a weight whose axes are known: one of the same seed that takes its
   * fans from those axes, unless axes are set already.
   */
  public final Initializer over(int[] inputs, int[] outputs) {
    return inputAxes != null && outputAxes != null ? this : new Over(this, inputs, outputs);
  }

  /** Draws as another initializer does, with the fans of these axes. */
  private static final class Over extends Initializer {
    private final FanInitializer<?> of;
    private final int[] inputs;
    private final int[] outputs;

    Over(FanInitializer<?> of, int[] inputs, int[] outputs) {
      this.of = of;
      this.inputs = inputs.clone();
      this.outputs = outputs.clone();
    }

    @Override
    public Expr call(Ops tf, Shape shape, DType dtype) {
      long in = of.product(shape, "input_axes", inputs);
      long out = of.product(shape, "output_axes", outputs);
      return of.scaling().draw(of.random(tf, dtype), shape, dtype, in, out);
    }
  }

  abstract Scaling scaling();

  @Override
  protected void validate() {
    super.validate();
    if ((inputAxes == null) != (outputAxes == null)) {
      throw new IllegalArgumentException(
          "%s: `input_axes` and `output_axes` must be set together. Received: input_axes=%s, output_axes=%s."
              .formatted(this, show(inputAxes), show(outputAxes)));
    }
  }

  @Override
  protected Expr draw(RandomOps random, Shape shape, DType dtype) {
    validate();
    if (inputAxes != null && outputAxes != null) {
      long in = product(shape, "input_axes", inputAxes);
      return scaling().draw(random, shape, dtype, in, product(shape, "output_axes", outputAxes));
    }
    int rank = shape.numDimensions();
    if (rank == 0) {
      return scaling().draw(random, shape, dtype, 1, 1);
    }
    if (rank == 1) {
      return scaling().draw(random, shape, dtype, shape.get(0), shape.get(0));
    }
    long field = 1;
    for (int i = 0; i < rank - 2; i++) {
      field *= shape.get(i);
    }
    return scaling().draw(random, shape, dtype, shape.get(-2) * field, shape.get(-1) * field);
  }

  private long product(Shape shape, String key, int[] axes) {
    long product = 1;
    for (int axis : axes) {
      int rank = shape.numDimensions();
      if (axis < -rank || axis >= rank) {
        throw new IllegalArgumentException(
            "%s: `%s` must lie within the weight's axes. Received: %s=%s for shape %s."
                .formatted(this, key, key, Arrays.toString(axes), Shapes.show(shape)));
      }
      product *= shape.get(axis);
    }
    return product;
  }

  private static String show(int @Nullable [] axes) {
    return axes == null ? "None" : Arrays.toString(axes);
  }
}
