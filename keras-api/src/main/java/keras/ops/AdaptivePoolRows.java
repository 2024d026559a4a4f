package keras.ops;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pooling to a size that is given.
 *
 * <p>Keras: {@code keras/src/ops/nn.py}, {@code keras/src/backend/tensorflow/nn.py}.
 */
final class AdaptivePoolRows {
  private static final String SIGNATURE = "inputs | output_size, data_format=None";

  private AdaptivePoolRows() {}

  static void add(OpRows rows) {
    rows.one("nn.AdaptiveAveragePool", SIGNATURE, a -> pool(a, false));
    rows.one("nn.AdaptiveMaxPool", SIGNATURE, a -> pool(a, true));
  }

  private static Expr pool(OpArguments a, boolean max) {
    Expr given = a.tensor("inputs");
    int[] sizes = ConvRows.spatial(a, "output_size", given);
    return ConvRows.channelsLast(a, given, x -> pool(a, x, sizes, max));
  }

  /** Pools one axis after the other, in windows of two sizes. */
  private static Expr pool(OpArguments a, Expr given, int[] sizes, boolean max) {
    Expr x = given;
    for (int i = 0; i < sizes.length; i++) {
      long size = x.shape().get(i + 1);
      if (size < 0) {
        throw new IllegalArgumentException(
            "%s: expected spatial axes of known sizes. Received: shape %s."
                .formatted(a.who(), Shapes.show(given.shape())));
      }
      x = alongAxis(x, i, sizes[i], Math.toIntExact(size), max);
    }
    return x;
  }

  /** Windows of one size are pooled together; each place takes its own, as Keras rounds it. */
  private static Expr alongAxis(Expr x, int axis, int count, int size, boolean max) {
    int small = (size + count - 1) / count;
    int[] places = new int[count];
    boolean large = false;
    for (int i = 0; i < count; i++) {
      int start = Math.min((int) Math.floor((float) i * size / count), size - 1);
      int end = Math.min((int) Math.ceil((float) (i + 1) * size / count), size);
      boolean isLarge = end - start == small + 1;
      large |= isLarge;
      places[i] = isLarge ? start + Math.max(1, size - small + 1) : start;
    }
    List<Expr> pooled =
        large
            ? List.of(windows(x, axis, small, max), windows(x, axis, small + 1, max))
            : List.of(windows(x, axis, small, max));
    Expr all = large ? Numpy.concatenate(pooled, axis + 1) : pooled.get(0);
    return Numpy.take(all, x.wrap(x.tf().constant(places)), axis + 1);
  }

  private static Expr windows(Expr x, int axis, int size, boolean max) {
    int[] ones = new int[x.rank() - 2];
    Arrays.fill(ones, 1);
    int[] window = IntStream.range(0, ones.length).map(i -> i == axis ? size : 1).toArray();
    return max
        ? ConvOps.maxPool(x, window, ones, "VALID")
        : ConvOps.averagePool(x, window, ones, "VALID");
  }
}
