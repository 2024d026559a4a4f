package keras.layers;

import java.util.Arrays;
import java.util.List;
import keras.config.Args;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.tensorflow.ndarray.Shape;

/**
 * Divides its inputs by their length along an axis, or over several axes together, so that their
 * squares sum to 1.
 *
 * <pre>{@code
 * new UnitNormalization().axis(-1)
 * }</pre>
 *
 * <p>Inputs: any shape, floating. Outputs: the same shape. A mask passes.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/normalization/unit_normalization.py}.
 */
public final class UnitNormalization extends FluentLayer<UnitNormalization> {
  @Args("")
  private final Axes axes = new Axes();

  /** Makes a layer along the last axis. */
  public UnitNormalization() {}

  /** Sets the axis, or several; negative ones count from the last. */
  public UnitNormalization axis(int... axes) {
    return with(() -> this.axes.set(this, axes));
  }

  @Override
  protected void validate() {
    axes.check(this);
  }

  @Override
  protected void check(List<Shape> inputs) {
    int rank = inputs.get(0).numDimensions();
    if (Arrays.stream(axes.given()).anyMatch(a -> a < -rank || a >= rank)) {
      throw new IllegalArgumentException(
          "%s: `axis` must hold axes of the inputs. Received: axis=%s for inputs of shape %s."
              .formatted(this, Arrays.toString(axes.given()), Shapes.show(inputs.get(0))));
    }
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    return normalized(x, 1e-12, axes.given());
  }

  /** Divides by the length along axes, which counts as {@code epsilon} where it is less. */
  static Expr normalized(Expr x, double epsilon, int... axes) {
    Expr inverse = Numpy.sum(x.square(), axes, true).rsqrt();
    return x.mul(inverse.minimum(1 / epsilon));
  }
}
