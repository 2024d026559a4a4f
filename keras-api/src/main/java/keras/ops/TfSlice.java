package keras.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands between brackets in Python, where the graph computes a place: {@code x[:, :n]} with a
 * tensor {@code n}.
 *
 * <p>Keras: {@code tf_keras/src/layers/core/tf_op_layer.py}, {@code SlicingOpLambda}; {@code
 * tensorflow/python/ops/array_ops.py}, {@code _slice_helper}.
 */
final class TfSlice {
  private final TfArguments a;
  private final DType dtype;
  private final List<Expr> begin = new ArrayList<>();
  private final List<Expr> end = new ArrayList<>();
  private final List<Expr> strides = new ArrayList<>();
  private long beginMask;
  private long endMask;
  private long ellipsisMask;
  private long newAxisMask;
  private long shrinkAxisMask;

  private TfSlice(TfArguments a, DType dtype) {
    this.a = a;
    this.dtype = dtype;
  }

  static Expr of(TfArguments a) {
    Object given = a.get("slice_spec");
    if (given instanceof Expr mask && mask.dtype() == DType.BOOL) {
      return TfIndexFunctions.masked(a, a.tensor("tensor"), mask, 0);
    }
    List<?> parts = given instanceof List<?> list ? list : java.util.Arrays.asList(given);
    if (parts.size() > Integer.SIZE) {
      throw a.wrong("slice_spec", "at most one part for each axis, and new axes");
    }
    TfSlice slice = new TfSlice(a, dtype(parts));
    parts.forEach(slice::add);
    return slice.apply();
  }

  private static DType dtype(@Nullable Object part) {
    if (part instanceof Expr x) {
      return x.dtype();
    }
    Iterable<?> inside =
        part instanceof List<?> list
            ? list
            : part instanceof Map<?, ?> map ? map.values() : List.of();
    for (Object item : inside) {
      if (dtype(item) == DType.INT64) {
        return DType.INT64;
      }
    }
    return DType.INT32;
  }

  private void add(@Nullable Object part) {
    long bit = 1L << begin.size();
    if (part == null) {
      newAxisMask |= bit;
      range(number(0), number(1), number(1));
    } else if (part instanceof Map<?, ?> map && map.containsKey("start")) {
      beginMask |= map.get("start") == null ? bit : 0;
      endMask |= map.get("stop") == null ? bit : 0;
      range(place(map.get("start"), 0), place(map.get("stop"), 0), place(map.get("step"), 1));
    } else if (part instanceof Map<?, ?> map && "__ellipsis__".equals(map.get("class_name"))) {
      ellipsisMask |= bit;
      range(number(0), number(0), number(1));
    } else if (part instanceof Number || (part instanceof Expr x && isPlace(x))) {
      shrinkAxisMask |= bit;
      Expr from = place(part, 0);
      range(from, from.add(1), number(1));
    } else {
      throw a.wrong("slice_spec", "of whole numbers, slices, None and ellipses");
    }
  }

  private static boolean isPlace(Expr x) {
    return x.shape().numDimensions() == 0 && (x.dtype() == DType.INT32 || x.dtype() == DType.INT64);
  }

  private Expr place(@Nullable Object given, int otherwise) {
    if (given instanceof Expr x && isPlace(x)) {
      return x.cast(dtype);
    } else if (given == null || given instanceof Number) {
      return number(given instanceof Number n ? Math.toIntExact(n.longValue()) : otherwise);
    }
    throw a.wrong("slice_spec", "of whole numbers, slices, None and ellipses");
  }

  private Expr number(int value) {
    return Core.constant(a.tf(), value, dtype);
  }

  private void range(Expr from, Expr to, Expr step) {
    begin.add(from);
    end.add(to);
    strides.add(step);
  }

  private Expr apply() {
    return emit(
        a.tensor("tensor"),
        List.of(Numpy.stack(begin), Numpy.stack(end), Numpy.stack(strides)),
        new long[] {beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask});
  }

  /** Computes {@code tf.strided_slice}, whose bits are given. */
  static Expr strided(TfArguments a) {
    Expr begin = a.sizes("begin");
    Expr strides = a.has("strides") ? a.sizes("strides") : Numpy.onesLike(begin);
    long[] masks = {
      a.integer("begin_mask"),
      a.integer("end_mask"),
      a.integer("ellipsis_mask"),
      a.integer("new_axis_mask"),
      a.integer("shrink_axis_mask")
    };
    return new TfSlice(a, begin.dtype())
        .emit(a.tensor("input_"), List.of(begin, a.sizes("end"), strides), masks);
  }

  private Expr emit(Expr x, List<Expr> places, long... masks) {
    return a.op(
        "StridedSlice",
        b ->
            b.setAttr("begin_mask", masks[0])
                .setAttr("end_mask", masks[1])
                .setAttr("ellipsis_mask", masks[2])
                .setAttr("new_axis_mask", masks[3])
                .setAttr("shrink_axis_mask", masks[4]),
        x,
        places.get(0),
        places.get(1),
        places.get(2));
  }
}
