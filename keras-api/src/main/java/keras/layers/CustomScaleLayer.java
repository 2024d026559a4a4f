package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Expr;
import org.tensorflow.ndarray.Shape;

/**
 * Adds a branch, times a number, to what it branched off from: what InceptionResNetV2 has at the
 * end of each block.
 *
 * <pre>{@code
 * KerasTensor y = new CustomScaleLayer(0.17).apply(x, branch);
 * }</pre>
 *
 * <p>Inputs: two tensors, of shapes that broadcast. Outputs: the broadcast shape. No mask passes.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/applications/inception_resnet_v2.py}, the class {@code
 * CustomScaleLayer}, which Keras does not export.
 */
public final class CustomScaleLayer extends FluentLayer<CustomScaleLayer> {
  @Arg private double scale;

  private CustomScaleLayer() {}

  /**
   * Makes a layer.
   *
   * @param scale what the second input is multiplied by
   */
  public CustomScaleLayer(double scale) {
    this.scale = scale;
  }

  @Override
  public boolean takesList() {
    return true;
  }

  @Override
  protected void check(List<Shape> inputs) {
    if (inputs.size() != 2) {
      throw new IllegalArgumentException(
          "%s: expected exactly 2 inputs. Received: %d.".formatted(this, inputs.size()));
    }
  }

  @Override
  protected List<Expr> call(List<Expr> inputs, CallContext ctx) {
    return List.of(inputs.get(0).add(inputs.get(1).mul(scale)));
  }
}
