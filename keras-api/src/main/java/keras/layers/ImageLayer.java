package keras.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import keras.config.Arg;
import keras.engine.Arguments;
import keras.engine.CallContext;
import keras.engine.Structure;
import keras.ops.BoundingBoxFormat;
import keras.ops.BoundingBoxes;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.random.SeedGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A layer that prepares or augments images, and what belongs to them.
 *
 * <p>Inputs: images alone, or a map with {@code "images"} and any of {@code "labels"}, {@code
 * "bounding_boxes"} (a map of {@code "boxes"} and {@code "labels"}) and {@code
 * "segmentation_masks"}; further entries pass as they are. All of it is a batch, or all of it
 * belongs to one image and has no batch axis. Outputs: the same entries.
 *
 * <pre>{@code
 * Structure<NdArray<?>> out = layer.runAll(Map.of("images", images, "labels", labels), true);
 * Structure<KerasTensor> next = layer.applyAll(Map.of("images", images, "labels", labels));
 * Dataset mixed = data.map(layer.onFields(List.of("images"), List.of("labels")));
 * }</pre>
 *
 * <p>A layer says what it draws for a call, {@link #getRandomTransformation}, and what becomes of
 * images by it, {@link #transformImages}; boxes, labels and masks stay as they are unless it
 * overrides more. These methods always see batches with the channels last, whatever the inputs are.
 * A layer without a draw of its own is a {@link SteadyLayer}, or has {@code Expr} as {@code T}, and
 * returns the images.
 *
 * <p>Keras: {@code
 * keras/src/layers/preprocessing/image_preprocessing/base_image_preprocessing_layer.py}.
 *
 * @param <L> the layer
 * @param <T> what is drawn for a call: a record of tensors, or one tensor
 */
public abstract class ImageLayer<L extends ImageLayer<L, T>, T> extends FluentLayer<L>
    implements DataFormatOptions<L> {
  private static final String IMAGES = "images";
  private static final String BOXES = "bounding_boxes";
  private static final String LABELS = "labels";
  private static final String MASKS = "segmentation_masks";

  @Arg private DataFormat dataFormat = DataFormat.CHANNELS_LAST;
  @Arg private @Nullable BoundingBoxFormat boundingBoxFormat;

  private @Nullable Supplier<SeedGenerator> around;

  ImageLayer() {}

  /** Says what the numbers of bounding boxes are; needed where the inputs have some. */
  public L boundingBoxFormat(BoundingBoxFormat format) {
    return with(() -> this.boundingBoxFormat = format);
  }

  /** Says what the numbers of bounding boxes are by Keras' name, as in {@code "rel_xyxy"}. */
  public L boundingBoxFormat(String id) {
    return boundingBoxFormat(
        Options.named(this, "bounding_box_format", BoundingBoxFormat.class, id));
  }

  @Override
  public boolean trainsByDefault() {
    return true;
  }

  /** Returns the config; as in Keras, without a format of boxes where none is set. */
  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    if (boundingBoxFormat == null) {
      config.remove("bounding_box_format");
    }
    return config;
  }

  // ---------------------------------------------------------------- what a layer says

  /** Whether the layer does at inference what it does at training; false unless overridden. */
  boolean transformsAlways() {
    return false;
  }

  /** Whether the layer draws at inference, too, for nothing; false unless overridden. */
  boolean drawsAlways() {
    return false;
  }

  /** Whether a single image without a batch is transformed; true unless overridden. */
  boolean transformsSingle() {
    return true;
  }

  /** Whether masks are cast to the dtype the layer computes in, as images are. */
  boolean castsMasks() {
    return false;
  }

  /**
   * Draws what happens to the images of a call. It is called where the layer trains, or always if
   * {@link #transformsAlways} or {@link #drawsAlways}.
   *
   * @param images {@code (batch, rows, columns, channels)}, as they came
   */
  abstract T getRandomTransformation(Expr images, CallContext ctx);

  /**
   * Transforms images.
   *
   * @param images {@code (batch, rows, columns, channels)}, in the dtype of {@link #imagesDtype}
   */
  abstract Expr transformImages(Expr images, T transformation, CallContext ctx);

  /** Returns the dtype that images are cast to: that in which the layer computes. */
  DType imagesDtype(Expr images) {
    return dtypePolicy().computeDtype();
  }

  /** Transforms labels, {@code (batch, …)}; none unless overridden. */
  Expr transformLabels(Expr labels, T transformation, CallContext ctx) {
    return labels;
  }

  /**
   * Transforms boxes; none unless overridden.
   *
   * @param boxes float32, in the {@link #boxFormat}
   * @param images {@code (batch, rows, columns, channels)}, as they came, for their sizes
   */
  BoundingBoxes transformBoundingBoxes(
      BoundingBoxes boxes, T transformation, Expr images, CallContext ctx) {
    return boxes;
  }

  /** Transforms masks, {@code (batch, rows, columns, channels)}; none unless overridden. */
  Expr transformSegmentationMasks(Expr masks, T transformation, CallContext ctx) {
    return masks;
  }

  // ---------------------------------------------------------------- what layers use

  /** Lets the layer draw from the generator of a layer around it. */
  final void drawFrom(Supplier<SeedGenerator> seeds) {
    around = seeds;
  }

  /** Returns the generator to draw from: that of a layer around this one, or its own. */
  final SeedGenerator drawing(@Nullable SeedGenerator own) {
    return around == null ? Objects.requireNonNull(own) : around.get();
  }

  /** Returns where the inputs have their channels; the methods above see them last. */
  final DataFormat dataFormat() {
    return dataFormat;
  }

  /** Returns the format of the boxes that come and go. */
  final BoundingBoxFormat boxFormat() {
    return Objects.requireNonNull(boundingBoxFormat);
  }

  /** Returns the number of rows of a batch of images, a scalar of int32. */
  static Expr height(Expr images) {
    return Core.size(images, 1);
  }

  /** Returns the number of columns of a batch of images, a scalar of int32. */
  static Expr width(Expr images) {
    return Core.size(images, 2);
  }

  /**
   * Returns values of one range in another one; the same where both ranges are.
   *
   * @param from the lowest and the highest value
   * @param to likewise
   * @param dtype in which that is computed
   */
  static Expr transformValueRange(Expr x, List<Double> from, List<Double> to, DType dtype) {
    if (from.equals(to)) {
      return x;
    }
    Expr values = x.cast(dtype);
    Expr low = values.constant(from.get(0));
    Expr share = values.sub(low).div(values.constant(from.get(1)).sub(low));
    Expr least = values.constant(to.get(0));
    return share.mul(values.constant(to.get(1)).sub(least)).add(least);
  }

  // ---------------------------------------------------------------- calls

  @Override
  protected final Expr call(Expr x, CallContext ctx) {
    ImageForm form = ImageForm.of(this, x, dataFormat);
    Expr images = form.batch(x);
    return form.asGiven(transformed(images, drawn(images, form, ctx), ctx));
  }

  @Override
  protected final Structure<Expr> call(Arguments<Expr> in, CallContext ctx) {
    if (!(in.first() instanceof Map<?, ?> data)) {
      return super.call(in, ctx);
    }
    Expr given = tensor(data, "", IMAGES);
    ImageForm form = ImageForm.of(this, given, dataFormat);
    Expr images = form.batch(given);
    T drawn = drawn(images, form, ctx);
    Map<String, Structure<Expr>> out = new LinkedHashMap<>();
    data.forEach((key, value) -> out.put(String.valueOf(key), structure(key, value)));
    out.put(IMAGES, Structure.of(form.asGiven(transformed(images, drawn, ctx))));
    if (data.containsKey(BOXES)) {
      out.put(BOXES, boxes(data.get(BOXES), form, drawn, images, ctx));
    }
    if (data.containsKey(LABELS)) {
      Expr labels = form.withBatch(tensor(data, "", LABELS));
      Expr y = drawn == null ? labels : transformLabels(labels, drawn, ctx);
      out.put(LABELS, Structure.of(form.withoutBatch(y)));
    }
    if (data.containsKey(MASKS)) {
      Expr masks = form.batch(tensor(data, "", MASKS));
      Expr x = castsMasks() ? masks.cast(imagesDtype(masks)) : masks;
      Expr y = drawn == null ? x : transformSegmentationMasks(x, drawn, ctx);
      out.put(MASKS, Structure.of(form.asGiven(y)));
    }
    return new Structure.Fields<>(out);
  }

  private @Nullable T drawn(Expr images, ImageForm form, CallContext ctx) {
    boolean transforms = ctx.training() || transformsAlways();
    if ((form.single() && !transformsSingle()) || (!transforms && !drawsAlways())) {
      return null;
    }
    T drawn = getRandomTransformation(images, ctx);
    return transforms ? drawn : null;
  }

  private Expr transformed(Expr images, @Nullable T drawn, CallContext ctx) {
    Expr x = images.cast(imagesDtype(images));
    return drawn == null ? x : transformImages(x, drawn, ctx);
  }

  private Structure<Expr> boxes(
      @Nullable Object value, ImageForm form, @Nullable T drawn, Expr images, CallContext ctx) {
    if (boundingBoxFormat == null) {
      throw new IllegalArgumentException(
          "%s: the inputs have `bounding_boxes`, but no format of boxes is set. Say what their numbers are: %s.boundingBoxFormat(\"xyxy\")."
              .formatted(this, getClass().getSimpleName()));
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(
          "%s: `bounding_boxes` must be a map of `boxes` and `labels`. Received: %s."
              .formatted(this, value));
    }
    Expr boxes = tensor(map, BOXES, "boxes");
    Expr labels = tensor(map, BOXES, LABELS);
    form.requireBoxes(boxes, labels);
    Expr numbers = form.withBatch(boxes).cast(DType.FLOAT32);
    BoundingBoxes given = new BoundingBoxes(numbers, form.withBatch(labels));
    BoundingBoxes made = drawn == null ? given : transformBoundingBoxes(given, drawn, images, ctx);
    Map<String, Structure<Expr>> out = new LinkedHashMap<>();
    map.forEach((key, v) -> out.put(String.valueOf(key), structure(key, v)));
    out.put("boxes", Structure.of(form.withoutBatch(made.boxes())));
    out.put(LABELS, Structure.of(form.withoutBatch(made.labels())));
    return new Structure.Fields<>(out);
  }

  private Expr tensor(Map<?, ?> data, String in, String name) {
    if (data.get(name) instanceof Expr x) {
      return x;
    }
    throw new IllegalArgumentException(
        "%s: expected a tensor `%s`%s. Received: %s."
            .formatted(
                this,
                name,
                in.isEmpty() ? "" : " in `" + in + "`",
                data.get(name) == null ? data.keySet() : data.get(name)));
  }

  private Structure<Expr> structure(Object key, @Nullable Object value) {
    if (value instanceof Expr x) {
      return Structure.of(x);
    } else if (value instanceof Map<?, ?> map) {
      Map<String, Structure<Expr>> out = new LinkedHashMap<>();
      map.forEach((k, v) -> out.put(String.valueOf(k), structure(k, v)));
      return new Structure.Fields<>(out);
    }
    throw new IllegalArgumentException(
        "%s: expected a tensor or a map of tensors as `%s`. Received: %s."
            .formatted(this, key, value));
  }
}
