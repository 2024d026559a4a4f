package keras.layers;

import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Core;
import keras.ops.Expr;
import keras.ops.RandomOps;
import keras.random.SeedGenerator;

/**
 * Adds random numbers of the normal distribution, around 0, while training.
 *
 * <pre>{@code
 * new GaussianNoise(0.1).seed(42)
 * }</pre>
 *
 * <p>Inputs: any shape, floating while training. Outputs: the same shape. A mask passes.
 *
 * <p>Weights: none; the state of a seed generator where {@code stddev} is more than 0.
 *
 * <p>Keras: {@code keras/src/layers/regularization/gaussian_noise.py}.
 */
public final class GaussianNoise extends NoiseLayer<GaussianNoise> {
  @Arg private double stddev;

  private GaussianNoise() {}

  /**
   * Makes a layer.
   *
   * @param stddev the deviation of what is added, in [0, 1]
   */
  public GaussianNoise(double stddev) {
    this.stddev = stddev;
    validate();
  }

  @Override
  double strength() {
    return stddev;
  }

  @Override
  String strengthKey() {
    return "stddev";
  }

  @Override
  Expr noisy(Expr x, SeedGenerator seeds, CallContext ctx) {
    return x.add(RandomOps.of(seeds.next(ctx)).normal(Core.shape(x), x.dtype(), 0, stddev));
  }
}
