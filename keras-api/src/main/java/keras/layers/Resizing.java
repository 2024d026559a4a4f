package keras.layers;

import java.util.List;
import java.util.Locale;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.BoundingBoxFormat;
import keras.ops.BoundingBoxes;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.ImageOps;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;

/**
 * Resizes images, at training and otherwise.
 *
 * <pre>{@code
 * new Resizing(128, 128).interpolation("bicubic").cropToAspectRatio(true)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or one image without the batch; with the
 * channels first if {@code dataFormat} says so; or a map of images, labels, boxes and masks, see
 * {@link ImageLayer}. Outputs: the same axes, with {@code height} rows and {@code width} columns,
 * in the dtype of the inputs; integers are rounded. Masks take the nearest pixel; boxes of four
 * zeros or four -1, which fill up, become zeros.
 *
 * <p>Weights: none.
 *
 * <p>Differs from Keras: integer images can be padded; Keras fails on them.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/resizing.py}.
 */
public final class Resizing extends SizedLayer<Resizing, Expr> {
  @Arg private Interpolation interpolation = Interpolation.BILINEAR;
  @Arg private boolean cropToAspectRatio;
  @Arg private boolean padToAspectRatio;
  @Arg private String fillMode = "constant";
  @Arg private double fillValue;
  @Arg private boolean antialias;

  private Resizing() {}

  /** Makes a layer that gives images of a height and a width, in pixels. */
  public Resizing(int height, int width) {
    super(height, width);
    validate();
  }

  /** Sets how new pixels come from old ones. */
  public Resizing interpolation(Interpolation interpolation) {
    return with(() -> this.interpolation = interpolation);
  }

  /** Sets how new pixels come from old ones by Keras' name, as in {@code "nearest"}. */
  public Resizing interpolation(String id) {
    return interpolation(Options.named(this, "interpolation", Interpolation.class, id));
  }

  /** Sets whether the image is cut first, so that it keeps its proportions. */
  public Resizing cropToAspectRatio(boolean cropToAspectRatio) {
    return Options.checked(this, "crop_to_aspect_ratio", cropToAspectRatio);
  }

  /** Sets whether the image is padded first, so that it keeps its proportions. */
  public Resizing padToAspectRatio(boolean padToAspectRatio) {
    return Options.checked(this, "pad_to_aspect_ratio", padToAspectRatio);
  }

  /** Sets what the padding holds; Keras knows {@code "constant"} alone. */
  public Resizing fillMode(String fillMode) {
    return Options.checked(this, "fill_mode", fillMode);
  }

  /** Sets the value of the padding. */
  public Resizing fillValue(double fillValue) {
    return with(() -> this.fillValue = fillValue);
  }

  /** Sets whether a smaller image takes all pixels into account. */
  public Resizing antialias(boolean antialias) {
    return with(() -> this.antialias = antialias);
  }

  @Override
  protected void validate() {
    super.validate();
    if (cropToAspectRatio && padToAspectRatio) {
      throw new IllegalArgumentException(
          "Resizing: only one of `crop_to_aspect_ratio` and `pad_to_aspect_ratio` can be true."
              + " Received: both.");
    }
    if (!fillMode.equals("constant")) {
      throw new IllegalArgumentException(
          "Resizing: `fill_mode` must be 'constant'. Received: fill_mode='%s'."
              .formatted(fillMode));
    }
  }

  @Override
  DType imagesDtype(Expr images) {
    return images.dtype();
  }

  /** Draws nothing. */
  @Override
  Expr getRandomTransformation(Expr images, CallContext ctx) {
    return images;
  }

  @Override
  Expr transformImages(Expr images, Expr given, CallContext ctx) {
    return resized(images, interpolation);
  }

  @Override
  Expr transformSegmentationMasks(Expr masks, Expr given, CallContext ctx) {
    return resized(masks, Interpolation.NEAREST);
  }

  private Expr resized(Expr images, Interpolation interpolation) {
    Expr x = images;
    if (cropToAspectRatio) {
      x = ImageOps.cropToAspectRatio(x, height, width);
    } else if (padToAspectRatio) {
      x = ImageOps.padToAspectRatio(x, height, width, fillValue);
    }
    String how = interpolation.name().toLowerCase(Locale.ROOT);
    return ImageOps.saturated(ImageOps.resize(x, height, width, how, antialias), images.dtype());
  }

  // ---------------------------------------------------------------- boxes

  @Override
  BoundingBoxes transformBoundingBoxes(
      BoundingBoxes boxes, Expr given, Expr images, CallContext ctx) {
    Expr none = Numpy.logicalOr(allAre(boxes.boxes(), -1), allAre(boxes.boxes(), 0)).expandDims(2);
    BoundingBoxes pixels =
        boxes.convert(boxFormat(), BoundingBoxFormat.XYXY, height(images), width(images));
    Expr rows = height(images).cast(DType.FLOAT32);
    Expr columns = width(images).cast(DType.FLOAT32);
    Expr toHeight = rows.constant(height);
    Expr toWidth = rows.constant(width);
    BoundingBoxes clipped =
        (padToAspectRatio
                ? padded(pixels, rows, columns)
                : cropToAspectRatio
                    ? cropped(pixels, rows, columns)
                    : placed(pixels, toWidth.div(columns), toHeight.div(rows), null, null))
            .clip(toHeight, toWidth);
    Expr kept = none.where(Numpy.zerosLike(clipped.boxes()), clipped.boxes());
    return clipped.with(kept).convert(BoundingBoxFormat.XYXY, boxFormat(), toHeight, toWidth);
  }

  private static Expr allAre(Expr boxes, double value) {
    Expr others = Numpy.notEqual(boxes, value).cast(DType.INT32).sum(2);
    return others.equal(others.constant(0));
  }

  private BoundingBoxes padded(BoundingBoxes boxes, Expr rows, Expr columns) {
    Expr share = rows.constant(height).div(rows).minimum(rows.constant(width).div(columns));
    Expr down = Numpy.floor(rows.constant(height).sub(rows.mul(share)).div(2));
    Expr right = Numpy.floor(rows.constant(width).sub(columns.mul(share)).div(2));
    return placed(boxes, share, share, right, down);
  }

  private BoundingBoxes cropped(BoundingBoxes boxes, Expr rows, Expr columns) {
    Expr ratio = columns.div(rows);
    Expr wider = ratio.greater((double) width / height);
    Expr newWidth = wider.where(ratio.mul(height), ratio.constant(width));
    Expr newHeight = wider.where(ratio.constant(height), ratio.constant(width).div(ratio));
    Expr left = Numpy.floor(newWidth.sub(width).div(2)).neg();
    Expr top = Numpy.floor(newHeight.sub(height).div(2)).neg();
    return placed(boxes, newWidth.div(columns), newHeight.div(rows), left, top);
  }

  private static BoundingBoxes placed(
      BoundingBoxes boxes, Expr scaleX, Expr scaleY, @Nullable Expr right, @Nullable Expr down) {
    List<Expr> s = boxes.sides();
    return boxes.of(
        moved(s.get(0), scaleX, right),
        moved(s.get(1), scaleY, down),
        moved(s.get(2), scaleX, right),
        moved(s.get(3), scaleY, down));
  }

  private static Expr moved(Expr side, Expr scale, @Nullable Expr by) {
    Expr scaled = side.mul(scale);
    return by == null ? scaled : scaled.add(by);
  }
}
