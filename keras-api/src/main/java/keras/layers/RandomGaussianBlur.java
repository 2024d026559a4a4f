package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.ConvOps;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;

/**
 * Blurs images with a bell curve, by chance, at training alone. Whether is drawn for each image,
 * how wide the curve is for the whole batch, in both directions.
 *
 * <pre>{@code
 * new RandomGaussianBlur().factor(0.5).kernelSize(5).sigma(0.2, 1).seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or one image without the batch, of any
 * number type; with the channels first if {@code dataFormat} says so. Outputs: the same shape, in
 * the layer's dtype. Of maps, labels, boxes and masks pass as they are.
 *
 * <p>Weights: none; the state of a seed generator.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/random_gaussian_blur.py}.
 */
public final class RandomGaussianBlur
    extends DrawingLayer<RandomGaussianBlur, RandomGaussianBlur.Blur>
    implements FactorOptions<RandomGaussianBlur>,
        SeedOptions<RandomGaussianBlur>,
        ValueRangeOptions<RandomGaussianBlur> {
  private static final int[] ONES = {1, 1};

  @Arg private Object factor = List.of(0.0, 1.0);
  @Arg private Object kernelSize = List.of(3, 3);
  @Arg private Object sigma = List.of(0.0, 1.0);
  @Arg private List<Double> valueRange = Ranges.BYTES;
  @Arg private @Nullable Integer seed;

  /** Makes a layer. */
  public RandomGaussianBlur() {
    validate();
  }

  /** Sets how many rows and columns count for a pixel, an odd number. */
  public RandomGaussianBlur kernelSize(int kernelSize) {
    return Options.checked(this, "kernel_size", kernelSize);
  }

  /** Sets how many rows and how many columns count for a pixel, odd numbers. */
  public RandomGaussianBlur kernelSize(int rows, int columns) {
    return Options.checked(this, "kernel_size", List.of(rows, columns));
  }

  /** Sets the upper end, in [0, 1], of the deviations in pixels that are drawn; 0 is the lower. */
  public RandomGaussianBlur sigma(double sigma) {
    return Options.checked(this, "sigma", sigma);
  }

  /** Sets both ends, in [0, 1], of the deviations in pixels that are drawn. */
  public RandomGaussianBlur sigma(double low, double high) {
    return Options.checked(this, "sigma", List.of(low, high));
  }

  @Override
  protected void validate() {
    factor = Ranges.factor(this, "factor", factor, 0, 1);
    kernelSize = kernelSize();
    sigma = sigma();
    valueRange = Ranges.ends(this, valueRange);
    seedWith(seed);
  }

  private List<Integer> kernelSize() {
    Object given = kernelSize instanceof Number n ? List.of(n, n) : kernelSize;
    if (given instanceof List<?> pair
        && pair.size() == 2
        && pair.get(0) instanceof Number a
        && pair.get(1) instanceof Number b
        && isOdd(a)
        && isOdd(b)) {
      return List.of(a.intValue(), b.intValue());
    }
    throw new IllegalArgumentException(
        "RandomGaussianBlur: `kernel_size` must be an odd number above 0, or two. Received: kernel_size=%s."
            .formatted(kernelSize));
  }

  private static boolean isOdd(Number n) {
    return n.doubleValue() > 0 && n.doubleValue() % 2 == 1;
  }

  private List<Double> sigma() {
    return Ranges.factor(this, "sigma", sigma, 0, 1);
  }

  /**
   * What is drawn for a call.
   *
   * @param apply which images are blurred, {@code (batch, 1, 1, 1)}
   * @param widths the deviations along both axes
   */
  record Blur(Expr apply, Expr widths) {}

  @Override
  Blur draw(Draws draws) {
    Expr apply = draws.chance(Ranges.factor(this, "factor", factor, 0, 1));
    DType dtype = dtypePolicy().computeDtype();
    Expr widths =
        draws.next().uniform(draws.shape(2), dtype, Ranges.low(sigma()), Ranges.high(sigma()));
    return new Blur(apply, widths.add(1e-6));
  }

  @Override
  Expr transformImages(Expr images, Blur drawn, CallContext ctx) {
    Expr blurred = blurred(images, drawn.widths().cast(images.dtype()));
    return Ranges.clip(drawn.apply().where(blurred, images), valueRange);
  }

  /** As in Keras, the first numbers are those of the columns where both differ. */
  private Expr blurred(Expr x, Expr widths) {
    int[] size = kernelSize().stream().mapToInt(Number::intValue).toArray();
    Expr columns = bell(size[0], widths, 0).reshape(1, size[0]);
    Expr rows = bell(size[1], widths, 1).reshape(size[1], 1);
    Expr one = rows.mul(columns).reshape(size[0], size[1], 1, 1);
    int channels = Math.toIntExact(x.shape().get(3));
    Expr filters = x.wrap(x.tf().tile(one, x.tf().constant(new int[] {1, 1, channels, 1})));
    return ConvOps.depthwiseConv(x, filters, ONES, "SAME", ONES);
  }

  private static Expr bell(int size, Expr widths, int place) {
    Expr width = Numpy.take(widths, Core.constant(widths.tf(), place, DType.INT32), 0);
    Expr at = Numpy.arange(widths.tf(), 0, size, 1, widths.dtype()).sub((size - 1) / 2.0);
    Expr curve = at.div(width).pow(2).mul(-0.5).exp();
    return curve.div(curve.sum());
  }
}
