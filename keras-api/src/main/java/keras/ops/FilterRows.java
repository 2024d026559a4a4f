package keras.ops;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * Filters of images: blurs, how alike images are, and sampling with a scale and a shift.
 *
 * <p>Keras: {@code keras/src/ops/image.py}, {@code keras/src/backend/tensorflow/image.py}.
 */
final class FilterRows {
  private FilterRows() {}

  static void add(OpRows rows) {
    rows.one(
        "image.GaussianBlur",
        "images | kernel_size=(3; 3), sigma=(1.0; 1.0), data_format=None",
        FilterRows::blur);
    rows.one(
        "image.SSIM",
        "image1, image2 | max_val=1.0, filter_size=11, filter_sigma=1.5, k1=0.01, k2=0.03,"
            + " data_format=None",
        FilterRows::similarity);
    rows.one(
        "image.ScaleAndTranslate",
        "images, output_shape, scale, translation | spatial_dims, method, antialias=True",
        FilterRows::scaleAndTranslate);
  }

  /** Returns the bell curve at whole places around its middle; they sum to 1. */
  private static double[] bell(int size, double sigma) {
    double[] out =
        IntStream.range(0, size)
            .mapToDouble(i -> Math.exp(-0.5 * Math.pow((i - (size - 1) / 2.0) / sigma, 2)))
            .toArray();
    double sum = Arrays.stream(out).sum();
    return Arrays.stream(out).map(v -> v / sum).toArray();
  }

  private static double[] outer(double[] rows, double[] columns) {
    return Arrays.stream(rows).flatMap(r -> Arrays.stream(columns).map(c -> r * c)).toArray();
  }

  private static Expr blur(OpArguments a) {
    int[] size = a.ints("kernel_size");
    List<Double> sigma = a.numbers("sigma");
    if (size.length != 2 || size[0] < 1 || size[1] < 1) {
      throw a.wrong("kernel_size", a.get("kernel_size"), "two numbers above 0");
    } else if (sigma.size() != 2) {
      throw a.wrong("sigma", a.get("sigma"), "two numbers");
    }
    return ImageArguments.batches(
        a, x -> blurred(ImageArguments.floating(a, x), size, sigma.get(0), sigma.get(1)));
  }

  /** As in Keras, the first numbers are those of the columns where both sizes differ. */
  static Expr blurred(Expr x, int[] size, double sigma0, double sigma1) {
    int channels = Math.toIntExact(x.shape().get(3));
    double[] kernel = outer(bell(size[1], sigma1), bell(size[0], sigma0));
    Expr one = ImageArguments.constant(x.tf(), kernel, x.dtype(), size[0], size[1], 1, 1);
    int[] repeats = {1, 1, channels, 1};
    int[] ones = {1, 1};
    Expr filters = x.wrap(x.tf().tile(one, x.tf().constant(repeats)));
    return ConvOps.depthwiseConv(x, filters, ones, "SAME", ones);
  }

  private static Expr similarity(OpArguments a) {
    Expr first = a.tensor("image1");
    Expr second = a.tensor("image2");
    if (first.rank() != second.rank() || first.rank() < 3 || first.rank() > 4) {
      throw new IllegalArgumentException(
          "%s: expected two images of rank 3 or two batches of rank 4. Received: shapes %s and %s."
              .formatted(a.who(), Shapes.show(first.shape()), Shapes.show(second.shape())));
    }
    DType dtype = a.floatOf(first);
    Expr x = channelImages(a, first.cast(dtype));
    Expr y = channelImages(a, second.cast(dtype));
    int size = a.integer("filter_size");
    double[] bell = bell(size, a.number("filter_sigma"));
    Expr kernel = ImageArguments.constant(x.tf(), outer(bell, bell), dtype, size, size, 1, 1);
    double c1 = Math.pow(a.number("k1") * a.number("max_val"), 2);
    double c2 = Math.pow(a.number("k2") * a.number("max_val"), 2);
    Expr meanX = filtered(x, kernel);
    Expr meanY = filtered(y, kernel);
    Expr both = meanX.mul(meanY);
    Expr squareX = meanX.mul(meanX);
    Expr squareY = meanY.mul(meanY);
    Expr varianceX = filtered(x.mul(x), kernel).sub(squareX);
    Expr varianceY = filtered(y.mul(y), kernel).sub(squareY);
    Expr covariance = filtered(x.mul(y), kernel).sub(both);
    Expr above = both.mul(2).add(c1).mul(covariance.mul(2).add(c2));
    Expr below = squareX.add(squareY).add(c1).mul(varianceX.add(varianceY).add(c2));
    Expr each = above.div(below).mean(1, 2, 3);
    long channels = channels(a, first);
    Expr mean = each.reshape(-1, channels).mean(1);
    return (first.rank() == 3 ? Numpy.squeeze(mean, 0) : mean).cast(first.dtype());
  }

  private static boolean channelsFirst(OpArguments a) {
    return a.has("data_format")
        && a.text("data_format", "channels_last", "channels_first").equals("channels_first");
  }

  private static long channels(OpArguments a, Expr x) {
    return x.shape().get(channelsFirst(a) ? x.rank() - 3 : x.rank() - 1);
  }

  /** Makes an image of one channel of each channel. */
  private static Expr channelImages(OpArguments a, Expr given) {
    Expr x = given.rank() == 3 ? given.expandDims(0) : given;
    Expr apart = channelsFirst(a) ? x : x.transpose(0, 3, 1, 2);
    long rows = apart.shape().get(2);
    long columns = apart.shape().get(3);
    if (rows >= 0 && columns >= 0) {
      return apart.reshape(-1, rows, columns, 1);
    }
    Expr sizes = Numpy.take(Core.shape(apart), x.wrap(x.tf().constant(new int[] {2, 3})), 0);
    Expr any = x.wrap(x.tf().constant(new int[] {-1}));
    Expr one = x.wrap(x.tf().constant(new int[] {1}));
    Expr y = Numpy.reshape(apart, Numpy.concatenate(List.of(any, sizes, one), 0));
    return x.wrap(x.tf().ensureShape(y, Shape.of(-1, rows, columns, 1)));
  }

  private static Expr filtered(Expr x, Expr kernel) {
    int[] ones = {1, 1};
    return ConvOps.conv(x, kernel, ones, "VALID", ones);
  }

  private static Expr scaleAndTranslate(OpArguments a) {
    Expr given = a.tensor("images");
    int[] shape = a.ints("output_shape");
    int[] dims = a.places("spatial_dims", a.ints("spatial_dims"), given.rank());
    String method =
        a.text(
            "method",
            "linear",
            "bilinear",
            "trilinear",
            "cubic",
            "bicubic",
            "tricubic",
            "lanczos3",
            "lanczos5");
    if (shape.length != given.rank()) {
      throw a.wrong("output_shape", a.get("output_shape"), "as long as the images have axes");
    }
    List<Expr> both = a.together("scale", "translation");
    Expr x = given.dtype().isFloating() ? given : given.cast(DType.FLOAT32);
    for (int i = 0; i < dims.length; i++) {
      int d = dims[i];
      Expr index = Core.constant(x.tf(), i, DType.INT32);
      Expr weights =
          weights(
              Core.size(given, d),
              shape[d],
              Numpy.take(both.get(0), index, 0),
              Numpy.take(both.get(1), index, 0),
              method,
              a.flag("antialias"));
      int[] swap = Nn.swapWithLast(x, d);
      Expr last = d == x.rank() - 1 ? x : x.transpose(swap);
      Expr y = Tensordot.of(last, weights.cast(x.dtype()), new int[] {x.rank() - 1}, new int[] {0});
      x = d == x.rank() - 1 ? y : y.transpose(swap);
    }
    if (given.dtype().isFloating()) {
      return x;
    }
    Expr rounded = x.wrap(x.tf().math.round(x));
    Expr most = given.max().cast(x.dtype());
    Expr least = given.min().cast(x.dtype());
    return rounded.minimum(most).maximum(least).cast(given.dtype());
  }

  /** Returns what each place of the input, a row, counts for each of the output, a column. */
  private static Expr weights(
      Expr size, int count, Expr scale, Expr shift, String method, boolean antialias) {
    Expr inverse = scale.constant(1).div(scale);
    DType dtype = scale.dtype();
    Expr out = Nn.places(Core.constant(scale.tf(), count, DType.INT32)).cast(dtype);
    Expr sample = out.add(0.5).mul(inverse).sub(shift.mul(inverse)).sub(0.5);
    Expr in = Nn.places(size).cast(dtype).reshape(-1, 1);
    Expr distance = sample.reshape(1, -1).sub(in).abs();
    Expr x = antialias ? distance.div(inverse.maximum(1)) : distance;
    Expr weights = kernel(x, method);
    Expr total = Numpy.sum(weights, 0, true);
    Expr zero = total.constant(0);
    Expr divisor = total.equal(zero).where(Numpy.onesLike(total), total);
    Expr counts = total.abs().greater(1000.0 * 0x1p-23);
    Expr share = counts.where(weights.div(divisor), zero);
    Expr end = size.cast(dtype).sub(0.5);
    Expr inside =
        Numpy.logicalAnd(
            Numpy.greaterEqual(sample, sample.constant(-0.5)), Numpy.greaterEqual(end, sample));
    return inside.reshape(1, -1).where(share, zero);
  }

  private static Expr kernel(Expr x, String method) {
    Expr zero = x.constant(0);
    if (method.startsWith("lanczos")) {
      double radius = method.equals("lanczos3") ? 3 : 5;
      Expr y = sine(x.mul(Math.PI)).mul(radius).mul(sine(x.mul(Math.PI).div(radius)));
      Expr square = x.square().mul(Math.PI * Math.PI);
      Expr divisor = x.equal(zero).where(Numpy.onesLike(x), square);
      Expr out = x.greater(1e-3).where(y.div(divisor), Numpy.onesLike(x));
      return x.greater(radius).where(zero, out);
    } else if (method.endsWith("linear")) {
      return x.neg().add(1).maximum(0);
    }
    Expr near = x.mul(1.5).sub(2.5).mul(x).mul(x).add(1);
    Expr far = x.mul(-0.5).add(2.5).mul(x).sub(4).mul(x).add(2);
    Expr out = x.less(1).where(near, far);
    return x.less(2).where(out, zero);
  }

  private static Expr sine(Expr x) {
    return x.wrap(x.tf().math.sin(x));
  }
}
