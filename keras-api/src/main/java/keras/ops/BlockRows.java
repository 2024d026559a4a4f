package keras.ops;

import java.util.ArrayList;
import java.util.List;

/**
 * Blocks and windows of images that move to the channels, and back.
 *
 * <p>Keras: {@code keras/src/ops/nn.py}, {@code keras/src/backend/tensorflow/nn.py}.
 */
final class BlockRows {
  private BlockRows() {}

  static void add(OpRows rows) {
    String signature = "x | block_size, data_format='channels_last'";
    rows.one("nn.DepthToSpace", signature, a -> blocks(a, "DepthToSpace"));
    rows.one("nn.SpaceToDepth", signature, a -> blocks(a, "SpaceToDepth"));
    rows.one("nn.Unfold", "x | kernel_size, dilation=1, padding=0, stride=1", BlockRows::unfold);
    rows.one(
        "nn.Fold",
        "x | output_size, kernel_size, dilation=1, padding=0, stride=1",
        BlockRows::fold);
  }

  private static Expr blocks(OpArguments a, String type) {
    Expr given = a.x();
    if (given.rank() != 4) {
      throw new IllegalArgumentException(
          "%s: expected a tensor of four axes. Received: shape %s."
              .formatted(a.who(), Shapes.show(given.shape())));
    }
    long size = a.integer("block_size");
    return ConvRows.channelsLast(
        a, given, x -> RawOp.of(type, b -> b.setAttr("block_size", size), x));
  }

  /** Windows over rows and columns. */
  private static final class Windows {
    private final int[] kernel;
    private final int[] dilation;
    private final int[] padding;
    private final int[] stride;
    private int rows;
    private int columns;

    private Windows(int[] kernel, int[] dilation, int[] padding, int[] stride) {
      this.kernel = kernel;
      this.dilation = dilation;
      this.padding = padding;
      this.stride = stride;
    }

    static Windows of(OpArguments a, long height, long width) {
      Windows w =
          new Windows(
              pair(a, "kernel_size", 1),
              pair(a, "dilation", 1),
              pair(a, "padding", 0),
              pair(a, "stride", 1));
      w.rows = w.count(0, height);
      w.columns = w.count(1, width);
      if (w.rows < 1 || w.columns < 1) {
        throw new IllegalArgumentException(
            "%s: expected images that hold a window of %d by %d. Received: %d rows and %d columns."
                .formatted(a.who(), w.kernel[0], w.kernel[1], height, width));
      }
      return w;
    }

    private int count(int axis, long size) {
      long reach = (long) dilation[axis] * (kernel[axis] - 1) + 1;
      return Math.toIntExact(Math.floorDiv(size + 2L * padding[axis] - reach, stride[axis]) + 1);
    }

    int size() {
      return kernel[0] * kernel[1];
    }

    /** Returns where the k-th place of the first window lies. */
    int[] begin(int k) {
      int row = k / kernel[1] * dilation[0];
      int column = k % kernel[1] * dilation[1];
      return new int[] {0, 0, row, column};
    }

    int[] end(int k) {
      int[] end = begin(k);
      end[2] += (rows - 1) * stride[0] + 1;
      end[3] += (columns - 1) * stride[1] + 1;
      return end;
    }

    int[] strides() {
      return new int[] {1, 1, stride[0], stride[1]};
    }
  }

  private static int[] pair(OpArguments a, String name, int least) {
    int[] given = a.ints(name);
    int[] both = given.length == 1 ? new int[] {given[0], given[0]} : given;
    if (both.length != 2 || both[0] < least || both[1] < least) {
      throw a.wrong(name, a.get(name), "one number or two, from " + least + " on");
    }
    return both;
  }

  private static Expr unfold(OpArguments a) {
    Expr given = a.x();
    if (given.rank() != 4 || given.shape().subShape(1, 4).hasUnknownDimension()) {
      throw new IllegalArgumentException(
          "%s: expected images of shape (batch, channels, rows, columns), known but for the batch. Received: %s."
              .formatted(a.who(), Shapes.show(given.shape())));
    }
    long channels = given.shape().get(1);
    Windows w = Windows.of(a, given.shape().get(2), given.shape().get(3));
    int[] p = w.padding;
    Expr x = p[0] + p[1] == 0 ? given : padded(given, p[0], p[1]);
    List<Expr> places = new ArrayList<>();
    for (int k = 0; k < w.size(); k++) {
      places.add(
          RawOp.of(
              "StridedSlice",
              b -> b.setAttr("begin_mask", 3).setAttr("end_mask", 3),
              x,
              x.tf().constant(w.begin(k)),
              x.tf().constant(w.end(k)),
              x.tf().constant(w.strides())));
    }
    Expr all = NumpyShapeRows.stack(places, 2);
    return all.reshape(-1, channels * w.size(), (long) w.rows * w.columns);
  }

  private static Expr padded(Expr x, int rows, int columns) {
    int[][] sides = {{0, 0}, {0, 0}, {rows, rows}, {columns, columns}};
    return x.wrap(x.tf().pad(x, x.tf().constant(sides), x.constant(0)));
  }

  /** Adds each place of the windows where it came from. */
  private static Expr fold(OpArguments a) {
    Expr x = a.x();
    int[] size = pair(a, "output_size", 1);
    Windows w = Windows.of(a, size[0], size[1]);
    long count = (long) w.rows * w.columns;
    long last = x.rank() == 3 ? x.shape().get(2) : -1;
    if (x.rank() != 3
        || x.shape().get(1) < 1
        || x.shape().get(1) % w.size() != 0
        || (last >= 0 && last != count)) {
      throw new IllegalArgumentException(
          "%s: expected windows of shape (batch, channels * %d, %d). Received: shape %s."
              .formatted(a.who(), w.size(), count, Shapes.show(x.shape())));
    }
    long channels = x.shape().get(1) / w.size();
    Expr windows = x.reshape(-1, channels, w.size(), w.rows, w.columns);
    int[] p = w.padding;
    Expr batch = Core.size(x, 0).reshape(1);
    Expr inner =
        x.wrap(
            x.tf()
                .constant(
                    new int[] {Math.toIntExact(channels), size[0] + 2 * p[0], size[1] + 2 * p[1]}));
    Expr shape = Numpy.concatenate(List.of(batch, inner), 0);
    Expr sum = null;
    for (int k = 0; k < w.size(); k++) {
      Expr place = Numpy.take(windows, Core.constant(x.tf(), k, DType.INT32), 2);
      Expr spread =
          RawOp.of(
              "StridedSliceGrad",
              b -> b.setAttr("begin_mask", 3).setAttr("end_mask", 3),
              shape,
              x.tf().constant(w.begin(k)),
              x.tf().constant(w.end(k)),
              x.tf().constant(w.strides()),
              place);
      sum = sum == null ? spread : sum.add(spread);
    }
    Expr whole = java.util.Objects.requireNonNull(sum);
    Expr rows = p[0] == 0 ? whole : SliceKey.between(whole, 2, p[0], -p[0]);
    Expr y = p[1] == 0 ? rows : SliceKey.between(rows, 3, p[1], -p[1]);
    return x.wrap(
        y.tf()
            .ensureShape(
                y, org.tensorflow.ndarray.Shape.of(x.shape().get(0), channels, size[0], size[1])));
  }
}
