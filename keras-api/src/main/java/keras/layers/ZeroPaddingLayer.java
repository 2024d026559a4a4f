package keras.layers;

import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Expr;
import keras.ops.ExtentOps;

/**
 * A layer that adds zeros around its inputs, along the spatial axes.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/reshaping/zero_padding2d.py} and its neighbours.
 */
public abstract class ZeroPaddingLayer<L extends ZeroPaddingLayer<L>> extends SpatialLayer<L>
    implements DataFormatOptions<L> {
  @Arg private Object padding;
  @Arg private DataFormat dataFormat = DataFormat.CHANNELS_LAST;

  ZeroPaddingLayer(int spatialAxes, int... padding) {
    super(spatialAxes);
    this.padding = Edges.given(spatialAxes, padding);
    this.padding = Edges.config(edges());
  }

  private int[][] edges() {
    return Edges.of(this, "padding", padding);
  }

  @Override
  final DataFormat dataFormat() {
    return dataFormat;
  }

  @Override
  protected void validate() {
    padding = Edges.config(edges());
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    return ExtentOps.pad(x, spatial()[0], edges());
  }
}
