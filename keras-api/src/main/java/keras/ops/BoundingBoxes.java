package keras.ops;

import java.util.List;

/**
 * The boxes around things in images, and what these are.
 *
 * <p>Keras: {@code
 * keras/src/layers/preprocessing/image_preprocessing/bounding_boxes/bounding_box.py}.
 *
 * @param boxes {@code (batch, boxes, 4)}, floats
 * @param labels {@code (batch, boxes)}: classes, -1 for a box that does not count
 */
public record BoundingBoxes(Expr boxes, Expr labels) {
  /** Returns the same labels with other boxes. */
  public BoundingBoxes with(Expr newBoxes) {
    return new BoundingBoxes(newBoxes, labels);
  }

  /** Returns the four numbers of all boxes, each {@code (batch, boxes, 1)}. */
  public List<Expr> sides() {
    return Numpy.split(boxes, 4, 2);
  }

  /** Returns the same labels with boxes of four numbers, each {@code (batch, boxes, 1)}. */
  public BoundingBoxes of(Expr first, Expr second, Expr third, Expr fourth) {
    return with(Numpy.concatenate(List.of(first, second, third, fourth), 2));
  }

  /**
   * Returns the boxes in another format, as float32.
   *
   * @param height of the images, a scalar or {@code (batch, 1, 1)}
   * @param width of the images, likewise
   */
  public BoundingBoxes convert(
      BoundingBoxFormat from, BoundingBoxFormat to, Expr height, Expr width) {
    return convert(from, to, height, width, DType.FLOAT32);
  }

  /** Returns the boxes in another format, computed in a dtype. */
  public BoundingBoxes convert(
      BoundingBoxFormat from, BoundingBoxFormat to, Expr height, Expr width, DType dtype) {
    BoundingBoxes given = with(boxes.cast(dtype));
    if (from == to) {
      return given;
    }
    boolean shares = from.isRelative() && to.isRelative();
    Expr rows = height.cast(dtype);
    Expr columns = width.cast(dtype);
    BoundingBoxes corners = given.toCorners(shares ? from.absolute() : from, rows, columns);
    return corners.fromCorners(shares ? to.absolute() : to, rows, columns);
  }

  private BoundingBoxes toCorners(BoundingBoxFormat from, Expr height, Expr width) {
    List<Expr> s = sides();
    Expr a = s.get(0);
    Expr b = s.get(1);
    Expr c = s.get(2);
    Expr d = s.get(3);
    return switch (from) {
      case XYXY -> this;
      case YXYX -> of(b, a, d, c);
      case XYWH -> of(a, b, a.add(c), b.add(d));
      case CENTER_XYWH -> around(a, b, c.div(2), d.div(2));
      case CENTER_YXHW -> around(b, a, d.div(2), c.div(2));
      case REL_XYXY -> scaled(a, b, c, d, height, width);
      case REL_YXYX -> scaled(b, a, d, c, height, width);
      case REL_XYWH -> scaled(a, b, a.add(c), b.add(d), height, width);
      case REL_CENTER_XYWH -> {
        Expr halfWidth = c.div(2);
        Expr halfHeight = d.div(2);
        yield scaled(
            a.sub(halfWidth),
            b.sub(halfHeight),
            a.add(halfWidth),
            b.add(halfHeight),
            height,
            width);
      }
    };
  }

  private BoundingBoxes around(Expr x, Expr y, Expr halfWidth, Expr halfHeight) {
    return of(x.sub(halfWidth), y.sub(halfHeight), x.add(halfWidth), y.add(halfHeight));
  }

  private BoundingBoxes scaled(
      Expr left, Expr top, Expr right, Expr bottom, Expr height, Expr width) {
    return of(left.mul(width), top.mul(height), right.mul(width), bottom.mul(height));
  }

  private BoundingBoxes fromCorners(BoundingBoxFormat to, Expr height, Expr width) {
    List<Expr> s = sides();
    Expr left = s.get(0);
    Expr top = s.get(1);
    Expr right = s.get(2);
    Expr bottom = s.get(3);
    Expr w = right.sub(left);
    Expr h = bottom.sub(top);
    Expr x = left.add(w.div(2));
    Expr y = top.add(h.div(2));
    return switch (to) {
      case XYXY -> this;
      case YXYX -> of(top, left, bottom, right);
      case XYWH -> of(left, top, w, h);
      case CENTER_XYWH -> of(x, y, w, h);
      case CENTER_YXHW -> of(y, x, h, w);
      case REL_XYXY -> of(left.div(width), top.div(height), right.div(width), bottom.div(height));
      case REL_YXYX -> of(top.div(height), left.div(width), bottom.div(height), right.div(width));
      case REL_XYWH -> of(left.div(width), top.div(height), w.div(width), h.div(height));
      case REL_CENTER_XYWH -> of(x.div(width), y.div(height), w.div(width), h.div(height));
    };
  }

  /**
   * Returns what lies inside of images of a size, in pixels from left and top to right and bottom;
   * the label of a box of which nothing is left becomes -1.
   *
   * @param height a scalar, or {@code (batch, 1, 1)}
   * @param width likewise
   */
  public BoundingBoxes clip(Expr height, Expr width) {
    DType dtype = boxes.dtype();
    Expr rows = height.cast(dtype);
    Expr columns = width.cast(dtype);
    List<Expr> s = sides();
    Expr left = s.get(0).minimum(columns).maximum(0);
    Expr top = s.get(1).minimum(rows).maximum(0);
    Expr right = s.get(2).minimum(columns).maximum(0);
    Expr bottom = s.get(3).minimum(rows).maximum(0);
    Expr area = Numpy.squeeze(right.sub(left).mul(bottom.sub(top)), 2);
    Expr kept = area.greater(0).where(labels, labels.constant(-1));
    return new BoundingBoxes(of(left, top, right, bottom).boxes(), kept);
  }

  /** Returns what lies in a window of images, in pixels from the window's left and top. */
  public BoundingBoxes crop(long left, long top, long width, long height) {
    List<Expr> s = sides();
    return of(
        within(s.get(0), (double) left, (double) width),
        within(s.get(1), (double) top, (double) height),
        within(s.get(2), (double) left, (double) width),
        within(s.get(3), (double) top, (double) height));
  }

  private static Expr within(Expr side, double from, double size) {
    return side.minimum(from + size).maximum(from).sub(from);
  }

  /** As {@link #clip(Expr, Expr)} does, of boxes that are shares of the image. */
  public BoundingBoxes clip() {
    Expr one = boxes.constant(1);
    return clip(one, one);
  }
}
