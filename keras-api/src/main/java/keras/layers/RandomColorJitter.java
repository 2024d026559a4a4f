package keras.layers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import keras.config.Arg;
import keras.config.Configs;
import keras.config.ConstructionOrder;
import keras.engine.CallContext;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * Changes the brightness, the contrast, the saturation and the hue of each image, one after the
 * other, by chance, at training alone; those of them that have a factor.
 *
 * <pre>{@code
 * new RandomColorJitter().brightnessFactor(0.2).contrastFactor(0.3).hueFactor(0.1).seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, with 3 channels for saturation and hue, or
 * one image without the batch, of any number type. Outputs: the same shape, in the layer's dtype.
 * As in Keras, {@code dataFormat} does not count: contrast, saturation and hue are those of
 * channels that are last. Of maps, labels, boxes and masks pass as they are.
 *
 * <p>Weights: none; the states of seed generators, of which the layer's own draws.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/random_color_jitter.py}.
 */
public final class RandomColorJitter
    extends DrawingLayer<RandomColorJitter, RandomColorJitter.Jitter>
    implements SeedOptions<RandomColorJitter>, ValueRangeOptions<RandomColorJitter> {
  @Arg private List<Double> valueRange = Ranges.BYTES;
  @Arg private @Nullable Object brightnessFactor;
  @Arg private @Nullable Object contrastFactor;
  @Arg private @Nullable Object saturationFactor;
  @Arg private @Nullable Object hueFactor;
  @Arg private @Nullable Integer seed;

  private @Nullable RandomBrightness randomBrightness;
  private @Nullable RandomContrast randomContrast;
  private @Nullable RandomSaturation randomSaturation;
  private @Nullable RandomHue randomHue;

  /** Makes a layer that changes nothing yet. */
  public RandomColorJitter() {
    validate();
  }

  /** Sets the share of the range of values that is added, as {@link RandomBrightness} does. */
  public RandomColorJitter brightnessFactor(double factor) {
    return Options.checked(this, "brightness_factor", factor);
  }

  /** Sets both ends, in [-1, 1], of the share of the range of values that is added. */
  public RandomColorJitter brightnessFactor(double low, double high) {
    return Options.checked(this, "brightness_factor", List.of(low, high));
  }

  /** Sets the contrast, as {@link RandomContrast} does. */
  public RandomColorJitter contrastFactor(double factor) {
    return Options.checked(this, "contrast_factor", factor);
  }

  /** Sets both numbers, in [0, 1], that contrasts are drawn by: from 1 - low to 1 + high. */
  public RandomColorJitter contrastFactor(double low, double high) {
    return Options.checked(this, "contrast_factor", List.of(low, high));
  }

  /** Sets the saturation, as {@link RandomSaturation} does. */
  public RandomColorJitter saturationFactor(double factor) {
    return Options.checked(this, "saturation_factor", factor);
  }

  /** Sets both ends, in [-1, 1], of the saturation. */
  public RandomColorJitter saturationFactor(double low, double high) {
    return Options.checked(this, "saturation_factor", List.of(low, high));
  }

  /** Sets how far the hue turns, as {@link RandomHue} does. */
  public RandomColorJitter hueFactor(double factor) {
    return Options.checked(this, "hue_factor", factor);
  }

  /** Sets both ends, in [0, 1], of how far the hue turns. */
  public RandomColorJitter hueFactor(double low, double high) {
    return Options.checked(this, "hue_factor", List.of(low, high));
  }

  @Override
  protected void validate() {
    valueRange = Ranges.ends(this, valueRange);
    seedWith(seed);
    randomBrightness = inner(RandomBrightness.class, brightnessFactor);
    randomContrast = inner(RandomContrast.class, contrastFactor);
    randomSaturation = inner(RandomSaturation.class, saturationFactor);
    randomHue = inner(RandomHue.class, hueFactor);
  }

  /** Makes a layer of the default dtype with the channels last, whatever this one has, as Keras. */
  private <D extends Layer> @Nullable D inner(Class<D> type, @Nullable Object factor) {
    Map<String, @Nullable Object> config = new HashMap<>();
    config.put("factor", factor);
    config.put("value_range", valueRange);
    config.put("seed", seed);
    return factor == null ? null : ConstructionOrder.held(() -> Configs.from(type, config));
  }

  @Override
  void takeSeeds() {
    super.takeSeeds();
    inner().forEach(layer -> layer.state.takeTurn());
  }

  /** What is drawn for a call, by the layers inside; null where there is none. */
  record Jitter(
      @Nullable Expr brightness,
      @Nullable Expr contrast,
      @Nullable Expr saturation,
      @Nullable Expr hue) {}

  @Override
  Jitter draw(Draws draws) {
    return new Jitter(
        draw(randomBrightness, draws),
        draw(randomContrast, draws),
        draw(randomSaturation, draws),
        draw(randomHue, draws));
  }

  private static @Nullable Expr draw(@Nullable DrawingLayer<?, Expr> layer, Draws draws) {
    return layer == null ? null : layer.draw(draws);
  }

  @Override
  Expr transformImages(Expr images, Jitter drawn, CallContext ctx) {
    boolean first = dataFormat() == DataFormat.CHANNELS_FIRST;
    Expr x = first ? images.transpose(0, 3, 1, 2) : images;
    x = transformed(randomBrightness, x, drawn.brightness(), ctx);
    x = transformed(randomContrast, x, drawn.contrast(), ctx);
    x = transformed(randomSaturation, x, drawn.saturation(), ctx);
    x = transformed(randomHue, x, drawn.hue(), ctx).cast(dtypePolicy().computeDtype());
    return first ? x.transpose(0, 2, 3, 1) : x;
  }

  private static Expr transformed(
      @Nullable DrawingLayer<?, Expr> layer, Expr x, @Nullable Expr drawn, CallContext ctx) {
    return layer == null || drawn == null ? x : layer.transformImages(x, drawn, ctx);
  }
}
