package keras.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import keras.config.Arg;
import keras.config.Configs;
import keras.config.ConstructionOrder;
import keras.engine.CallContext;
import keras.ops.BoundingBoxes;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * A layer of layers that each transform images, of which it applies some by chance; all of them
 * draw from its own generator.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/rand_augment.py}, {@code
 * aug_mix.py}.
 *
 * @param <L> the layer
 * @param <T> what is drawn for a call
 */
public abstract class AugmentationLayer<L extends AugmentationLayer<L, T>, T>
    extends DrawingLayer<L, T> implements FactorOptions<L>, SeedOptions<L>, ValueRangeOptions<L> {
  @Arg private List<Double> valueRange = Ranges.BYTES;
  @Arg private Object factor;
  @Arg private Interpolation interpolation = Interpolation.BILINEAR;
  @Arg private @Nullable Integer seed;

  private final Map<String, ImageLayer<?, ?>> parts = new LinkedHashMap<>();

  /**
   * Makes a layer.
   *
   * @param factor Keras' default
   */
  AugmentationLayer(double factor) {
    this.factor = List.of(0.0, factor);
  }

  /** Sets how pixels that move come from old ones: {@code "bilinear"} or {@code "nearest"}. */
  public L interpolation(Interpolation interpolation) {
    return Options.checked(this, "interpolation", interpolation);
  }

  /** Sets how pixels that move come from old ones by Keras' name. */
  public L interpolation(String id) {
    return interpolation(Options.named(this, "interpolation", Interpolation.class, id));
  }

  @Override
  protected void validate() {
    factor = Ranges.factor(this, "factor", factor, 0, 1);
    valueRange = Ranges.ends(this, valueRange);
    if (interpolation != Interpolation.BILINEAR && interpolation != Interpolation.NEAREST) {
      throw new IllegalArgumentException(
          "%s: `interpolation` must be 'bilinear' or 'nearest'. Received: interpolation='%s'."
              .formatted(getClass().getSimpleName(), id(interpolation)));
    }
    seedWith(seed);
  }

  private static String id(Enum<?> option) {
    return option.name().toLowerCase(Locale.ROOT);
  }

  final List<Double> valueRange() {
    return valueRange;
  }

  /** Says which layers there are, in the order in which Keras makes them. */
  abstract void addParts();

  // ---------------------------------------------------------------- layers inside

  /** Adds the layers that move what images show. */
  final void movingParts() {
    part("random_shear", RandomShear.class, "x_factor", "y_factor");
    part("random_translation", RandomTranslation.class, "height_factor", "width_factor");
    part("random_rotation", RandomRotation.class, "factor");
  }

  /** Adds the layers that change brightness, grey, contrast and sharpness. */
  final void colourParts() {
    part("random_brightness", RandomBrightness.class, "factor");
    part("random_color_degeneration", RandomColorDegeneration.class, "factor");
    part("random_contrast", RandomContrast.class, "factor");
    part("random_sharpness", RandomSharpness.class, "factor");
  }

  /** Adds the layers that map each value of a channel to another one. */
  final void levelParts() {
    part("solarization", Solarization.class, "addition_factor", "threshold_factor");
    posterization();
    part("auto_contrast", AutoContrast.class);
    part("equalization", Equalization.class);
  }

  /** Adds a layer with a factor, or with two of these names. */
  private void part(String name, Class<? extends ImageLayer<?, ?>> type, String... factors) {
    Map<String, @Nullable Object> config = partConfig();
    for (String key : factors) {
      config.put(key, factor);
    }
    add(name, type, config);
  }

  /** Adds a layer that keeps some bits of what pixels hold. */
  private void posterization() {
    Map<String, @Nullable Object> config = partConfig();
    double most = Ranges.high(Ranges.factor(this, "factor", factor, 0, 1));
    config.put("factor", Math.max(1, (int) (8 * most)));
    add("random_posterization", RandomPosterization.class, config);
  }

  private Map<String, @Nullable Object> partConfig() {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("value_range", valueRange);
    config.put("interpolation", id(interpolation));
    config.put("seed", seed);
    config.put("data_format", id(dataFormat()));
    config.put("bounding_box_format", config().get("bounding_box_format"));
    return config;
  }

  private void add(
      String name, Class<? extends ImageLayer<?, ?>> type, Map<String, @Nullable Object> config) {
    config.keySet().retainAll(Configs.keys(type));
    config.values().removeIf(Objects::isNull);
    ImageLayer<?, ?> part = ConstructionOrder.held(() -> Configs.from(type, config));
    part.dtype(dtypePolicy().name());
    part.drawFrom(this::generator);
    parts.put(name, track(name, part));
  }

  /** Makes the layers inside where Python makes them, so that default seeds are those of Keras. */
  @Override
  void takeSeeds() {
    super.takeSeeds();
    if (parts.isEmpty()) {
      addParts();
    }
    parts.values().forEach(layer -> layer.state.takeTurn());
  }

  @Override
  protected void build(Shape input) {
    if (parts.isEmpty() || seed != null) { // options that came later count, too
      parts.clear();
      addParts();
    }
    parts.values().forEach(part -> part.buildFor(input));
  }

  /** What one of the layers draws for a call, and what it does by that. */
  record Step<T>(ImageLayer<?, T> layer, T drawn, CallContext ctx) {
    static <T> Step<T> of(ImageLayer<?, T> layer, Expr images, CallContext ctx) {
      return new Step<>(layer, layer.getRandomTransformation(images, ctx), ctx);
    }

    Expr images(Expr x) {
      return layer.transformImages(x, drawn, ctx).cast(x.dtype());
    }

    Expr masks(Expr x) {
      return layer.transformSegmentationMasks(x, drawn, ctx).cast(x.dtype());
    }

    BoundingBoxes boxes(BoundingBoxes x, Expr images) {
      return layer.transformBoundingBoxes(x, drawn, images, ctx);
    }
  }

  /** Lets a layer inside draw. */
  final Step<?> step(String name, Expr images, CallContext ctx) {
    return Step.of(Objects.requireNonNull(parts.get(name)), images, ctx);
  }

  /** Lets all layers of these names draw, in this order. */
  final List<Step<?>> steps(List<String> names, Expr images, CallContext ctx) {
    List<Step<?>> steps = new ArrayList<>();
    names.forEach(name -> steps.add(step(name, images, ctx)));
    return steps;
  }
}
