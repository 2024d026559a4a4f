package keras.layers;

import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Core;
import keras.ops.Expr;
import keras.ops.RandomOps;
import keras.random.SeedGenerator;

/**
 * Multiplies by random numbers of the normal distribution, around 1, while training (Srivastava et
 * al., 2014). They deviate by {@code sqrt(rate / (1 - rate))}.
 *
 * <pre>{@code
 * new GaussianDropout(0.2).seed(42)
 * }</pre>
 *
 * <p>Inputs: any shape, floating while training. Outputs: the same shape. A mask passes.
 *
 * <p>Weights: none; the state of a seed generator where {@code rate} is more than 0.
 *
 * <p>Keras: {@code keras/src/layers/regularization/gaussian_dropout.py}.
 */
public final class GaussianDropout extends NoiseLayer<GaussianDropout> {
  @Arg private double rate;

  private GaussianDropout() {}

  /**
   * Makes a layer.
   *
   * @param rate as the share that {@link Dropout} would drop, in [0, 1)
   */
  public GaussianDropout(double rate) {
    this.rate = rate;
    validate();
  }

  @Override
  double strength() {
    return rate;
  }

  @Override
  String strengthKey() {
    return "rate";
  }

  @Override
  Expr noisy(Expr x, SeedGenerator seeds, CallContext ctx) {
    requireBelowOne();
    double stddev = Math.sqrt(rate / (1 - rate));
    return x.mul(RandomOps.of(seeds.next(ctx)).normal(Core.shape(x), x.dtype(), 1, stddev));
  }
}
