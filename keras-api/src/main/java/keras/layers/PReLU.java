package keras.layers;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import keras.config.Arg;
import keras.config.Args;
import keras.config.CustomObjects;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Returns its inputs above 0, and a slope of them below that training finds (He et al., 2015).
 *
 * <pre>{@code
 * new PReLU().sharedAxes(1, 2) // one slope for each channel of images
 * }</pre>
 *
 * <p>Inputs: {@code (batch, ...)}, floating; all sizes but the batch's known. Outputs: the same
 * shape. A mask passes.
 *
 * <p>Weights: {@code alpha (...)}, of the inputs' sizes, 1 along shared axes.
 *
 * <p>Keras: {@code keras/src/layers/activations/prelu.py}.
 */
public final class PReLU extends FluentLayer<PReLU> implements AlphaOptions<PReLU> {
  @Args("alpha")
  private final WeightOptions alphaOptions = new WeightOptions("zeros");

  @Arg private int @Nullable [] sharedAxes;

  private Variable alpha;

  /** Makes a layer with a slope for each place. */
  public PReLU() {}

  /** Sets the axes along which one slope is for all, counted with the batch axis, 0. */
  public PReLU sharedAxes(int... sharedAxes) {
    return Options.checked(this, "shared_axes", sharedAxes.clone());
  }

  /** Takes one axis as Keras does. */
  @Override
  protected Map<String, @Nullable Object> adopt(
      Map<String, @Nullable Object> config, CustomObjects custom) {
    config.computeIfPresent("shared_axes", (k, v) -> v instanceof Number n ? List.of(n) : v);
    return config;
  }

  @Override
  protected void validate() {
    int[] axes = sharedAxes;
    if (axes != null && Arrays.stream(axes).anyMatch(a -> a < 1)) {
      throw new IllegalArgumentException(
          "PReLU: `shared_axes` must hold axes from 1 on. Received: shared_axes=%s."
              .formatted(Arrays.toString(axes)));
    }
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected void build(Shape input) {
    long[] sizes = input.tail().asArray();
    int[] axes = sharedAxes == null ? new int[0] : sharedAxes;
    for (int axis : axes) {
      if (axis > sizes.length) {
        throw new IllegalArgumentException(
            "%s: `shared_axes` must be axes of the inputs. Received: shared_axes=%s for inputs of shape %s."
                .formatted(this, Arrays.toString(axes), Shapes.show(input)));
      }
      sizes[axis - 1] = 1;
    }
    if (Arrays.stream(sizes).anyMatch(n -> n < 0)) {
      throw new IllegalArgumentException(
          "%s: expected inputs whose sizes are known but for the batch and shared axes. Received: shape %s."
              .formatted(this, Shapes.show(input)));
    }
    alpha = addWeight("alpha", Shape.of(sizes), alphaOptions);
  }

  @Override
  protected void check(List<Shape> inputs) {
    Shape input = inputs.get(0);
    Shape slopes = alpha.shape();
    boolean fits = input.numDimensions() == slopes.numDimensions() + 1;
    for (int i = 0; fits && i < slopes.numDimensions(); i++) {
      fits = slopes.get(i) == 1 || input.get(i + 1) < 0 || input.get(i + 1) == slopes.get(i);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "%s: expected inputs for slopes of shape %s. Received: shape %s."
              .formatted(this, Shapes.show(slopes), Shapes.show(input)));
    }
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    return x.relu().add(ctx.read(alpha).neg().mul(x.neg().relu()));
  }
}
