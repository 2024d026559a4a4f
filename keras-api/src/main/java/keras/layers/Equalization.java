package keras.layers;

import java.util.ArrayList;
import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.engine.Shapes;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.ops.Ops;

/**
 * Spreads the values of each channel so that all come about as often, at training alone.
 *
 * <pre>{@code
 * new Equalization().valueRange(0, 1).bins(128)
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or one image without the batch, of any
 * number type; with the channels first if {@code dataFormat} says so. The number of channels is
 * known. Outputs: the same shape, in the layer's dtype. As in Keras, all images of a batch are
 * counted together. Of maps, labels, boxes and masks pass as they are.
 *
 * <p>Weights: none.
 *
 * <p>Differs from Keras: functional models can have the layer. Keras cannot make such a model, and
 * so not load its files.
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/image_preprocessing/equalization.py}.
 */
public final class Equalization extends SteadyLayer<Equalization>
    implements ValueRangeOptions<Equalization> {
  @Arg private List<Double> valueRange = Ranges.BYTES;
  @Arg private int bins = 256;

  /** Makes a layer. */
  public Equalization() {}

  /** Sets how many intervals values are counted in. */
  public Equalization bins(int bins) {
    return Options.checked(this, "bins", bins);
  }

  @Override
  protected void validate() {
    requirePositive("bins", bins);
    valueRange = Ranges.sortedEnds(this, valueRange);
  }

  @Override
  Expr transformImages(Expr images, Expr drawn, CallContext ctx) {
    DType dtype = dtypePolicy().computeDtype();
    int count = (int) images.shape().get(3);
    if (count < 0) {
      throw new IllegalArgumentException(
          "%s: expected images with a known number of channels. Received: shape %s."
              .formatted(this, Shapes.show(images.shape())));
    }
    List<Expr> channels = new ArrayList<>();
    Numpy.split(images, count, 3).forEach(c -> channels.add(equalized(c)));
    Expr all = count == 1 ? channels.get(0) : Numpy.concatenate(channels, 3);
    return all.cast(dtype);
  }

  private Expr equalized(Expr given) {
    double low = Ranges.low(valueRange);
    double high = Ranges.high(valueRange);
    double scale = 255 / (high - low);
    Expr channel = given.mul(scale).add(0 - low * scale);
    Expr counts = counts(channel);
    Expr filled = Numpy.notEqual(counts, 0).cast(DType.INT32).sum();
    Expr spread = spread(channel, counts);
    Expr out = Numpy.lessEqual(filled, 1).where(channel.cast(spread.dtype()), spread);
    double back = (high - low) / 255;
    return out.mul(back).add(low);
  }

  /** Counts how many values fall in each interval. */
  private Expr counts(Expr channel) {
    Expr scaled = channel.cast(DType.FLOAT32).sub(0).mul(bins - 1).div(255);
    Expr places = scaled.cast(DType.INT32).clip(0, bins - 1).reshape(-1);
    return Ops.call("bincount", places, c -> c.with("minlength", bins));
  }

  /** Replaces each value by the share of those that are no larger; computed in 64 bits. */
  private Expr spread(Expr channel, Expr counts) {
    Expr sums = Ops.call("cumsum", counts);
    Expr last = Numpy.take(sums, Core.constant(sums.tf(), bins - 1, DType.INT32), 0);
    Expr least = sums.greater(0).where(sums, last).min();
    Expr others = last.sub(least);
    Expr divisor = others.equal(others.constant(0)).where(others.constant(1), others);
    Expr shares = sums.sub(least).mul(255).cast(DType.FLOAT64).div(divisor.cast(DType.FLOAT64));
    Expr table = shares.wrap(shares.tf().math.round(shares)).clip(0, 255);
    Expr places = channel.div(255).mul(bins - 1).clip(0, bins - 1).cast(DType.INT32);
    return Numpy.take(table, places, 0);
  }
}
