package keras.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Images whose pixels come from other places.
 *
 * <p>Keras: {@code keras/src/ops/image.py}, {@code keras/src/backend/tensorflow/image.py}.
 */
final class WarpRows {
  private static final String[] MODES = {"constant", "nearest", "wrap", "reflect"};

  private WarpRows() {}

  static void add(OpRows rows) {
    rows.one(
        "image.AffineTransform",
        "images, transform | interpolation='bilinear', fill_mode='constant', fill_value=0,"
            + " data_format=None",
        WarpRows::affine);
    rows.one(
        "image.MapCoordinates",
        "inputs, coordinates | order, fill_mode='constant', fill_value=0",
        WarpRows::mapCoordinates);
    rows.one(
        "image.ElasticTransform",
        "images | alpha=20.0, sigma=5.0, interpolation='bilinear', fill_mode='reflect',"
            + " fill_value=0.0, seed=None, data_format=None",
        WarpRows::elastic);
  }

  private static Expr affine(OpArguments a) {
    Expr given = a.tensor("transform");
    if (given.rank() != 1 && given.rank() != 2) {
      throw new IllegalArgumentException(
          "%s: expected a transform of rank 1 or a batch of rank 2. Received: shape %s."
              .formatted(a.who(), Shapes.show(given.shape())));
    }
    String how = a.text("interpolation", "nearest", "bilinear");
    String mode = a.text("fill_mode", MODES);
    Expr transforms = (given.rank() == 1 ? given.expandDims(0) : given).cast(DType.FLOAT32);
    return ImageArguments.batches(
        a, x -> projected(x, transforms, how, mode, a.number("fill_value")));
  }

  /** Moves pixels by TensorFlow's projective transforms, eight numbers for each image. */
  static Expr projected(Expr x, Expr transforms, String how, String mode, double fill) {
    Expr size = Numpy.take(Core.shape(x), x.wrap(x.tf().constant(new int[] {1, 2})), 0);
    Expr y =
        RawOp.of(
            "ImageProjectiveTransformV3",
            b ->
                b.setAttr("interpolation", how.toUpperCase(Locale.ROOT))
                    .setAttr("fill_mode", mode.toUpperCase(Locale.ROOT)),
            x,
            transforms,
            size,
            x.tf().constant((float) fill));
    return x.wrap(x.tf().ensureShape(y, x.shape()));
  }

  /**
   * One place along an axis that counts for a value.
   *
   * @param valid whether it lies inside; null is always
   */
  private record Place(Expr index, @org.jspecify.annotations.Nullable Expr valid, Expr weight) {}

  private static Expr mapCoordinates(OpArguments a) {
    Expr x = a.tensor("inputs");
    Expr coordinates = a.tensor("coordinates");
    if (coordinates.rank() < 2 || coordinates.shape().get(0) != x.rank()) {
      throw new IllegalArgumentException(
          "%s: expected coordinates of rank 2 or more, of which the first axis is as long as the inputs have axes. Received: shapes %s and %s."
              .formatted(a.who(), Shapes.show(x.shape()), Shapes.show(coordinates.shape())));
    }
    int order = a.integer("order");
    String mode = a.text("fill_mode", "constant", "nearest", "wrap", "mirror", "reflect");
    if (order != 0 && order != 1) {
      throw a.wrong("order", order, "0 or 1");
    }
    List<List<Place>> axes = new ArrayList<>();
    for (int i = 0; i < x.rank(); i++) {
      Expr along = Numpy.take(coordinates, Core.constant(x.tf(), i, DType.INT32), 0);
      axes.add(places(along, size(x, i), order, mode));
    }
    return interpolated(x, axes, a.tensor(a.get("fill_value"), x.dtype()));
  }

  private static Expr size(Expr x, int axis) {
    long known = x.shape().get(axis);
    return known < 0 ? Core.size(x, axis) : Core.constant(x.tf(), (double) known, DType.INT32);
  }

  private static List<Place> places(Expr at, Expr size, int order, String mode) {
    if (order == 0) {
      boolean whole = !at.dtype().isFloating();
      Expr index = (whole ? at : at.wrap(at.tf().math.round(at))).cast(DType.INT32);
      return List.of(place(index, Numpy.onesLike(at), size, mode));
    }
    Expr lower = Numpy.floor(at);
    Expr above = at.sub(lower);
    Expr index = lower.cast(DType.INT32);
    return List.of(
        place(index, above.neg().add(1), size, mode), place(index.add(1), above, size, mode));
  }

  private static Place place(Expr index, Expr weight, Expr size, String mode) {
    Expr end = size.sub(1);
    Expr bounded = index.minimum(end).maximum(0);
    if (mode.equals("constant")) {
      Expr valid = Numpy.logicalAnd(Numpy.greaterEqual(index, index.constant(0)), index.less(size));
      return new Place(bounded, valid, weight);
    } else if (mode.equals("nearest")) {
      return new Place(bounded, null, weight);
    } else if (mode.equals("wrap")) {
      return new Place(index.wrap(index.tf().math.floorMod(index, size)), null, weight);
    }
    Expr twice = size.mul(2);
    Expr rest = index.wrap(index.tf().math.floorMod(index.abs(), twice));
    Expr back = twice.sub(rest);
    Expr mirrored = rest.less(size).where(rest, mode.equals("reflect") ? back.sub(1) : back);
    return new Place(mirrored, null, weight);
  }

  /** Adds what every combination of places counts. */
  private static Expr interpolated(Expr x, List<List<Place>> axes, Expr fill) {
    List<List<Place>> combinations = List.of(List.of());
    for (List<Place> places : axes) {
      List<List<Place>> longer = new ArrayList<>();
      for (List<Place> before : combinations) {
        for (Place place : places) {
          List<Place> all = new ArrayList<>(before);
          all.add(place);
          longer.add(all);
        }
      }
      combinations = longer;
    }
    int trailing = x.rank() - axes.size();
    Expr sum = null;
    for (List<Place> places : combinations) {
      Expr value = counted(x, places, fill, trailing);
      sum = sum == null ? value : sum.add(value);
    }
    Expr y = Objects.requireNonNull(sum);
    return (x.dtype().isFloating() ? y : y.wrap(y.tf().math.round(y))).cast(x.dtype());
  }

  private static Expr counted(Expr x, List<Place> places, Expr fill, int trailing) {
    List<Expr> indices = places.stream().map(Place::index).toList();
    Expr at = NumpyShapeRows.stack(indices, indices.get(0).rank());
    Expr weight = null;
    Expr valid = null;
    for (Place p : places) {
      weight = weight == null ? p.weight() : weight.mul(p.weight());
      Expr own = p.valid();
      valid = own == null ? valid : valid == null ? own : Numpy.logicalAnd(valid, own);
    }
    Expr factor = widened(Objects.requireNonNull(weight), trailing);
    Expr taken = x.wrap(x.tf().gatherNd(x, at)).cast(factor.dtype());
    Expr shown =
        valid == null ? taken : widened(valid, trailing).where(taken, fill.cast(factor.dtype()));
    return factor.mul(shown);
  }

  private static Expr widened(Expr x, int axes) {
    Expr y = x;
    for (int i = 0; i < axes; i++) {
      y = y.expandDims(y.rank());
    }
    return y;
  }

  private static Expr elastic(OpArguments a) {
    String how = a.text("interpolation", "nearest", "bilinear");
    String mode = a.text("fill_mode", MODES);
    if (!a.has("seed")) {
      throw a.wrong(
          "seed", null, "a whole number: an operation has no generator of its own to draw from");
    }
    int seed = a.integer("seed");
    double alpha = a.number("alpha");
    double sigma = a.number("sigma");
    int size = 6 * (int) sigma | 1;
    return ImageArguments.batches(
        a,
        given -> {
          Expr x = ImageArguments.floating(a, given);
          Expr area =
              Numpy.take(
                  Core.shape(x), x.wrap(x.tf().constant(IntStream.range(0, 3).toArray())), 0);
          Expr drawn =
              RandomOps.of(x.tf(), seed, 0)
                  .normal(Core.int32(area), x.dtype(), 0, 1)
                  .mul(sigma)
                  .expandDims(3);
          Expr told = x.wrap(x.tf().ensureShape(drawn, x.shape().subShape(0, 3).append(1)));
          int[] sizes = {size, size};
          Expr shift = Numpy.squeeze(FilterRows.blurred(told, sizes, sigma, sigma), 3).mul(alpha);
          return displaced(x, shift, how, mode, a.number("fill_value"));
        });
  }

  /** Takes each pixel from as many rows below and columns right of it as {@code shift} says. */
  static Expr displaced(Expr x, Expr shift, String how, String mode, double fillValue) {
    Expr batch = Nn.places(Core.size(x, 0)).reshape(-1, 1, 1);
    Expr down = Nn.places(Core.size(x, 1)).cast(x.dtype()).reshape(1, -1, 1);
    Expr across = Nn.places(Core.size(x, 2)).cast(x.dtype()).reshape(1, 1, -1);
    Expr rows = down.add(shift);
    Expr columns = across.add(shift);
    int order = how.equals("nearest") ? 0 : 1;
    Expr number = Numpy.broadcastTo(batch, Core.shape(rows));
    List<Place> own = List.of(new Place(number, null, Numpy.onesLike(rows)));
    List<List<Place>> axes =
        List.of(
            own, places(rows, size(x, 1), order, mode), places(columns, size(x, 2), order, mode));
    return x.wrap(x.tf().ensureShape(interpolated(x, axes, x.constant(fillValue)), x.shape()));
  }
}
