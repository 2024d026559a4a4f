package keras.layers;

import java.util.Arrays;
import java.util.List;
import keras.config.Arg;
import keras.config.Args;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.initializers.Ones;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.tensorflow.ndarray.Shape;

/**
 * Divides its inputs by the root of their mean square along an axis, or over several axes together
 * (Zhang &amp; Sennrich, 2019).
 *
 * <pre>{@code
 * new RMSNormalization().epsilon(1e-5)
 * }</pre>
 *
 * <p>As in Keras, {@code scale} is broadcast along the last axes, whichever {@code axis} is: with
 * another one, inputs whose sizes do not fit are an error of TensorFlow.
 *
 * <p>Inputs: any shape, floating, the sizes along {@code axis} known. Outputs: the same shape.
 *
 * <p>Weights: {@code scale}, with the sizes of the axes.
 *
 * <p>Keras: {@code keras/src/layers/normalization/rms_normalization.py}.
 */
public final class RMSNormalization extends FluentLayer<RMSNormalization> {
  @Args("")
  private final Axes axis = new Axes();

  @Arg private double epsilon = 1e-6;

  private Variable scale;

  /** Makes a layer that works along the last axis. */
  public RMSNormalization() {}

  /** Sets the axis, or several; negative ones count from the last. */
  public RMSNormalization axis(int... axes) {
    return with(() -> axis.set(this, axes));
  }

  /** Sets what is added to the mean square before its root divides. */
  public RMSNormalization epsilon(double epsilon) {
    return with(() -> this.epsilon = epsilon);
  }

  @Override
  protected void validate() {
    axis.check(this);
  }

  private int[] axes() {
    return Arrays.stream(axis.given()).sorted().toArray();
  }

  @Override
  protected void build(Shape input) {
    scale = addWeight("scale", sizes(input), new Ones());
  }

  private Shape sizes(Shape input) {
    int rank = input.numDimensions();
    int[] axes = axes();
    long[] sizes = new long[axes.length];
    for (int i = 0; i < axes.length; i++) {
      boolean has = axes[i] >= -rank && axes[i] < rank;
      sizes[i] = has ? input.get(axes[i]) : -1;
      if (sizes[i] < 0) {
        throw new IllegalArgumentException(
            "%s: expected inputs with a known size along axis %d. Received: shape %s."
                .formatted(this, axes[i], Shapes.show(input)));
      }
    }
    return Shape.of(sizes);
  }

  @Override
  protected void check(List<Shape> inputs) {
    if (!Arrays.equals(sizes(inputs.get(0)).asArray(), scale.shape().asArray())) {
      throw new IllegalArgumentException(
          "%s: expected inputs of sizes %s along axes %s. Received: shape %s."
              .formatted(
                  this,
                  Shapes.show(scale.shape()),
                  Arrays.toString(axes()),
                  Shapes.show(inputs.get(0))));
    }
  }

  @Override
  protected Expr call(Expr inputs, CallContext ctx) {
    DType original = inputs.dtype();
    Expr x = inputs.cast(original == DType.FLOAT64 ? original : DType.FLOAT32);
    Expr inverse = Numpy.mean(x.square(), axes(), true).add(epsilon).rsqrt();
    return x.mul(inverse).mul(ctx.read(scale).cast(x.dtype())).cast(original);
  }
}
