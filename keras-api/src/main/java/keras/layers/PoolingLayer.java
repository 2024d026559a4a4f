package keras.layers;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * A layer that makes one value of the values in each window, channel by channel.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/pooling/base_pooling.py}.
 */
public abstract class PoolingLayer<L extends PoolingLayer<L>> extends SpatialLayer<L>
    implements PaddingOptions<L>, DataFormatOptions<L> {
  @Arg private int[] poolSize = {2};
  @Arg private int @Nullable [] strides;
  @Arg private Padding padding = Padding.VALID;
  @Arg private DataFormat dataFormat = DataFormat.CHANNELS_LAST;

  PoolingLayer(int spatialAxes, int... poolSize) {
    super(spatialAxes);
    this.poolSize = poolSize.clone();
    validate();
  }

  /** Pools the windows of inputs with the channels last. */
  abstract Expr pool(Expr x, int[] poolSize, int[] strides, String padding);

  /** Sets how far the window moves, for all spatial axes or for each; its own size by default. */
  public L strides(int... strides) {
    return Options.checked(this, "strides", strides.clone());
  }

  @Override
  final DataFormat dataFormat() {
    return dataFormat;
  }

  @Override
  protected void validate() {
    poolSize = each("pool_size", poolSize);
    int[] given = strides;
    strides = given == null ? null : each("strides", given);
    refuseCausal(padding);
  }

  private int[] steps() {
    int[] given = strides;
    return given == null ? poolSize : given;
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    config.put("strides", Arrays.stream(steps()).boxed().toList());
    return config;
  }

  @Override
  protected void check(List<Shape> inputs) {
    super.check(inputs);
    requireRoom(inputs.get(0), padding, poolSize);
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    return asInput(pool(channelsLast(x), poolSize, steps(), padding.name()));
  }
}
