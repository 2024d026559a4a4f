package keras.layers;

import java.util.Arrays;
import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Nn;
import keras.ops.Numpy;
import keras.ops.Ops;

/**
 * Spreads the values of each channel of each image tile by tile, with a limit for how much contrast
 * grows, and blends neighbouring tiles (Zuiderveld, 1994), at training and otherwise.
 *
 * <pre>{@code
 * new ContrastLimitedAdaptiveHistogramEqualization().clipLimit(3).tileGridSize(4, 4)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or one image without the batch, of any
 * number type; with the channels first if {@code dataFormat} says so. Outputs: the same shape, in
 * the layer's dtype; it is computed in float32. There is no gradient by the images. Of maps,
 * labels, boxes and masks pass as they are.
 *
 * <p>Weights: none.
 *
 * <p>Differs from Keras: maps may hold more than images; Keras fails on labels, boxes and masks.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/clahe.py}.
 */
public final class ContrastLimitedAdaptiveHistogramEqualization
    extends SteadyLayer<ContrastLimitedAdaptiveHistogramEqualization>
    implements ValueRangeOptions<ContrastLimitedAdaptiveHistogramEqualization> {
  private static final int VALUES = 256;

  @Arg private List<Double> valueRange = Ranges.BYTES;
  @Arg private double clipLimit = 4.0;
  @Arg private int[] tileGridSize = {8, 8};

  /** Makes a layer. */
  public ContrastLimitedAdaptiveHistogramEqualization() {}

  /** Sets how much more often than all on average one value counts at most; 0 is no limit. */
  public ContrastLimitedAdaptiveHistogramEqualization clipLimit(double clipLimit) {
    return Options.checked(this, "clip_limit", clipLimit);
  }

  /** Sets how many tiles there are in a column and in a row. */
  public ContrastLimitedAdaptiveHistogramEqualization tileGridSize(int rows, int columns) {
    return Options.checked(this, "tile_grid_size", new int[] {rows, columns});
  }

  @Override
  protected void validate() {
    valueRange = Ranges.ends(this, valueRange);
    if (tileGridSize.length != 2 || Arrays.stream(tileGridSize).anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          "ContrastLimitedAdaptiveHistogramEqualization: `tile_grid_size` must be two numbers above"
              + " 0. Received: tile_grid_size=%s.".formatted(Arrays.toString(tileGridSize)));
    }
  }

  @Override
  boolean transformsAlways() {
    return true;
  }

  @Override
  Expr transformImages(Expr images, Expr drawn, CallContext ctx) {
    Expr x = transformValueRange(images, valueRange, Ranges.BYTES, DType.FLOAT32);
    Expr y = transformValueRange(equalized(x), Ranges.BYTES, valueRange, DType.FLOAT32);
    return y.cast(images.dtype());
  }

  // ---------------------------------------------------------------- tiles

  /** One direction: tiles, and the pixels of the image that they cover, with what is beyond. */
  private record Side(Expr image, int tiles, Expr tile, Expr covered) {
    static Side of(Expr size, int tiles) {
      Expr tile = size.add(tiles - 1);
      tile = size.wrap(size.tf().math.floorDiv(tile, tile.constant(tiles)));
      return new Side(size, tiles, tile, tile.mul(tiles));
    }

    Expr beyond() {
      return covered.sub(image);
    }

    /** Returns where each pixel is between the middles of tiles, of which one more is around. */
    Expr grid() {
      Expr length = tile.cast(DType.FLOAT32);
      return Nn.places(covered).cast(DType.FLOAT32).sub(length.div(2)).div(length).add(1);
    }

    /** Returns the tile at or before each place, or the one after it, as whole numbers. */
    Expr neighbour(Expr grid, int after) {
      return Numpy.floor(grid).add(after).clip(0, tiles + 1).cast(DType.INT32);
    }
  }

  private Expr equalized(Expr images) {
    Side rows = Side.of(Core.size(images, 1), tileGridSize[0]);
    Side columns = Side.of(Core.size(images, 2), tileGridSize[1]);
    Expr padded = padded(images, rows, columns);
    Expr tables = around(tables(padded, rows, columns));
    Expr y = blended(padded, tables, rows, columns);
    Expr none = rows.tile.constant(0);
    Expr all = none.constant(-1);
    Expr start = Numpy.stack(List.of(none, none, none, none));
    Expr sizes = Numpy.stack(List.of(all, rows.image, columns.image, all));
    Expr cut = y.wrap(y.tf().slice(y, Core.int32(start), Core.int32(sizes)));
    return y.wrap(y.tf().ensureShape(cut, images.shape()));
  }

  /** Mirrors the image beyond its end, so that tiles cover it. */
  private static Expr padded(Expr images, Side rows, Side columns) {
    Expr none = rows.tile.constant(0);
    Expr after = Numpy.stack(List.of(none, rows.beyond(), columns.beyond(), none)).reshape(4, 1);
    Expr sides = Numpy.concatenate(List.of(Numpy.zerosLike(after), after), 1);
    return images.wrap(images.tf().mirrorPad(images, Core.int32(sides), "SYMMETRIC"));
  }

  /** Returns what each value becomes in each tile: (batch, rows, columns, channels, values). */
  private Expr tables(Expr padded, Side rows, Side columns) {
    Expr batch = Core.size(padded, 0);
    Expr channels = Core.size(padded, 3);
    Expr down = batch.constant(rows.tiles);
    Expr along = batch.constant(columns.tiles);
    Expr apart = Numpy.stack(List.of(batch, down, rows.tile, along, columns.tile, channels));
    Expr tiles = Numpy.reshape(padded, apart).transpose(0, 1, 3, 5, 2, 4);
    Expr area = rows.tile.mul(columns.tile);
    Expr flat = Numpy.reshape(tiles, Numpy.stack(List.of(batch, down, along, channels, area)));
    Expr values = flat.cast(DType.INT32).clip(0, VALUES - 1);
    Expr counts =
        Numpy.sum(Ops.call("one_hot", values, c -> c.with("num_classes", VALUES)), 4, false);
    Expr pixels = area.cast(DType.FLOAT32);
    if (clipLimit > 0) {
      Expr limit = area.cast(DType.FLOAT64).mul(clipLimit).div(VALUES).cast(DType.FLOAT32);
      Expr clipped = counts.minimum(limit).maximum(0);
      Expr excess = Numpy.sum(counts.sub(clipped), 4, true);
      counts = clipped.add(excess.div(VALUES));
    }
    Expr sums = Ops.call("cumsum", counts, c -> c.with("axis", 4));
    Expr least = Numpy.min(sums, new int[] {4}, true);
    Expr divisor = pixels.sub(least);
    divisor = divisor.equal(divisor.constant(0)).where(Numpy.onesLike(divisor), divisor);
    return sums.sub(least).mul(255).div(divisor).clip(0, 255);
  }

  /** Repeats the tiles at the edges once. */
  private static Expr around(Expr tables) {
    int[][] sides = {{0, 0}, {1, 1}, {1, 1}, {0, 0}, {0, 0}};
    return tables.wrap(tables.tf().mirrorPad(tables, tables.tf().constant(sides), "SYMMETRIC"));
  }

  // ---------------------------------------------------------------- pixels

  private static Expr blended(Expr padded, Expr tables, Side rows, Side columns) {
    Expr y = rows.grid().reshape(1, -1, 1, 1);
    Expr x = columns.grid().reshape(1, 1, -1, 1);
    Expr down = y.sub(Numpy.floor(y));
    Expr along = x.sub(Numpy.floor(x));
    Expr flat = tables.reshape(-1);
    Expr channels = Core.size(padded, 3);
    Expr tile = channels.mul(VALUES);
    Expr row = tile.mul(columns.tiles + 2);
    Expr image = Nn.places(Core.size(padded, 0)).reshape(-1, 1, 1, 1);
    Expr base =
        image
            .mul(row.mul(rows.tiles + 2))
            .add(Nn.places(channels).reshape(1, 1, 1, -1).mul(VALUES))
            .add(padded.clip(0, 255).cast(DType.INT32));
    Expr[] both = new Expr[2];
    for (int i = 0; i < 2; i++) {
      Expr above = base.add(rows.neighbour(y, i).mul(row));
      Expr left = Numpy.take(flat, above.add(columns.neighbour(x, 0).mul(tile)), 0);
      Expr right = Numpy.take(flat, above.add(columns.neighbour(x, 1).mul(tile)), 0);
      both[i] = left.mul(along.constant(1).sub(along)).add(right.mul(along));
    }
    return both[0].mul(down.constant(1).sub(down)).add(both[1].mul(down));
  }
}
