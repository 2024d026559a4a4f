package keras.ops;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.ResizeBicubic;
import org.tensorflow.op.image.ResizeBilinear;
import org.tensorflow.op.image.ResizeNearestNeighbor;
import org.tensorflow.op.image.ScaleAndTranslate;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Operations on batches of images, {@code (batch, rows, columns, channels)}.
 *
 * <p>Keras: {@code keras/src/ops/image.py}, {@code keras/src/backend/tensorflow/image.py}.
 */
public final class ImageOps {
  private ImageOps() {}

  /**
   * Resizes images; all but nearest pixels of integers and floats of 64 bits come as float32.
   *
   * @param interpolation bilinear, nearest, bicubic, area, lanczos3, lanczos5, gaussian or
   *     mitchellcubic
   * @param antialias whether a smaller image takes all pixels into account; nearest and area ignore
   *     it, and Lanczos' kernels have it by radius
   */
  public static Expr resize(
      Expr x, int height, int width, String interpolation, boolean antialias) {
    Expr size = x.wrap(x.tf().constant(new int[] {height, width}));
    return resize(x, size, interpolation, antialias);
  }

  /** Resizes images to {@code sizes}, int32: their rows and columns. */
  public static Expr resize(Expr x, Expr sizes, String interpolation, boolean antialias) {
    Ops tf = x.tf();
    Operand<TInt32> size = Core.int32(sizes);
    return switch (interpolation) {
      case "bilinear" ->
          antialias
              ? scaled(x, size, "triangle", true)
              : x.wrap(tf.image.resizeBilinear(x, size, ResizeBilinear.halfPixelCenters(true)));
      case "bicubic" ->
          antialias
              ? scaled(x, size, "keyscubic", true)
              : x.wrap(tf.image.resizeBicubic(x, size, ResizeBicubic.halfPixelCenters(true)));
      case "nearest" ->
          x.wrap(
              tf.image.resizeNearestNeighbor(
                  x, size, ResizeNearestNeighbor.halfPixelCenters(true)));
      case "lanczos3", "lanczos5", "gaussian", "mitchellcubic" ->
          scaled(x, size, interpolation, antialias);
      case "area" -> x.wrap(tf.image.resizeArea(x, size));
      default -> throw new IllegalArgumentException("No interpolation " + interpolation);
    };
  }

  private static Expr scaled(Expr x, Operand<TInt32> size, String kernel, boolean antialias) {
    Ops tf = x.tf();
    Expr from =
        Numpy.take(Core.shape(x), x.wrap(tf.constant(new int[] {1, 2})), 0).cast(DType.FLOAT32);
    Operand<TFloat32> scale = tf.math.div(float32(x.wrap(size).cast(DType.FLOAT32)), float32(from));
    return x.wrap(
        tf.image.scaleAndTranslate(
            x,
            size,
            scale,
            tf.constant(new float[2]),
            ScaleAndTranslate.kernelType(kernel),
            ScaleAndTranslate.antialias(antialias)));
  }

  @SuppressWarnings("unchecked") // the callers cast it
  private static Operand<TFloat32> float32(Expr x) {
    return (Operand<TFloat32>) (Operand<?>) x;
  }

  /** Cuts the largest window in the middle that has the proportions of {@code height:width}. */
  public static Expr cropToAspectRatio(Expr x, int height, int width) {
    Expr rows = Core.size(x, 1);
    Expr columns = Core.size(x, 2);
    Expr cropRows = rows.minimum(ratio(columns, height, width)).maximum(1);
    Expr cropColumns = columns.minimum(ratio(rows, width, height)).maximum(1);
    Expr none = rows.constant(0);
    Expr all = rows.constant(-1);
    Expr start = Numpy.stack(List.of(none, half(rows, cropRows), half(columns, cropColumns), none));
    Expr sizes = Numpy.stack(List.of(all, cropRows, cropColumns, all));
    return ofChannels(x, x.wrap(x.tf().slice(x, Core.int32(start), Core.int32(sizes))));
  }

  /**
   * Cuts windows of a size.
   *
   * @param row the first one, a scalar of int32
   * @param column likewise
   */
  public static Expr crop(Expr x, Expr row, Expr column, int height, int width) {
    Expr none = row.constant(0);
    Expr start = Numpy.stack(List.of(none, row, column, none));
    int[] sizes = {-1, height, width, -1};
    Expr y = x.wrap(x.tf().slice(x, Core.int32(start), x.tf().constant(sizes)));
    Shape told = Shape.of(x.shape().get(0), height, width, x.shape().get(3));
    return x.wrap(x.tf().ensureShape(y, told));
  }

  /**
   * Returns the first eight numbers of the matrices that take points to where others are, {@code
   * (batch, 8)}.
   *
   * @param to {@code (batch, 4, 2)}: columns and rows, float32
   * @param from likewise
   */
  public static Expr homographies(Expr to, Expr from) {
    return PerspectiveRows.homographies(to, from);
  }

  /** Pads the shorter sides evenly to the proportions of {@code height:width}. */
  public static Expr padToAspectRatio(Expr x, int height, int width, double value) {
    Expr rows = Core.size(x, 1);
    Expr columns = Core.size(x, 2);
    Expr above = half(rows.maximum(ratio(columns, height, width)), rows);
    Expr left = half(columns.maximum(ratio(rows, width, height)), columns);
    Expr none = rows.constant(0);
    Expr before = Numpy.stack(List.of(none, above, left, none)).expandDims(1);
    Expr paddings = Numpy.concatenate(List.of(before, before), 1);
    return ofChannels(x, x.wrap(x.tf().pad(x, paddings, x.constant(value))));
  }

  /** Tells the number of channels, which TensorFlow forgets where other sizes are computed. */
  private static Expr ofChannels(Expr x, Expr y) {
    Shape told = Shape.of(x.shape().get(0), -1, -1, x.shape().get(3));
    return x.wrap(x.tf().ensureShape(y, told));
  }

  /** Returns {@code size * by / over}, rounded down, as Keras rounds. */
  private static Expr ratio(Expr size, int by, int over) {
    return size.mul(by).cast(DType.FLOAT32).div(over).cast(DType.INT32);
  }

  private static Expr half(Expr large, Expr small) {
    return large.sub(small).cast(DType.FLOAT32).div(2).cast(DType.INT32);
  }

  /** Reverses the order along an axis. */
  public static Expr flip(Expr x, int axis) {
    return x.wrap(x.tf().reverse(x, x.tf().constant(new int[] {axis})));
  }

  /** Casts float32 to a dtype, whose range bounds it; rounds for integers. */
  public static Expr saturated(Expr x, DType dtype) {
    if (x.dtype() == dtype) {
      return x;
    }
    return Core.saturated(dtype.isFloating() ? x : x.wrap(x.tf().math.round(x)), dtype);
  }
}
