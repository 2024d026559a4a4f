package keras.layers;

import java.util.Arrays;
import java.util.List;
import keras.engine.CallContext;
import keras.ops.ConvOps;
import keras.ops.DType;
import keras.ops.Expr;

/**
 * Makes each image smoother or sharper, by chance, at training alone: 0.5 leaves it, 0 is smooth
 * and 1 is sharp.
 *
 * <pre>{@code
 * new RandomSharpness(0.2, 0.8).valueRange(0, 1).seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or one image without the batch, of any
 * number type; with the channels first if {@code dataFormat} says so. Outputs: the same shape, in
 * the layer's dtype. Of maps, labels, boxes and masks pass as they are.
 *
 * <p>Weights: none; the state of a seed generator, which counts at inference, too.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/random_sharpness.py}.
 */
public final class RandomSharpness extends ColourLayer<RandomSharpness> {
  private static final int[] ONES = {1, 1};

  private RandomSharpness() {
    super(0, 0, 1);
  }

  /**
   * Makes a layer that draws factors in [0, factor].
   *
   * @param factor in [0, 1]
   */
  public RandomSharpness(double factor) {
    super(factor, 0, 1);
    validate();
  }

  /** Makes a layer that draws factors in [low, high]; both are in [0, 1]. */
  public RandomSharpness(double low, double high) {
    super(List.of(low, high), 0, 1);
    validate();
  }

  @Override
  boolean drawsAlways() {
    return true;
  }

  @Override
  Expr draw(Draws draws) {
    return draws.uniform(factor());
  }

  @Override
  Expr transformImages(Expr images, Expr drawn, CallContext ctx) {
    DType dtype = dtypePolicy().computeDtype();
    Expr x = turned(images);
    Expr sharpness = drawn.mul(2).cast(dtype);
    Expr smooth = x.constant(1).sub(sharpness).mul(smoothed(x).sub(x));
    Expr y = Ranges.clip(x.add(smooth), valueRange());
    return turned(y);
  }

  /** Swaps rows and columns where the inputs have their channels first, as Keras does. */
  private Expr turned(Expr x) {
    return dataFormat() == DataFormat.CHANNELS_FIRST ? x.transpose(0, 2, 1, 3) : x;
  }

  private static Expr smoothed(Expr x) {
    int channels = Math.toIntExact(x.shape().get(3));
    double[] kernel = new double[9 * channels];
    Arrays.fill(kernel, 1.0 / 13);
    Arrays.fill(kernel, 4 * channels, 5 * channels, 5.0 / 13);
    return ConvOps.depthwiseConv(
        x,
        x.wrap(x.tf().constant(kernel)).cast(x.dtype()).reshape(3, 3, channels, 1),
        ONES,
        "SAME",
        ONES);
  }
}
