package keras.layers;

import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Expr;

/**
 * A layer that makes one value of each channel.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/pooling/base_global_pooling.py}.
 */
public abstract class GlobalPoolingLayer<L extends GlobalPoolingLayer<L>> extends SpatialLayer<L>
    implements DataFormatOptions<L> {
  @Arg private DataFormat dataFormat = DataFormat.CHANNELS_LAST;
  @Arg private boolean keepdims;

  GlobalPoolingLayer(int spatialAxes) {
    super(spatialAxes);
  }

  /** Makes one value of all along axes, which stay as 1 or go. */
  abstract Expr pool(Expr x, int[] axes, boolean keepdims);

  /** Sets whether the spatial axes stay, with size 1. */
  public L keepdims(boolean keepdims) {
    return Options.checked(this, "keepdims", keepdims);
  }

  @Override
  final DataFormat dataFormat() {
    return dataFormat;
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    return pool(x, spatial(), keepdims);
  }
}
