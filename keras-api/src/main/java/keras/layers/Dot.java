package keras.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * Sums the products of its two inputs along an axis of each, sample by sample.
 *
 * <pre>{@code
 * KerasTensor y = new Dot(1).normalize(true).apply(a, b); // the cosine of vectors
 * }</pre>
 *
 * <p>Inputs: two tensors, {@code (batch, ...)}, of the same size along their axes. Outputs: {@code
 * (batch, ...)}, the other sizes of the first and of the second; {@code (batch, 1)} for vectors. It
 * has no mask.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/merging/dot.py}.
 */
public final class Dot extends MergeLayer<Dot> {
  /** An integer for both inputs, or a list of two, as Keras' config holds it. */
  @Arg private Object axes = -1;

  @Arg private boolean normalize;

  private Dot() {}

  /**
   * Makes a layer.
   *
   * @param axes the axis of both inputs, or one of each; negative ones count from the last
   */
  public Dot(int... axes) {
    this.axes = axes.length == 1 ? axes[0] : Arrays.stream(axes).boxed().toList();
    validate();
  }

  /** Sets whether inputs are divided by their length first, so that the outputs are cosines. */
  public Dot normalize(boolean normalize) {
    return Options.checked(this, "normalize", normalize);
  }

  @Override
  protected void validate() {
    boolean two =
        axes instanceof List<?> list
            && list.size() == 2
            && list.stream().allMatch(Integer.class::isInstance);
    if (!two && !(axes instanceof Integer)) {
      throw new IllegalArgumentException(
          "Dot: `axes` must be an integer or two of them. Received: axes=%s.".formatted(axes));
    }
  }

  @Override
  boolean grows() {
    return false;
  }

  private int axis(int input, int rank) {
    int given = axes instanceof List<?> list ? (Integer) list.get(input) : (Integer) axes;
    return given < 0 && given >= -rank ? given + rank : given;
  }

  @Override
  protected void check(List<Shape> inputs) {
    boolean fits = inputs.size() == 2;
    long[] sizes = new long[2];
    for (int i = 0; fits && i < 2; i++) {
      int rank = inputs.get(i).numDimensions();
      int axis = axis(i, rank);
      fits = rank > 1 && axis > 0 && axis < rank;
      sizes[i] = fits ? inputs.get(i).get(axis) : -1;
    }
    if (!fits || (sizes[0] >= 0 && sizes[1] >= 0 && sizes[0] != sizes[1])) {
      throw new IllegalArgumentException(
          "%s: expected 2 inputs of the same size along `axes`, which are not the batch's. Received: axes=%s for shapes %s."
              .formatted(this, axes, show(inputs)));
    }
  }

  @Override
  protected @Nullable Expr computeMask(List<Expr> inputs, CallContext ctx) {
    return null;
  }

  @Override
  protected Expr merge(List<Expr> inputs) {
    Expr a = inputs.get(0);
    Expr b = inputs.get(1);
    int along = axis(0, a.rank());
    int across = axis(1, b.rank());
    if (normalize) {
      a = UnitNormalization.normalized(a, 1e-7, along);
      b = UnitNormalization.normalized(b, 1e-7, across);
    }
    Expr last = moved(a, along, a.rank() - 1);
    Expr first = moved(b, across, 1);
    Expr rows = last.rank() == 3 ? last : flat(last, 1, last.rank() - 1);
    Expr columns = first.rank() == 3 ? first : flat(first, 2, first.rank());
    Expr y = Numpy.matmul(rows, columns);
    if (a.rank() == 2 || b.rank() == 2 || a.rank() + b.rank() > 6) {
      y = split(y, last, first);
    }
    return y;
  }

  /** Moves an axis to another place. */
  private static Expr moved(Expr x, int from, int to) {
    if (from == to) {
      return x;
    }
    List<Integer> order = new ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
    order.remove(Integer.valueOf(from));
    order.add(to, from);
    return x.transpose(order.stream().mapToInt(i -> i).toArray());
  }

  /** Lays the axes from one to another, which is kept, out as one. */
  private static Expr flat(Expr x, int from, int to) {
    List<Expr> sizes = new ArrayList<>();
    for (int i = 0; i < from; i++) {
      sizes.add(size(x, i));
    }
    long product = 1;
    for (int i = from; i < to; i++) {
      product = product < 0 || x.shape().get(i) < 0 ? -1 : product * x.shape().get(i);
    }
    sizes.add(Core.constant(x.tf(), (double) product, DType.INT32));
    for (int i = to; i < x.rank(); i++) {
      sizes.add(size(x, i));
    }
    return Numpy.reshape(x, Numpy.stack(sizes));
  }

  /** Gives a product the axes that its factors had; one of vectors keeps an axis of size 1. */
  private static Expr split(Expr y, Expr last, Expr first) {
    List<Expr> sizes = new ArrayList<>();
    sizes.add(size(last, 0));
    for (int i = 1; i < last.rank() - 1; i++) {
      sizes.add(size(last, i));
    }
    for (int i = 2; i < first.rank(); i++) {
      sizes.add(size(first, i));
    }
    if (sizes.size() == 1) {
      sizes.add(Core.constant(y.tf(), 1, DType.INT32));
    }
    return Numpy.reshape(y, Numpy.stack(sizes));
  }

  private static Expr size(Expr x, int axis) {
    long known = x.shape().get(axis);
    return known >= 0 ? Core.constant(x.tf(), (double) known, DType.INT32) : Core.size(x, axis);
  }
}
