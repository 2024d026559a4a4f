package keras.layers;

import java.util.Arrays;
import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Constants;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.types.TInt32;

/**
 * Covers a rectangle of each image, by chance, at training alone (Zhong et al., 2017).
 *
 * <pre>{@code
 * new RandomErasing().factor(0.5).scale(0.02, 0.33).fillValue(0).seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or one image without the batch, of any
 * number type; with the channels first if {@code dataFormat} says so. Outputs: the same shape, in
 * the layer's dtype. The square root of a number of {@code scale} is the share of the rows that the
 * rectangle has, that of another one its share of the columns. Of maps, labels, boxes and masks
 * pass as they are.
 *
 * <p>Weights: none; the state of a seed generator.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/random_erasing.py}.
 */
public final class RandomErasing extends DrawingLayer<RandomErasing, RandomErasing.Rectangle>
    implements FactorOptions<RandomErasing>,
        SeedOptions<RandomErasing>,
        ValueRangeOptions<RandomErasing> {
  @Arg private Object factor = List.of(0.0, 1.0);
  @Arg private Object scale = List.of(0.02, 0.33);
  @Arg private @Nullable Object fillValue;
  @Arg private List<Double> valueRange = Ranges.BYTES;
  @Arg private @Nullable Integer seed;

  /** Makes a layer that fills rectangles with noise. */
  public RandomErasing() {
    validate();
  }

  /**
   * Sets the upper end of what {@link #scale(double, double)} sets both ends of; 0 is the lower.
   */
  public RandomErasing scale(double scale) {
    return Options.checked(this, "scale", scale);
  }

  /** Sets the ends of the numbers, in [0, 1], whose square roots are the rectangle's shares. */
  public RandomErasing scale(double low, double high) {
    return Options.checked(this, "scale", List.of(low, high));
  }

  /** Sets what the rectangles hold; without it they hold noise. */
  public RandomErasing fillValue(double fillValue) {
    return Options.checked(this, "fill_value", fillValue);
  }

  /** Sets what the rectangles hold, three numbers along the last axis. */
  public RandomErasing fillValue(double... fillValue) {
    return Options.checked(this, "fill_value", Arrays.stream(fillValue).boxed().toList());
  }

  @Override
  protected void validate() {
    factor = Ranges.factor(this, "factor", factor, 0, 1);
    scale = scale();
    valueRange = Ranges.ends(this, valueRange);
    if (fillValue != null) {
      numbers(fillValue);
    }
    seedWith(seed);
  }

  private static Constants numbers(Object value) {
    Constants numbers = Constants.of(value);
    if (numbers != null && List.of(1, 3).contains(numbers.values().length)) {
      return numbers;
    }
    throw new IllegalArgumentException(
        "RandomErasing: `fill_value` must be a number or three. Received: fill_value=%s."
            .formatted(value));
  }

  private List<Double> scale() {
    return Ranges.factor(this, "scale", scale, 0, 1);
  }

  /**
   * What is drawn for a call.
   *
   * @param apply which images are covered, {@code (batch, 1, 1, 1)}
   * @param mask which pixels are covered
   * @param fill what they hold
   */
  record Rectangle(Expr apply, Expr mask, Expr fill) {}

  @Override
  Rectangle draw(Draws draws) {
    DType dtype = dtypePolicy().computeDtype();
    Operand<TInt32> two = draws.shape(draws.batch(), 2);
    Expr drawn = draws.next().uniform(two, dtype, Ranges.low(scale()), Ranges.high(scale()));
    List<Expr> sides = Numpy.split(drawn.sqrt(), 2, 1);
    Rectangles where =
        Rectangles.draw(
            draws, sides.get(0).reshape(-1, 1, 1, 1), sides.get(1).reshape(-1, 1, 1, 1));
    Expr apply = draws.chance(Ranges.factor(this, "factor", factor, 0, 1));
    return new Rectangle(apply, where.mask(), fill(draws).cast(dtype));
  }

  /** Returns what covers pixels; Keras draws and broadcasts in the layout of the inputs. */
  private Expr fill(Draws draws) {
    DType dtype = dtypePolicy().computeDtype();
    Expr images = draws.images();
    boolean first = dataFormat() == DataFormat.CHANNELS_FIRST;
    Expr x;
    if (fillValue == null) {
      Expr shape = Core.shape(first ? images.transpose(0, 3, 1, 2) : images);
      x = draws.next().normal(Core.int32(shape), dtype, 0, 1).mul(Ranges.high(valueRange));
    } else {
      x = numbers(fillValue).in(images.tf(), dtype);
      x = x.rank() == 0 ? x.reshape(1, 1, 1, 1) : x.reshape(1, 1, 1, 3);
    }
    return Ranges.clip(first ? x.transpose(0, 2, 3, 1) : x, valueRange);
  }

  @Override
  Expr transformImages(Expr images, Rectangle drawn, CallContext ctx) {
    Expr erased = drawn.mask().where(drawn.fill(), images);
    return drawn.apply().where(erased, images);
  }
}
