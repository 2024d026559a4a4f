package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;

/**
 * Stretches the values of each channel of each image over the whole range of values, at training
 * and otherwise. A channel of one value stays.
 *
 * <pre>{@code
 * new AutoContrast().valueRange(0, 1)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or one image without the batch, of any
 * number type. Outputs: the same shape, in the layer's dtype. As in Keras, the second and third
 * axes are stretched together with the channels first, too. Of maps, labels, boxes and masks pass
 * as they are.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/auto_contrast.py}.
 */
public final class AutoContrast extends SteadyLayer<AutoContrast>
    implements ValueRangeOptions<AutoContrast> {
  @Arg private List<Double> valueRange = Ranges.BYTES;

  /** Makes a layer. */
  public AutoContrast() {}

  @Override
  protected void validate() {
    valueRange = Ranges.sortedEnds(this, valueRange);
  }

  @Override
  boolean transformsAlways() {
    return true;
  }

  @Override
  Expr transformImages(Expr images, Expr drawn, CallContext ctx) {
    DType dtype = dtypePolicy().computeDtype();
    Expr x = transformValueRange(images, valueRange, Ranges.BYTES, dtype);
    int[] axes = dataFormat() == DataFormat.CHANNELS_FIRST ? new int[] {3, 1} : new int[] {1, 2};
    Expr low = Numpy.min(x, axes, true);
    Expr high = Numpy.max(x, axes, true);
    Expr scale = x.constant(255).div(high.sub(low));
    Expr stretched = x.mul(scale).add(low.neg().mul(scale)).clip(0, 255);
    Expr out = transformValueRange(stretched, Ranges.BYTES, valueRange, dtype);
    Expr none = out.wrap(out.tf().math.isNan(out));
    return none.where(images, out);
  }
}
