package keras.layers;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import keras.config.Arg;
import keras.config.ConstructionOrder;
import keras.config.CustomObjects;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.ops.BoundingBoxFormat;
import keras.ops.BoundingBoxes;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.ImageOps;
import keras.random.SeedGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a window out of images at a place it draws, the same for all images of a call, at training
 * alone.
 *
 * <pre>{@code
 * new RandomCrop(200, 200).seed(42)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or one image without the batch, of any
 * number type, with known rows and columns; with the channels first if {@code dataFormat} says so;
 * or a map of images, labels, boxes and masks, see {@link ImageLayer}. Outputs: the same axes, with
 * {@code height} rows and {@code width} columns, in the layer's dtype. Images that are not larger
 * both ways are cut in the middle and resized.
 *
 * <p>At inference images stay as they are, whatever their size; masks are cut in the middle. As in
 * Keras, boxes are shifted by the row where columns are meant, and by the column for rows, shares
 * of an image are those of the window, and entries beside boxes and labels are kept here alone.
 *
 * <p>Weights: none; the state of a seed generator. tf_keras draws other numbers of the same seed,
 * and at inference cuts the middle out of images and resizes it; layers of its files do so here.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/random_crop.py}.
 */
public final class RandomCrop extends SizedLayer<RandomCrop, RandomCrop.Place>
    implements SeedOptions<RandomCrop> {
  private static final String CROPS_WHENEVER = "crops_whenever";

  @Arg private @Nullable Integer seed;

  private @Nullable SeedGenerator generator;
  private @Nullable Integer drawn;
  private boolean cropsWhenever;

  /** The first row and column of a window, scalars of int32. */
  record Place(Expr row, Expr column) {}

  private RandomCrop() {}

  /** Makes a layer that gives images of a height and a width, in pixels. */
  public RandomCrop(int height, int width) {
    super(height, width);
    validate();
  }

  @Override
  protected void validate() {
    super.validate();
    generator = seeded(generator, seed);
  }

  /** Draws a seed for the config first, as Keras does, which the generator does not use. */
  @Override
  void takeSeeds() {
    if (seed == null && drawn == null) {
      drawn = ConstructionOrder.drawSeed();
    }
    super.takeSeeds();
  }

  /** Takes what files of Keras 2 mean: images are cropped at inference, too. */
  @Override
  protected Map<String, @Nullable Object> adopt(
      Map<String, @Nullable Object> config, CustomObjects custom) {
    cropsWhenever = Boolean.TRUE.equals(config.remove(CROPS_WHENEVER));
    return config;
  }

  /** Returns the config; as in Keras, with a seed where none is set. */
  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> config = super.config();
    if (seed == null) {
      state.takeName();
      config.put("seed", drawn);
    }
    if (cropsWhenever) {
      config.put(CROPS_WHENEVER, true);
    }
    return config;
  }

  /** Images that stay as they are keep their dtype, too. */
  @Override
  protected boolean autocast() {
    return false;
  }

  @Override
  DType imagesDtype(Expr images) {
    return images.dtype();
  }

  @Override
  Place getRandomTransformation(Expr images, CallContext ctx) {
    if (ctx.infersShapes()) { // Keras infers the window's size, whatever inference does
      return new Place(number(images, 0), number(images, 0));
    }
    long rows = images.shape().get(1);
    long columns = images.shape().get(2);
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException(
          "%s: expected images of known sizes. Received: shape %s. Give the inputs' rows and columns."
              .formatted(this, Shapes.show(images.shape())));
    }
    if (ctx.training() && rows > height && columns > width) {
      return new Place(draw(rows - height + 1, ctx), draw(columns - width + 1, ctx));
    }
    return new Place(
        number(images, start(rows, columns, height, width)),
        number(images, start(columns, rows, width, height)));
  }

  private Expr draw(long places, CallContext ctx) {
    SeedGenerator seeds = Objects.requireNonNull(generator);
    return seeds.uniform(List.of(), 0, (double) places, ctx).cast(DType.INT32);
  }

  /** Returns where the largest window of the proportions that are wanted starts. */
  private static long start(long size, long other, int to, int otherTo) {
    long window = Math.max(Math.min(size, (long) ((double) (other * to) / otherTo)), 1);
    return (size - window) / 2;
  }

  private static Expr number(Expr any, long value) {
    return Core.constant(any.tf(), (double) value, DType.INT32);
  }

  @Override
  Expr transformImages(Expr images, Place place, CallContext ctx) {
    if (cropsWhenever && !ctx.training() && !ctx.infersShapes()) {
      DType dtype = dtypePolicy().computeDtype();
      Expr window = ImageOps.cropToAspectRatio(images.cast(dtype), height, width);
      return ImageOps.resize(window, height, width, "bilinear", false).cast(dtype);
    }
    return ctx.training() || ctx.infersShapes() ? cut(images, place, ctx) : images;
  }

  private Expr cut(Expr images, Place place, CallContext ctx) {
    DType dtype = dtypePolicy().computeDtype();
    Expr x = images.cast(dtype);
    if (ctx.infersShapes()) {
      return ImageOps.resize(x, height, width, "nearest", false);
    }
    if (x.shape().get(1) > height && x.shape().get(2) > width) {
      return ImageOps.crop(x, place.row(), place.column(), height, width);
    }
    long rows = x.shape().get(1);
    long columns = x.shape().get(2);
    int some = (int) Math.min(height, rows - start(rows, columns, height, width));
    int across = (int) Math.min(width, columns - start(columns, rows, width, height));
    Expr window = ImageOps.crop(x, place.row(), place.column(), some, across);
    boolean fits = some == height && across == width;
    return fits ? window : ImageOps.resize(window, height, width, "bilinear", false).cast(dtype);
  }

  @Override
  Expr transformSegmentationMasks(Expr masks, Place place, CallContext ctx) {
    return cut(masks, place, ctx);
  }

  @Override
  BoundingBoxes transformBoundingBoxes(
      BoundingBoxes boxes, Place place, Expr images, CallContext ctx) {
    if (!ctx.training()) {
      return boxes;
    }
    Expr toHeight = Core.constant(images.tf(), height, DType.FLOAT32);
    Expr toWidth = Core.constant(images.tf(), width, DType.FLOAT32);
    BoundingBoxes pixels = boxes.convert(boxFormat(), BoundingBoxFormat.XYXY, toHeight, toWidth);
    Expr row = place.row().cast(DType.FLOAT32);
    Expr column = place.column().cast(DType.FLOAT32);
    List<Expr> s = pixels.sides();
    return pixels
        .of(
            s.get(0).sub(row).maximum(0),
            s.get(1).sub(column).maximum(0),
            s.get(2).sub(row).maximum(0),
            s.get(3).sub(column).maximum(0))
        .convert(BoundingBoxFormat.XYXY, boxFormat(), toHeight, toWidth);
  }
}
