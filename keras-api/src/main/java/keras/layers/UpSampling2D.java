package keras.layers;

import java.util.List;
import java.util.Locale;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.ImageOps;
import keras.ops.Numpy;
import org.tensorflow.ndarray.Shape;

/**
 * Makes images larger: each pixel is repeated, or pixels are computed from their neighbours.
 *
 * <pre>{@code
 * new UpSampling2D(2).interpolation("bilinear")
 * }</pre>
 *
 * <p>Inputs: {@code (batch, rows, columns, channels)}, or {@code (batch, channels, rows, columns)}
 * with the channels first. Outputs: the same axes, with {@code rows * size[0]} rows and {@code
 * columns * size[1]} columns.
 *
 * <p>Weights: none.
 *
 * <p>Keras: {@code keras/src/layers/reshaping/up_sampling2d.py}.
 */
public final class UpSampling2D extends UpSamplingLayer<UpSampling2D> {
  @Arg private Interpolation interpolation = Interpolation.NEAREST;

  /** Makes a layer that doubles the rows and the columns. */
  public UpSampling2D() {
    super(2, 2);
  }

  /**
   * Makes a layer that makes images larger.
   *
   * @param size the factors of the rows and of the columns, or one for both; each at least 1
   */
  public UpSampling2D(int... size) {
    super(2, size);
  }

  /** Sets how new pixels are computed. */
  public UpSampling2D interpolation(Interpolation interpolation) {
    return with(() -> this.interpolation = interpolation);
  }

  /** Sets how new pixels are computed by Keras' name, as in {@code "bilinear"}. */
  public UpSampling2D interpolation(String id) {
    return interpolation(Options.named(this, "interpolation", Interpolation.class, id));
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    if (interpolation == Interpolation.NEAREST) {
      return super.call(x, ctx);
    }
    Expr images = channelsLast(x);
    Expr sizes = Numpy.stack(List.of(larger(images, 1), larger(images, 2)));
    String how = interpolation.name().toLowerCase(Locale.ROOT);
    Expr y = ImageOps.resize(images, sizes, how, false);
    Shape from = images.shape();
    Shape told = Shape.of(from.get(0), known(from, 1), known(from, 2), from.get(3));
    y = x.wrap(x.tf().ensureShape(y, told));
    return asInput(ImageOps.saturated(y, x.dtype()));
  }

  private long known(Shape from, int axis) {
    return from.get(axis) < 0 ? -1 : from.get(axis) * size()[axis - 1];
  }

  private Expr larger(Expr images, int axis) {
    long known = known(images.shape(), axis);
    return known >= 0
        ? Core.constant(images.tf(), (double) known, DType.INT32)
        : Core.size(images, axis).mul(size()[axis - 1]);
  }
}
