package keras.ops;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Functions of TensorFlow that resize, cut, pad and turn images.
 *
 * <p>Keras: {@code tensorflow/python/ops/image_ops_impl.py}.
 */
final class TfImageFunctions {
  private TfImageFunctions() {}

  static void add(TfFunctions rows) {
    rows.one(
        "image.resize",
        "images, size, method='bilinear', preserve_aspect_ratio=False, antialias=False",
        a -> batch(a.tensor("images"), x -> resize(a, x)));
    for (String name :
        List.of(
            "bilinear ResizeBilinear",
            "nearest_neighbor ResizeNearestNeighbor",
            "bicubic ResizeBicubic")) {
      String[] words = name.split(" ", -1);
      rows.one(
          "compat.v1.image.resize_" + words[0],
          "images, size, align_corners=False, half_pixel_centers=False",
          a ->
              a.op(
                  words[1],
                  b ->
                      b.setAttr("align_corners", a.flag("align_corners"))
                          .setAttr("half_pixel_centers", a.flag("half_pixel_centers")),
                  a.tensor("images"),
                  a.sizes("size")));
    }
    rows.one(
        "compat.v1.image.resize_images",
        "images, size, method=0, align_corners=False, preserve_aspect_ratio=False!",
        TfImageFunctions::oldResize);
    rows.one(
        "image.resize_with_pad",
        "image, target_height, target_width, method='bilinear', antialias=False",
        a -> batch(a.tensor("image"), x -> resizeWithPad(a, x)));
    rows.one(
        "image.resize_with_crop_or_pad",
        "image, target_height, target_width",
        a -> batch(a.tensor("image"), x -> cropOrPad(a, x)));
    rows.one(
        "image.pad_to_bounding_box",
        "image, offset_height, offset_width, target_height, target_width",
        a ->
            batch(
                a.tensor("image"),
                x -> {
                  int[] top = pair(a, "offset_height", "offset_width");
                  return padded(a, x, top, pair(a, "target_height", "target_width"));
                }));
    rows.one(
        "image.crop_to_bounding_box",
        "image, offset_height, offset_width, target_height, target_width",
        a ->
            batch(
                a.tensor("image"),
                x -> {
                  int[] top = pair(a, "offset_height", "offset_width");
                  return cut(x, top, pair(a, "target_height", "target_width"));
                }));
    rows.one(
        "image.central_crop",
        "image, central_fraction",
        a -> batch(a.tensor("image"), x -> centralCrop(a, x)));
    rows.one(
        "image.rot90",
        "image, k=1",
        a -> batch(a.tensor("image"), x -> turned(x, Math.floorMod(a.integer("k"), 4))));
    rows.one(
        "image.transpose", "image", a -> batch(a.tensor("image"), x -> x.transpose(0, 2, 1, 3)));
    rows.one(
        "image.extract_patches",
        "images, sizes, strides, rates, padding",
        TfImageFunctions::patches);
    rows.one(
        "image.crop_and_resize",
        "image, boxes, box_indices, crop_size, method='bilinear', extrapolation_value=0.0",
        a ->
            a.op(
                "CropAndResize",
                b ->
                    b.setAttr("method", a.text("method"))
                        .setAttr("extrapolation_value", (float) a.number("extrapolation_value")),
                a.tensor("image"),
                a.tensor("boxes"),
                a.tensor("box_indices"),
                a.sizes("crop_size")));
  }

  /** Copies the pixels of each window by a convolution, as Keras 3 does. */
  private static Expr patches(TfArguments a) {
    Expr x = a.tensor("images");
    int[] size = a.ints("sizes");
    int[] steps = a.ints("strides");
    int[] rates = a.ints("rates");
    long channels = x.shape().get(3);
    long pixels = channels * size[1] * size[2];
    Expr kernel =
        Numpy.eye(a.tf(), pixels, pixels, x.dtype()).reshape(size[1], size[2], channels, pixels);
    return ConvOps.conv(
        x,
        kernel,
        new int[] {steps[1], steps[2]},
        a.text("padding").toUpperCase(Locale.ROOT),
        new int[] {rates[1], rates[2]});
  }

  /** Computes of images what a function computes of a batch of them. */
  static Expr batch(Expr x, UnaryOperator<Expr> function) {
    return x.rank() == 3 ? Numpy.squeeze(function.apply(x.expandDims(0)), 0) : function.apply(x);
  }

  private static int[] pair(TfArguments a, String height, String width) {
    return new int[] {a.integer(height), a.integer(width)};
  }

  /** Returns rows and columns, which must be known. */
  private static int[] size(TfArguments a, Expr x) {
    long height = x.shape().get(1);
    long width = x.shape().get(2);
    if (height < 0 || width < 0) {
      throw new UnsupportedOperationException(
          "%s: images of unknown height or width are not supported here. Received: shape %s."
              .formatted(a.who(), Shapes.show(x.shape())));
    }
    return new int[] {(int) height, (int) width};
  }

  // ---------------------------------------------------------------- sizes

  private static Expr resize(TfArguments a, Expr x) {
    String method = a.text("method");
    Expr sizes = a.sizes("size").cast(DType.INT32);
    if (a.flag("preserve_aspect_ratio")) {
      if (!(a.get("size") instanceof List<?>)) {
        throw a.refused("preserve_aspect_ratio", "False where the graph computes the size");
      }
      int[] asked = a.ints("size");
      int[] own = size(a, x);
      double scale = Math.min((float) asked[0] / (float) own[0], (float) asked[1] / (float) own[1]);
      sizes = a.constant(rounded(scale, own[0]), rounded(scale, own[1]));
    }
    return resized(a, x, sizes, method, a.flag("antialias"));
  }

  private static int rounded(double scale, int size) {
    return (int) Math.rint((float) scale * (float) size);
  }

  private static Expr resized(TfArguments a, Expr x, Expr sizes, String method, boolean antialias) {
    boolean keepsDtype = method.equals("nearest") || method.equals("area");
    if (keepsDtype || x.dtype().isFloating()) {
      Expr y = ImageOps.resize(x, sizes, method, antialias);
      return method.equals("nearest") ? y : y.cast(DType.FLOAT32);
    } else if (x.dtype() == DType.BOOL) {
      throw a.wrong("images", "numbers");
    }
    return ImageOps.resize(x.cast(DType.FLOAT32), sizes, method, antialias);
  }

  /** Resizes as TensorFlow 1 did, with pixels that are points. */
  private static Expr oldResize(TfArguments a) {
    List<String> ops =
        List.of("ResizeBilinear", "ResizeNearestNeighbor", "ResizeBicubic", "ResizeArea");
    return a.op(
        ops.get(Math.floorMod(a.integer("method"), ops.size())),
        b -> b.setAttr("align_corners", a.flag("align_corners")),
        a.tensor("images"),
        a.sizes("size"));
  }

  private static Expr resizeWithPad(TfArguments a, Expr x) {
    int[] target = pair(a, "target_height", "target_width");
    int[] own = size(a, x);
    float ratio = Math.max((float) own[1] / (float) target[1], (float) own[0] / (float) target[0]);
    float height = own[0] / ratio;
    float width = own[1] / ratio;
    Expr sizes = a.constant((int) Math.floor(height), (int) Math.floor(width));
    Expr y = resized(a, x, sizes, a.text("method"), a.flag("antialias"));
    int top = Math.max(0, (int) Math.floor((target[0] - height) / 2));
    int left = Math.max(0, (int) Math.floor((target[1] - width) / 2));
    return padded(a, y, new int[] {top, left}, target);
  }

  // ---------------------------------------------------------------- windows

  private static Expr cropOrPad(TfArguments a, Expr x) {
    int[] target = pair(a, "target_height", "target_width");
    int[] own = size(a, x);
    int[] cutAt = new int[2];
    int[] padAt = new int[2];
    int[] left = new int[2];
    for (int i = 0; i < 2; i++) {
      int difference = target[i] - own[i];
      cutAt[i] = Math.max(Math.floorDiv(-difference, 2), 0);
      padAt[i] = Math.max(Math.floorDiv(difference, 2), 0);
      left[i] = Math.min(target[i], own[i]);
    }
    return padded(a, cut(x, cutAt, left), padAt, target);
  }

  private static Expr padded(TfArguments a, Expr x, int[] top, int... target) {
    int[] own = size(a, x);
    int below = target[0] - top[0] - own[0];
    int right = target[1] - top[1] - own[1];
    if (top[0] < 0 || top[1] < 0 || below < 0 || right < 0) {
      throw new IllegalArgumentException(
          "%s: expected a target that holds the image. Received: %s in %d × %d from (%d, %d) on."
              .formatted(a.who(), Shapes.show(x.shape()), target[0], target[1], top[0], top[1]));
    }
    Expr paddings = a.constant(0, 0, top[0], below, top[1], right, 0, 0).reshape(4, 2);
    return a.op("Pad", x, paddings);
  }

  private static Expr cut(Expr x, int[] top, int... size) {
    Expr rows = SliceKey.between(x, 1, top[0], top[0] + size[0]);
    return SliceKey.between(rows, 2, top[1], top[1] + size[1]);
  }

  private static Expr centralCrop(TfArguments a, Expr x) {
    double fraction = a.number("central_fraction");
    if (fraction <= 0 || fraction > 1) {
      throw a.wrong("central_fraction", "in (0, 1]");
    } else if (fraction == 1) {
      return x;
    }
    int[] own = size(a, x);
    int[] top = new int[2];
    int[] left = new int[2];
    for (int i = 0; i < 2; i++) {
      top[i] = (int) ((own[i] - own[i] * fraction) / 2);
      left[i] = own[i] - top[i] * 2;
    }
    return cut(x, top, left);
  }

  private static Expr turned(Expr x, int quarters) {
    return switch (quarters) {
      case 1 -> ImageOps.flip(x, 2).transpose(0, 2, 1, 3);
      case 2 -> ImageOps.flip(ImageOps.flip(x, 1), 2);
      case 3 -> ImageOps.flip(x.transpose(0, 2, 1, 3), 2);
      default -> x;
    };
  }
}
