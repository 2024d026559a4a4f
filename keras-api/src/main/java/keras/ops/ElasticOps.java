package keras.ops;

import java.util.List;

/**
 * Images that are distorted as if they were printed on rubber (Simard et al., 2003).
 *
 * <p>Keras: {@code keras/src/backend/tensorflow/image.py}, {@code elastic_transform}.
 */
public final class ElasticOps {
  private ElasticOps() {}

  /**
   * Moves pixels by smooth random ways.
   *
   * @param x images of floats, {@code (batch, rows, columns, channels)}
   * @param seedPair what is drawn from, as a seed generator gives it
   * @param alpha how far pixels go, a scalar
   * @param sigma how smooth their ways are: the deviation of a blur in pixels, a scalar
   * @param how {@code "nearest"} or {@code "bilinear"}
   * @param mode where pixels from outside come from: {@code "constant"}, {@code "nearest"}, {@code
   *     "wrap"}, {@code "mirror"} or {@code "reflect"}
   */
  public static Expr transform(
      Expr x, Expr seedPair, Expr alpha, Expr sigma, String how, String mode, double fillValue) {
    Expr area = Core.shape(x);
    Expr sizes = Numpy.take(area, x.wrap(x.tf().constant(new int[] {0, 1, 2})), 0);
    Expr drawn =
        RandomOps.of(seedPair)
            .normal(Core.int32(sizes), x.dtype(), 0, 1)
            .mul(sigma.cast(x.dtype()))
            .expandDims(3);
    Expr told = x.wrap(x.tf().ensureShape(drawn, x.shape().subShape(0, 3).append(1)));
    int[] ones = {1, 1};
    Expr blurred = ConvOps.conv(told, bell(sigma.cast(x.dtype())), ones, "SAME", ones);
    Expr shift = Numpy.squeeze(blurred, 3).mul(alpha.cast(x.dtype()));
    return WarpRows.displaced(x, shift, how, mode, fillValue);
  }

  /** Returns a bell that is six deviations wide, {@code (size, size, 1, 1)}; it sums to 1. */
  private static Expr bell(Expr sigma) {
    Expr size = sigma.cast(DType.INT32).mul(6).add(1);
    Expr middle = size.cast(sigma.dtype()).sub(1).div(2);
    Expr x = Nn.places(size).cast(sigma.dtype()).sub(middle);
    Expr side = x.div(sigma).square().mul(-0.5).exp();
    Expr one = side.div(side.sum());
    Expr both = one.expandDims(1).mul(one.expandDims(0));
    Expr count = size.constant(1);
    return Numpy.reshape(both, Numpy.stack(List.of(size, size, count, count)));
  }
}
