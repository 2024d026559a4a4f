package keras.ops;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Colours, sizes and edges of images.
 *
 * <p>Keras: {@code keras/src/ops/image.py}, {@code keras/src/backend/tensorflow/image.py}.
 */
final class ImageRows {
  private static final String FORMAT = "images | data_format=None";

  private ImageRows() {}

  static void add(OpRows rows) {
    rows.one("image.RGBToGrayscale", FORMAT, ImageRows::grayscale);
    rows.one(
        "image.RGBToHSV", FORMAT, a -> ImageArguments.batches(a, x -> colours(a, "RGBToHSV", x)));
    rows.one(
        "image.HSVToRGB", FORMAT, a -> ImageArguments.batches(a, x -> colours(a, "HSVToRGB", x)));
    rows.one("image.SobelEdges", FORMAT, ImageRows::sobelEdges);
    rows.one(
        "image.Resize",
        "images | size, interpolation='bilinear', antialias=False, crop_to_aspect_ratio=False,"
            + " pad_to_aspect_ratio=False, fill_mode='constant', fill_value=0.0, data_format=None",
        ImageRows::resize);
    rows.one(
        "image.ExtractPatches",
        "images | size, strides=None, dilation_rate=1, padding='valid', data_format=None",
        ImageRows::patches);
    rows.one(
        "image.PadImages",
        "images | top_padding=None, left_padding=None, bottom_padding=None, right_padding=None,"
            + " target_height=None, target_width=None, data_format=None",
        ImageRows::pad);
    rows.one(
        "image.CropImages",
        "images | top_cropping=None, left_cropping=None, bottom_cropping=None,"
            + " right_cropping=None, target_height=None, target_width=None, data_format=None",
        ImageRows::crop);
    FilterRows.add(rows);
    WarpRows.add(rows);
  }

  private static Expr grayscale(OpArguments a) {
    return ImageArguments.batches(
        a,
        x -> {
          long channels = x.shape().get(3);
          if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException(
                "%s: expected 3 channels or 1. Received: shape %s."
                    .formatted(a.who(), Shapes.show(a.tensor("images").shape())));
          }
          if (channels == 1) {
            return x.wrap(x.tf().identity(x));
          }
          Expr floats = x.cast(a.floatOf(x));
          double[] shares = {0.2989, 0.5870, 0.1140};
          Expr weights = ImageArguments.constant(x.tf(), shares, floats.dtype(), 3, 1);
          return Tensordot.of(floats, weights, new int[] {3}, new int[] {0}).cast(x.dtype());
        });
  }

  private static Expr colours(OpArguments a, String type, Expr images) {
    Expr x = ImageArguments.floating(a, images);
    if (x.shape().get(3) != 3) {
      throw new IllegalArgumentException(
          "%s: expected 3 channels. Received: shape %s."
              .formatted(a.who(), Shapes.show(a.tensor("images").shape())));
    }
    return RawOp.of(type, x);
  }

  private static Expr sobelEdges(OpArguments a) {
    Expr images = a.tensor("images");
    if (images.rank() != 4) {
      throw new IllegalArgumentException(
          "%s: expected a batch of images. Received: shape %s."
              .formatted(a.who(), Shapes.show(images.shape())));
    }
    boolean first =
        a.has("data_format")
            && a.text("data_format", "channels_last", "channels_first").equals("channels_first");
    Expr x = first ? images.transpose(0, 2, 3, 1) : images;
    int channels = Math.toIntExact(x.shape().get(3));
    double[] kernel = new double[9 * channels * 2];
    int[] down = {-1, -2, -1, 0, 0, 0, 1, 2, 1};
    for (int i = 0; i < 9; i++) {
      for (int c = 0; c < channels; c++) {
        kernel[(i * channels + c) * 2] = down[i];
        kernel[(i * channels + c) * 2 + 1] = down[i % 3 * 3 + i / 3];
      }
    }
    Expr filters = ImageArguments.constant(x.tf(), kernel, x.dtype(), 3, 3, channels, 2);
    int[][] sides = {{0, 0}, {1, 1}, {1, 1}, {0, 0}};
    Expr padded = x.wrap(x.tf().mirrorPad(x, x.tf().constant(sides), "REFLECT"));
    int[] ones = {1, 1};
    Expr edges = ConvOps.depthwiseConv(padded, filters, ones, "VALID", ones);
    Expr two = x.wrap(x.tf().constant(new int[] {2}));
    Expr apart = Numpy.reshape(edges, Numpy.concatenate(List.of(Core.shape(x), two), 0));
    Expr told = x.wrap(x.tf().ensureShape(apart, x.shape().append(2)));
    return first ? told.transpose(0, 3, 1, 2, 4) : told;
  }

  private static Expr resize(OpArguments a) {
    int[] size = a.ints("size");
    boolean crop = a.flag("crop_to_aspect_ratio");
    boolean pad = a.flag("pad_to_aspect_ratio");
    String how =
        a.text("interpolation", "bilinear", "nearest", "lanczos3", "lanczos5", "bicubic", "area");
    a.text("fill_mode", "constant");
    if (size.length != 2 || size[0] < 1 || size[1] < 1) {
      throw a.wrong("size", a.get("size"), "two numbers above 0, the height and the width");
    } else if (crop && pad) {
      throw a.wrong("pad_to_aspect_ratio", true, "false beside `crop_to_aspect_ratio`");
    }
    return ImageArguments.batches(
        a,
        images -> {
          Expr x = images;
          if (crop) {
            x = ImageOps.cropToAspectRatio(x, size[0], size[1]);
          } else if (pad) {
            x = ImageOps.padToAspectRatio(x, size[0], size[1], a.number("fill_value"));
          }
          Expr y = ImageOps.resize(x, size[0], size[1], how, a.flag("antialias"));
          return ImageOps.saturated(y, images.dtype());
        });
  }

  private static Expr patches(OpArguments a) {
    int[] given = a.ints("size");
    int[] size = given.length == 1 ? new int[] {given[0], given[0]} : given;
    if (size.length > 3 || Arrays.stream(size).anyMatch(n -> n < 1)) {
      throw a.wrong("size", a.get("size"), "one, two or three numbers above 0");
    }
    Expr images = a.tensor("images");
    int axes = size.length;
    int[] strides = a.has("strides") ? all(a, "strides", axes) : size;
    int[] dilations = all(a, "dilation_rate", axes);
    String padding = ConvRows.padding(a);
    ConvRows.requireOneKind(a, strides, dilations);
    return ImageArguments.batches(
        a,
        images,
        axes + 2,
        x -> {
          long channels = x.shape().get(-1);
          long count = channels * Arrays.stream(size).asLongStream().reduce(1, (p, q) -> p * q);
          long[] shape = new long[axes + 2];
          IntStream.range(0, axes).forEach(i -> shape[i] = size[i]);
          shape[axes] = channels;
          shape[axes + 1] = count;
          Expr kernel = Numpy.eye(x.tf(), count, count, x.dtype()).reshape(shape);
          return ConvOps.conv(x, kernel, strides, padding, dilations);
        });
  }

  private static int[] all(OpArguments a, String name, int axes) {
    int[] given = a.ints(name);
    int[] all = given.length == 1 ? IntStream.range(0, axes).map(i -> given[0]).toArray() : given;
    if (all.length != axes || Arrays.stream(all).anyMatch(n -> n < 1)) {
      throw a.wrong(name, a.get(name), "one number above 0, or " + axes + " of them");
    }
    return all;
  }

  /** What is known of one axis: two of these three, and perhaps its size. */
  private record Sides(
      @Nullable Integer before, @Nullable Integer after, @Nullable Integer target) {
    static Sides of(OpArguments a, String before, String after, String target) {
      Integer[] given = new Integer[3];
      String[] names = {before, after, target};
      int missing = 0;
      for (int i = 0; i < 3; i++) {
        given[i] = a.has(names[i]) ? (Integer) a.integer(names[i]) : null;
        missing += given[i] == null ? 1 : 0;
        Integer value = given[i];
        if (value != null && value < 0) {
          throw a.wrong(names[i], value, "0 or more");
        }
      }
      if (missing != 1) {
        throw new IllegalArgumentException(
            "%s: expected two of `%s`, `%s` and `%s`. Received: %s=%s, %s=%s, %s=%s."
                .formatted(
                    a.who(), before, after, target, before, given[0], after, given[1], target,
                    given[2]));
      }
      return new Sides(given[0], given[1], given[2]);
    }

    /** Returns what is before, 0 where that follows from the others. */
    int first() {
      return before == null ? 0 : before;
    }

    /** Returns what is after, 0 where that follows from the others. */
    int last() {
      return after == null ? 0 : after;
    }

    /** Returns the size that is wanted, 0 where that follows from the others. */
    int wanted() {
      return target == null ? 0 : target;
    }
  }

  private static Expr number(Expr x, int value) {
    return Core.constant(x.tf(), value, DType.INT32);
  }

  private static long known(
      OpArguments a, String what, @Nullable Integer value, long size, long otherwise) {
    long known = value != null ? value : size < 0 ? -1 : otherwise;
    if (known < 0 && size >= 0) {
      throw new IllegalArgumentException(
          "%s: the %s must be 0 or more. Received: %d, for images of shape %s."
              .formatted(a.who(), what, known, Shapes.show(a.tensor("images").shape())));
    }
    return known;
  }

  private static Expr pad(OpArguments a) {
    Sides[] sides = {
      Sides.of(a, "top_padding", "bottom_padding", "target_height"),
      Sides.of(a, "left_padding", "right_padding", "target_width")
    };
    return ImageArguments.batches(
        a,
        x -> {
          Expr none = number(x, 0);
          Expr[] before = {none, none, none, none};
          Expr[] after = {none, none, none, none};
          long[] told = x.shape().asArray();
          for (int i = 0; i < 2; i++) {
            Sides s = sides[i];
            long size = x.shape().get(i + 1);
            int first = s.first();
            int last = s.last();
            int target = s.wanted();
            known(a, "first padding", s.before(), size, target - size - last);
            known(a, "last padding", s.after(), size, target - size - first);
            told[i + 1] = known(a, "size", s.target(), size, first + size + last);
            Expr left = number(x, target).sub(Core.size(x, i + 1));
            before[i + 1] = s.before() == null ? left.sub(last) : number(x, first);
            after[i + 1] = s.after() == null ? left.sub(first) : number(x, last);
          }
          Expr paddings =
              Numpy.stack(List.of(Numpy.stack(List.of(before)), Numpy.stack(List.of(after))))
                  .transpose(1, 0);
          Expr y = x.wrap(x.tf().pad(x, paddings, x.constant(0)));
          return x.wrap(x.tf().ensureShape(y, Shape.of(told)));
        });
  }

  private static Expr crop(OpArguments a) {
    Sides[] sides = {
      Sides.of(a, "top_cropping", "bottom_cropping", "target_height"),
      Sides.of(a, "left_cropping", "right_cropping", "target_width")
    };
    return ImageArguments.batches(
        a,
        x -> {
          Expr[] start = {number(x, 0), number(x, 0), number(x, 0), number(x, 0)};
          Expr all = number(x, -1);
          Expr[] sizes = {all, all, all, all};
          long[] told = x.shape().asArray();
          for (int i = 0; i < 2; i++) {
            Sides s = sides[i];
            long size = x.shape().get(i + 1);
            int first = s.first();
            int last = s.last();
            int target = s.wanted();
            known(a, "first cropping", s.before(), size, size - target - last);
            known(a, "last cropping", s.after(), size, size - target - first);
            told[i + 1] = known(a, "size", s.target(), size, size - first - last);
            Expr whole = Core.size(x, i + 1);
            start[i + 1] = s.before() == null ? whole.sub(target).sub(last) : number(x, first);
            sizes[i + 1] = s.target() == null ? whole.sub(first).sub(last) : number(x, target);
          }
          Expr y =
              x.wrap(
                  x.tf()
                      .slice(
                          x,
                          Core.int32(Numpy.stack(List.of(start))),
                          Core.int32(Numpy.stack(List.of(sizes)))));
          return x.wrap(x.tf().ensureShape(y, Shape.of(told)));
        });
  }
}
