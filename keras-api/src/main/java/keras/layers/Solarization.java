package keras.layers;

import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * Adds a number to each image, by chance, and makes a negative of the pixels from a threshold on,
 * which is drawn too, at training alone; without factors, negatives of whole images.
 *
 * <pre>{@code
 * new Solarization().additionFactor(0.1).thresholdFactor(0.3, 0.6).seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or one image without the batch, of any
 * number type. Outputs: the same shape, in the layer's dtype. As in Keras, the lower ends of both
 * factors count in 255ths of the range of values, and the upper ones in whole ranges. Of maps,
 * labels, boxes and masks pass as they are.
 *
 * <p>Weights: none; the state of a seed generator.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/solarization.py}.
 */
public final class Solarization extends DrawingLayer<Solarization, Solarization.Numbers>
    implements SeedOptions<Solarization>, ValueRangeOptions<Solarization> {
  @Arg private Object additionFactor = List.of(0.0, 0.0);
  @Arg private Object thresholdFactor = List.of(0.0, 0.0);
  @Arg private List<Double> valueRange = Ranges.BYTES;
  @Arg private @Nullable Integer seed;

  /** Makes a layer that makes negatives. */
  public Solarization() {
    validate();
  }

  /** Sets the upper end, in [0, 1], of what is added; 0 is the lower. */
  public Solarization additionFactor(double factor) {
    return Options.checked(this, "addition_factor", factor);
  }

  /** Sets both ends, in [0, 1], of what is added. */
  public Solarization additionFactor(double low, double high) {
    return Options.checked(this, "addition_factor", List.of(low, high));
  }

  /** Sets the upper end, in [0, 1], of the threshold; 0 is the lower. */
  public Solarization thresholdFactor(double factor) {
    return Options.checked(this, "threshold_factor", factor);
  }

  /** Sets both ends, in [0, 1], of the threshold. */
  public Solarization thresholdFactor(double low, double high) {
    return Options.checked(this, "threshold_factor", List.of(low, high));
  }

  @Override
  protected void validate() {
    additionFactor = ends("addition_factor", additionFactor);
    thresholdFactor = ends("threshold_factor", thresholdFactor);
    valueRange = Ranges.sortedEnds(this, valueRange);
    seedWith(seed);
  }

  private List<Double> ends(String key, Object given) {
    Object pair = given instanceof Number n ? List.of(0, n) : given;
    if (pair instanceof List<?> two
        && two.size() == 2
        && two.get(0) instanceof Number a
        && two.get(1) instanceof Number b
        && isShare(a)
        && isShare(b)) {
      return Factor.sorted(a.doubleValue(), b.doubleValue()).asList();
    }
    throw new IllegalArgumentException(
        "Solarization: `%s` must be a number in [0, 1], or two. Received: %s=%s."
            .formatted(key, key, given));
  }

  private static boolean isShare(Number n) {
    return n.doubleValue() >= 0 && n.doubleValue() <= 1;
  }

  /**
   * What is drawn for a call, {@code (batch, 1, 1, 1)} both.
   *
   * @param additions what is added
   * @param thresholds from where on pixels become negatives
   */
  record Numbers(Expr additions, Expr thresholds) {}

  @Override
  Numbers draw(Draws draws) {
    Expr additions = draw(draws, ends("addition_factor", additionFactor));
    Expr thresholds = draw(draws, ends("threshold_factor", thresholdFactor));
    return new Numbers(additions, thresholds);
  }

  private Expr draw(Draws draws, List<Double> ends) {
    DType dtype = dtypePolicy().computeDtype();
    return draws.uniform(dtype, Ranges.low(ends), Ranges.high(ends) * 255);
  }

  @Override
  Expr transformImages(Expr images, Numbers drawn, CallContext ctx) {
    DType dtype = dtypePolicy().computeDtype();
    Expr pixels = transformValueRange(images, valueRange, Ranges.BYTES, dtype);
    Expr x = pixels.add(drawn.additions().cast(dtype)).clip(0, 255);
    Expr negative = x.constant(255).sub(x);
    Expr out = x.less(drawn.thresholds().cast(dtype)).where(x, negative);
    return transformValueRange(out, Ranges.BYTES, valueRange, dtype);
  }
}
