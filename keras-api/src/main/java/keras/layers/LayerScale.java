package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.initializers.Constant;
import keras.ops.Expr;
import org.tensorflow.ndarray.Shape;

/**
 * Multiplies each channel by a number of its own that training finds (Touvron et al., 2021): what
 * ConvNeXt has at the end of each branch.
 *
 * <pre>{@code
 * new LayerScale(1e-6, 96)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, ..., channels)}. Outputs: the same shape.
 *
 * <p>Weights: {@code variable (projectionDim)}; Keras gives it no name of its own.
 *
 * <p>Keras: {@code keras/src/applications/convnext.py}, the class {@code LayerScale}, which Keras
 * does not export.
 */
public final class LayerScale extends FluentLayer<LayerScale> {
  @Arg private double initValues;
  @Arg private int projectionDim;

  private Variable gamma;

  private LayerScale() {}

  /**
   * Makes a layer that scales channels.
   *
   * @param initValues what the scales start from
   * @param projectionDim how many channels there are
   */
  public LayerScale(double initValues, int projectionDim) {
    this.initValues = initValues;
    this.projectionDim = projectionDim;
    validate();
  }

  @Override
  protected void validate() {
    if (projectionDim < 1) {
      throw new IllegalArgumentException(
          "LayerScale: `projection_dim` must be a positive integer. Received: projection_dim=%d."
              .formatted(projectionDim));
    }
  }

  @Override
  protected void build(Shape input) {
    gamma = addWeight("variable", Shape.of(projectionDim), new Constant(initValues));
  }

  @Override
  protected void check(List<Shape> inputs) {
    Shape input = inputs.get(0);
    long channels = input.get(input.numDimensions() - 1);
    if (channels >= 0 && channels != projectionDim) {
      throw new IllegalArgumentException(
          "%s: expected inputs with last axis %d. Received: shape %s."
              .formatted(this, projectionDim, Shapes.show(input)));
    }
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    return x.mul(ctx.read(gamma));
  }
}
