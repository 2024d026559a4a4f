package keras.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.Shape;

/** Elements of arrays brought to other places: shapes, axes, parts. */
final class Moves {
  private Moves() {}

  /** Returns all elements as samples of one number each. */
  static SampleArray flat(String caller, NdArray<?> x) {
    int size = SampleArray.checkedSize(caller, x.shape());
    SampleArray rows =
        SampleArray.of(caller, x.shape().numDimensions() == 0 ? x.withShape(Shape.of(1)) : x);
    return new SampleArray(rows.element(), rows.array(), rows.offset(), Shape.of(size));
  }

  static int size(Shape shape) {
    return SampleArray.checkedSize("Np", shape);
  }

  /** Returns the elements at places of the flat array, in a shape. */
  static NdArray<?> at(SampleArray flat, int[] places, Shape shape) {
    return shaped(flat.take(places, 0, places.length), shape);
  }

  private static NdArray<?> shaped(NdArray<?> x, Shape shape) {
    SampleArray rows = SampleArray.of("Np", x);
    return rows.element().wrap(shape, rows.array(), rows.offset());
  }

  static NdArray<?> reshape(NdArray<?> x, long... sizes) {
    long[] shape = sizes.clone();
    long known = 1;
    int open = -1;
    for (int d = 0; d < shape.length; d++) {
      if (shape[d] == -1 && open < 0) {
        open = d;
      } else {
        known = shape[d] < 0 ? -1 : known * shape[d];
      }
    }
    int size = size(x.shape());
    if (open >= 0 && known > 0 && size % known == 0) {
      shape[open] = size / known;
      known = size;
    }
    if (known != size) {
      throw new IllegalArgumentException(
          "Np.reshape: the %d elements of shape %s do not fit into shape %s."
              .formatted(size, ArrayText.shape(x.shape()), Arrays.toString(sizes)));
    }
    return shaped(flat("Np.reshape", x).toNdArray(), Shape.of(shape));
  }

  /** Returns the array with its axes in another order; without one, turned around. */
  static NdArray<?> transpose(NdArray<?> x, int... axes) {
    int rank = x.shape().numDimensions();
    int[] order =
        axes.length == 0 ? IntStream.range(0, rank).map(d -> rank - 1 - d).toArray() : axes.clone();
    for (int d = 0; d < order.length; d++) {
      order[d] = AxisGroups.axis("Np.transpose", x, order[d], rank);
    }
    if (order.length != rank || Arrays.stream(order).distinct().count() != rank) {
      throw new IllegalArgumentException(
          "Np.transpose: expected each of the %d axes of shape %s once. Received: %s."
              .formatted(rank, ArrayText.shape(x.shape()), Arrays.toString(axes)));
    }
    long[] strides = new long[rank];
    long stride = 1;
    for (int d = rank - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= x.shape().get(d);
    }
    long[] sizes = new long[rank];
    int[] places = {0};
    for (int d = 0; d < rank; d++) {
      sizes[d] = x.shape().get(order[d]);
      places = outer(places, (int) sizes[d], (int) strides[order[d]]);
    }
    return at(flat("Np.transpose", x), places, Shape.of(sizes));
  }

  /** Returns each place with the next axis' steps added. */
  static int[] outer(int[] places, int size, int stride) {
    int[] all = new int[Math.multiplyExact(places.length, size)];
    for (int i = 0; i < all.length; i++) {
      all[i] = places[i / size] + i % size * stride;
    }
    return all;
  }

  /** Returns the parts with some indices of an axis; negative ones count from its end. */
  static NdArray<?> take(NdArray<?> x, int[] indices, int axis) {
    int at = AxisGroups.axis("Np.take", x, axis, x.shape().numDimensions());
    int size = (int) x.shape().get(at);
    int[] chosen = new int[indices.length];
    for (int i = 0; i < chosen.length; i++) {
      if (indices[i] < -size || indices[i] >= size) {
        throw new IllegalArgumentException(
            "Np.take: expected indices in [%d, %d) for axis %d of shape %s. Received: %d."
                .formatted(-size, size, axis, ArrayText.shape(x.shape()), indices[i]));
      }
      chosen[i] = indices[i] < 0 ? indices[i] + size : indices[i];
    }
    if (at == 0) {
      return SampleArray.of("Np.take", x).take(chosen, 0, chosen.length);
    }
    long[] sizes = x.shape().asArray().clone();
    int inner = (int) Shape.of(Arrays.copyOfRange(sizes, at + 1, sizes.length)).size();
    int outer = (int) Shape.of(Arrays.copyOf(sizes, at)).size();
    sizes[at] = chosen.length;
    int[] places = new int[size(Shape.of(sizes))];
    int n = 0;
    for (int o = 0; o < outer; o++) {
      for (int index : chosen) {
        for (int i = 0; i < inner; i++) {
          places[n++] = (o * size + index) * inner + i;
        }
      }
    }
    return at(flat("Np.take", x), places, Shape.of(sizes));
  }

  static int[] indices(NdArray<?> x, boolean[] mask) {
    long count = x.shape().numDimensions() == 0 ? 0 : x.shape().get(0);
    if (mask.length != count) {
      throw new IllegalArgumentException(
          "Np.take: the mask has %d elements, the array has shape %s. Both need as many along the first axis."
              .formatted(mask.length, ArrayText.shape(x.shape())));
    }
    return IntStream.range(0, mask.length).filter(i -> mask[i]).toArray();
  }

  /** Joins arrays along an axis that they have. */
  static NdArray<?> concatenate(String caller, List<? extends NdArray<?>> arrays, int axis) {
    if (arrays.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: expected one array or more. Received: none.".formatted(caller));
    }
    NdArray<?> first = arrays.get(0);
    int rank = first.shape().numDimensions();
    int at = AxisGroups.axis(caller, first, axis, rank);
    List<SampleArray> parts = new ArrayList<>();
    for (NdArray<?> array : arrays) {
      if (array.shape().numDimensions() != rank) {
        throw new IllegalArgumentException(
            "%s: expected arrays of %d axes. Received: shape %s."
                .formatted(caller, rank, ArrayText.shape(array.shape())));
      }
      parts.add(SampleArray.of(caller, at == 0 ? array : transpose(array, swap(rank, at))));
    }
    NdArray<?> all = SampleArray.concat(caller, parts).toNdArray();
    return at == 0 ? all : transpose(all, swap(rank, at));
  }

  private static int[] swap(int rank, int axis) {
    return IntStream.range(0, rank).map(d -> d == 0 ? axis : d == axis ? 0 : d).toArray();
  }

  /** Joins arrays of one shape along a new axis. */
  static NdArray<?> stack(List<? extends NdArray<?>> arrays, int axis) {
    List<NdArray<?>> wider = new ArrayList<>();
    for (NdArray<?> array : arrays) {
      int rank = array.shape().numDimensions() + 1;
      int at = AxisGroups.axis("Np.stack", array, axis, rank);
      List<Long> sizes = new ArrayList<>(Arrays.stream(array.shape().asArray()).boxed().toList());
      sizes.add(at, 1L);
      wider.add(reshape(array, sizes.stream().mapToLong(Long::longValue).toArray()));
    }
    return concatenate("Np.stack", wider, axis);
  }

  /** Returns the different elements in order; NaN, once, comes last. */
  static NdArray<?> unique(NdArray<?> x) {
    SampleArray all = flat("Np.unique", x);
    Integer[] order = IntStream.range(0, all.count()).boxed().toArray(Integer[]::new);
    Arrays.sort(order, (a, b) -> compare(all, a, b));
    int[] first =
        IntStream.range(0, order.length)
            .filter(i -> i == 0 || compare(all, order[i - 1], order[i]) != 0)
            .map(i -> order[i])
            .toArray();
    return all.take(first, 0, first.length);
  }

  private static int compare(SampleArray all, int a, int b) {
    if (all.array() instanceof long[] longs) {
      return Long.compare(longs[all.offset() + a], longs[all.offset() + b]);
    }
    return Double.compare(all.number(a) + 0.0, all.number(b) + 0.0); // -0.0 + 0.0 is 0.0
  }
}
