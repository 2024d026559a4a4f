package keras.layers;

import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.ops.BoundingBoxFormat;
import keras.ops.BoundingBoxes;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.ImageOps;

/**
 * Cuts the middle out of images, at training and otherwise.
 *
 * <pre>{@code
 * new CenterCrop(224, 224)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or one image without the batch, of any
 * number type; with the channels first if {@code dataFormat} says so; or a map of images, labels,
 * boxes and masks, see {@link ImageLayer}; with boxes, rows and columns must be known. Outputs: the
 * same axes, with {@code height} rows and {@code width} columns. Of an image that is smaller, the
 * largest window of these proportions is resized.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/center_crop.py}.
 */
public final class CenterCrop extends SizedLayer<CenterCrop, Expr> {
  private CenterCrop() {}

  /** Makes a layer that gives images of a height and a width, in pixels. */
  public CenterCrop(int height, int width) {
    super(height, width);
    validate();
  }

  @Override
  boolean castsMasks() {
    return true;
  }

  /** Draws nothing. */
  @Override
  Expr getRandomTransformation(Expr images, CallContext ctx) {
    return images;
  }

  @Override
  Expr transformImages(Expr x, Expr given, CallContext ctx) {
    if (isSmaller(x)) {
      Expr window = ImageOps.cropToAspectRatio(x, height, width);
      Expr resized = ImageOps.resize(window, height, width, "bilinear", false);
      return ImageOps.saturated(resized, x.dtype());
    }
    return ImageOps.crop(x, half(height(x), height), half(width(x), width), height, width);
  }

  private boolean isSmaller(Expr x) {
    long rows = x.shape().get(1);
    long columns = x.shape().get(2);
    return (rows >= 0 && rows < height) || (columns >= 0 && columns < width);
  }

  private static Expr half(Expr size, int kept) {
    Expr rest = size.sub(kept);
    return rest.wrap(rest.tf().math.floorDiv(rest, rest.constant(2)));
  }

  @Override
  Expr transformSegmentationMasks(Expr masks, Expr given, CallContext ctx) {
    return transformImages(masks, given, ctx);
  }

  @Override
  BoundingBoxes transformBoundingBoxes(
      BoundingBoxes boxes, Expr given, Expr images, CallContext ctx) {
    long rows = images.shape().get(1);
    long columns = images.shape().get(2);
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException(
          "%s: expected images of known sizes, because they have boxes. Received: shape %s."
              .formatted(this, Shapes.show(images.shape())));
    }
    boolean smaller = isSmaller(images);
    long windowRows = smaller ? window(rows, columns, height, width) : height;
    long windowColumns = smaller ? window(columns, rows, width, height) : width;
    BoundingBoxes pixels =
        boxes.convert(boxFormat(), BoundingBoxFormat.XYXY, height(images), width(images));
    Expr toHeight = number(images, height);
    Expr toWidth = number(images, width);
    BoundingBoxes cut =
        pixels.crop(
            (columns - windowColumns) / 2, (rows - windowRows) / 2, windowColumns, windowRows);
    if (smaller) {
      cut =
          cut.convert(
                  BoundingBoxFormat.XYXY,
                  BoundingBoxFormat.REL_XYXY,
                  number(images, windowRows),
                  number(images, windowColumns))
              .convert(BoundingBoxFormat.REL_XYXY, BoundingBoxFormat.XYXY, toHeight, toWidth);
    }
    return cut.clip(toHeight, toWidth)
        .convert(BoundingBoxFormat.XYXY, boxFormat(), toHeight, toWidth);
  }

  private static long window(long size, long other, int to, int otherTo) {
    return Math.max(Math.min(size, (long) ((double) (other * to) / otherTo)), 1);
  }

  private static Expr number(Expr any, long value) {
    return Core.constant(any.tf(), (double) value, DType.FLOAT32);
  }
}
