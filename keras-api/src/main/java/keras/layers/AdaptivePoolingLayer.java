package keras.layers;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Expr;
import keras.ops.Ops;

/**
 * A layer that pools windows of such sizes that the output has a size that is given.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/pooling/base_adaptive_pooling.py}.
 */
public abstract class AdaptivePoolingLayer<L extends AdaptivePoolingLayer<L>>
    extends SpatialLayer<L> implements DataFormatOptions<L> {
  @Arg private int[] outputSize = {1};
  @Arg private DataFormat dataFormat = DataFormat.CHANNELS_LAST;

  AdaptivePoolingLayer(int spatialAxes, int... outputSize) {
    super(spatialAxes);
    this.outputSize = outputSize.clone();
    validate();
  }

  /** Returns the operation of {@code keras.ops} that pools. */
  abstract String operation();

  @Override
  final DataFormat dataFormat() {
    return dataFormat;
  }

  @Override
  protected void validate() {
    outputSize = each("output_size", outputSize);
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    List<Integer> sizes = Arrays.stream(outputSize).boxed().toList();
    String format = dataFormat.name().toLowerCase(Locale.ROOT);
    return Ops.call(
        operation(), x, how -> how.with("output_size", sizes).with("data_format", format));
  }
}
