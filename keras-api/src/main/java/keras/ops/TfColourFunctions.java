package keras.ops;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Functions of TensorFlow that change colours of images.
 *
 * <p>Keras: {@code tensorflow/python/ops/image_ops_impl.py}.
 */
final class TfColourFunctions {
  private static final double[][] RGB_TO_YIQ = {
    {0.299, 0.59590059, 0.2115},
    {0.587, -0.27455667, -0.52273617},
    {0.114, -0.32134392, 0.31119955}
  };
  private static final double[][] YIQ_TO_RGB = {
    {1, 1, 1},
    {0.95598634, -0.27201283, -1.10674021},
    {0.6208248, -0.64720424, 1.70423049}
  };
  private static final double[][] RGB_TO_YUV = {
    {0.299, -0.14714119, 0.61497538},
    {0.587, -0.28886916, -0.51496512},
    {0.114, 0.43601035, -0.10001026}
  };
  private static final double[][] YUV_TO_RGB = {
    {1, 1, 1}, {0, -0.394642334, 2.03206185}, {1.13988303, -0.58062185, 0}
  };

  private TfColourFunctions() {}

  static void add(TfFunctions rows) {
    rows.one(
        "image.convert_image_dtype",
        "image, dtype, saturate=False",
        a -> converted(a.tensor("image"), a.dtype("dtype", DType.FLOAT32), a.flag("saturate")));
    rows.one(
        "image.adjust_brightness",
        "image, delta",
        a -> floating(a, "image", true, x -> x.add(a.tensor("delta", x.dtype()))));
    rows.one(
        "image.adjust_contrast",
        "images, contrast_factor",
        a -> floating(a, "images", true, x -> contrast(a, x)));
    rows.one(
        "image.adjust_gamma",
        "image, gamma=1, gain=1",
        a ->
            floating(
                a,
                "image",
                true,
                x -> a.tensor("gain", x.dtype()).mul(x.pow(a.tensor("gamma", x.dtype())))));
    rows.one(
        "image.adjust_hue",
        "image, delta",
        a ->
            floating(
                a, "image", false, x -> a.op("AdjustHue", x, a.tensor("delta", DType.FLOAT32))));
    rows.one(
        "image.adjust_saturation",
        "image, saturation_factor",
        a ->
            floating(
                a,
                "image",
                false,
                x -> a.op("AdjustSaturation", x, a.tensor("saturation_factor", DType.FLOAT32))));
    rows.one("image.per_image_standardization", "image", TfColourFunctions::standardized);
    rows.one(
        "image.grayscale_to_rgb",
        "images",
        a -> {
          Expr x = a.tensor("images");
          int[] times = new int[x.rank()];
          Arrays.fill(times, 1);
          times[times.length - 1] = 3;
          return a.op("Tile", x, a.constant(times));
        });
    rows.one("image.rgb_to_grayscale", "images", TfColourFunctions::gray);
    rows.one("image.rgb_to_yiq", "images", a -> mixed(a, RGB_TO_YIQ));
    rows.one("image.yiq_to_rgb", "images", a -> mixed(a, YIQ_TO_RGB));
    rows.one("image.rgb_to_yuv", "images", a -> mixed(a, RGB_TO_YUV));
    rows.one("image.yuv_to_rgb", "images", a -> mixed(a, YUV_TO_RGB));
    rows.one("image.psnr", "a, b, max_val", TfColourFunctions::psnr);
  }

  /** Computes in floats, and returns the dtype that the images have. */
  private static Expr floating(
      TfArguments a, String name, boolean saturate, UnaryOperator<Expr> function) {
    Expr x = a.tensor(name);
    boolean own = x.dtype() == DType.FLOAT16 || x.dtype() == DType.FLOAT32;
    Expr y = function.apply(own ? x : converted(x, DType.FLOAT32, false));
    return converted(y, x.dtype(), saturate);
  }

  /** Scales whole numbers so that the largest of their dtype is 1. */
  static Expr converted(Expr x, DType dtype, boolean saturate) {
    if (dtype == x.dtype()) {
      return x;
    } else if (dtype.isFloating()) {
      return x.dtype().isFloating() ? x.cast(dtype) : x.cast(dtype).mul(1.0 / highest(x.dtype()));
    } else if (x.dtype().isFloating()) {
      Expr scaled = x.mul(highest(dtype) + 0.5);
      return saturate ? Core.saturated(scaled, dtype) : scaled.cast(dtype);
    }
    double from = highest(x.dtype());
    double to = highest(dtype);
    if (from > to) {
      double by = (from + 1) / (to + 1);
      Expr scaled = RawOp.of("FloorDiv", x, x.constant(by));
      return saturate ? Core.saturated(scaled, dtype) : scaled.cast(dtype);
    }
    return (saturate ? Core.saturated(x, dtype) : x.cast(dtype)).mul((to + 1) / (from + 1));
  }

  private static double highest(DType dtype) {
    return switch (dtype) {
      case UINT8 -> 255;
      case UINT16 -> 65535;
      case INT32 -> Integer.MAX_VALUE;
      case INT64 -> 0x1p63;
      default ->
          throw new UnsupportedOperationException(
              "tf.image: images of %s are not supported.".formatted(dtype.id()));
    };
  }

  /** Spreads the values around the mean of each channel of each image. */
  private static Expr contrast(TfArguments a, Expr x) {
    int[] axes = {x.rank() - 3, x.rank() - 2};
    Expr mean = Numpy.mean(x, axes, true);
    return x.sub(mean).mul(a.tensor("contrast_factor", x.dtype())).add(mean);
  }

  private static Expr standardized(TfArguments a) {
    Expr x = a.tensor("image").cast(DType.FLOAT32);
    int rank = x.rank();
    int[] axes = {rank - 1, rank - 2, rank - 3};
    Expr pixels =
        Numpy.prod(SliceKey.between(Core.shape(x), 0, rank - 3, rank), new int[] {0}, false);
    Expr least = pixels.cast(DType.FLOAT32).rsqrt();
    Expr deviation = Numpy.var(x, axes, true).sqrt().maximum(least);
    return x.sub(Numpy.mean(x, axes, true)).div(deviation);
  }

  private static Expr mixed(TfArguments a, double[][] weights) {
    Expr x = a.tensor("images");
    Expr matrix = Expr.of(a.tf(), a.tf().constant(weights)).cast(x.dtype());
    Expr rows = a.op("MatMul", x.reshape(-1, 3), matrix);
    return Numpy.reshape(rows, Core.shape(x));
  }

  private static Expr gray(TfArguments a) {
    Expr x = a.tensor("images");
    Expr weights = Expr.of(a.tf(), a.tf().constant(new float[] {0.2989f, 0.5870f, 0.1140f}));
    Expr flat = converted(x, DType.FLOAT32, false).reshape(-1, 3);
    Expr y = Numpy.matmul(flat, weights.reshape(3, 1));
    int rank = x.rank();
    Expr outer = SliceKey.between(Core.shape(x), 0, 0, rank - 1);
    Expr size = Numpy.concatenate(List.of(outer, a.constant(1)), 0);
    return converted(Numpy.reshape(y, size), x.dtype(), false);
  }

  private static Expr psnr(TfArguments a) {
    List<Expr> both = a.both("a", "b");
    double max = a.number("max_val");
    Expr x = converted(both.get(0), DType.FLOAT32, false);
    Expr y = converted(both.get(1), DType.FLOAT32, false);
    double most = both.get(0).dtype().isFloating() ? max : max / highest(both.get(0).dtype());
    int rank = x.rank();
    Expr error = a.op("SquaredDifference", x, y).mean(rank - 3, rank - 2, rank - 1);
    float peak = (float) (20 * Math.log(most) / Math.log(10));
    return error.constant(peak).sub(error.log().mul((float) (10 / Math.log(10))));
  }
}
