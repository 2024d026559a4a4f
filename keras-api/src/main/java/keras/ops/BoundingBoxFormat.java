package keras.ops;

/**
 * What the four numbers of a bounding box are: pixels, or shares of the image's width and height.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/bounding_boxes/formats.py}.
 */
public enum BoundingBoxFormat {
  /** Left, top, right and bottom, in pixels. */
  XYXY,
  /** Top, left, bottom and right, in pixels. */
  YXYX,
  /** Left, top, width and height, in pixels. */
  XYWH,
  /** The middle from the left and from the top, width and height, in pixels. */
  CENTER_XYWH,
  /** The middle from the top and from the left, height and width, in pixels. */
  CENTER_YXHW,
  /** Left, top, right and bottom, as shares of the image. */
  REL_XYXY,
  /** Top, left, bottom and right, as shares of the image. */
  REL_YXYX,
  /** Left, top, width and height, as shares of the image. */
  REL_XYWH,
  /** The middle from the left and from the top, width and height, as shares of the image. */
  REL_CENTER_XYWH;

  /** Whether the numbers are shares of the image rather than pixels. */
  public boolean isRelative() {
    return name().startsWith("REL_");
  }

  /** Returns the format of pixels with the same order. */
  BoundingBoxFormat absolute() {
    return isRelative() ? valueOf(name().substring(4)) : this;
  }
}
