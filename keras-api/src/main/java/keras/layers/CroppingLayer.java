package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.ops.Expr;
import keras.ops.ExtentOps;
import org.tensorflow.ndarray.Shape;

/**
 * A layer that cuts the edges of its inputs off, along the spatial axes.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/reshaping/cropping2d.py} and its neighbours.
 */
public abstract class CroppingLayer<L extends CroppingLayer<L>> extends SpatialLayer<L> {
  @Arg private Object cropping;

  CroppingLayer(int spatialAxes, int... cropping) {
    super(spatialAxes);
    this.cropping = Edges.given(spatialAxes, cropping);
    this.cropping = Edges.config(edges());
  }

  private int[][] edges() {
    return Edges.of(this, "cropping", cropping);
  }

  @Override
  protected void validate() {
    cropping = Edges.config(edges());
  }

  @Override
  protected void check(List<Shape> inputs) {
    super.check(inputs);
    int[][] edges = edges();
    int[] axes = spatial();
    for (int i = 0; i < axes.length; i++) {
      long size = inputs.get(0).get(axes[i]);
      if (size >= 0 && size <= (long) edges[i][0] + edges[i][1]) {
        throw new IllegalArgumentException(
            "%s: expected inputs that are longer than what is cropped. Received: cropping=%s for inputs of shape %s."
                .formatted(this, cropping, Shapes.show(inputs.get(0))));
      }
    }
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    return ExtentOps.crop(x, spatial()[0], edges());
  }
}
