package keras.layers;

import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Expr;
import keras.ops.ExtentOps;

/**
 * A layer that repeats each value of its inputs, along the spatial axes.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/reshaping/up_sampling2d.py} and its neighbour.
 */
public abstract class UpSamplingLayer<L extends UpSamplingLayer<L>> extends SpatialLayer<L>
    implements DataFormatOptions<L> {
  @Arg private int[] size = {2};
  @Arg private DataFormat dataFormat = DataFormat.CHANNELS_LAST;

  UpSamplingLayer(int spatialAxes, int... size) {
    super(spatialAxes);
    this.size = each("size", size);
  }

  @Override
  final DataFormat dataFormat() {
    return dataFormat;
  }

  /** Returns how many times larger each spatial axis becomes. */
  final int[] size() {
    return size;
  }

  @Override
  protected void validate() {
    size = each("size", size);
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    Expr y = x;
    int[] axes = spatial();
    for (int i = 0; i < axes.length; i++) {
      y = ExtentOps.repeat(y, size[i], axes[i]);
    }
    return y;
  }
}
