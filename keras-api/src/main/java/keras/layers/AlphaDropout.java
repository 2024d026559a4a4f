package keras.layers;

import java.util.Arrays;
import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.ops.RandomOps;
import keras.random.SeedGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sets a random share of its inputs to the value at which {@code selu} ends while training, and
 * scales all so that mean and variance stay (Klambauer et al., 2017).
 *
 * <pre>{@code
 * new AlphaDropout(0.2).seed(42)
 * }</pre>
 *
 * <p>Inputs: any shape, floating while training. Outputs: the same shape. A mask passes.
 *
 * <p>Weights: none; the state of a seed generator where {@code rate} is more than 0.
 *
 * <p>Keras: {@code keras/src/layers/regularization/alpha_dropout.py}.
 */
public final class AlphaDropout extends NoiseLayer<AlphaDropout> {
  @Arg private double rate;
  @Arg private @Nullable List<@Nullable Integer> noiseShape;

  private AlphaDropout() {}

  /**
   * Makes a layer.
   *
   * @param rate the share that is dropped, in [0, 1)
   */
  public AlphaDropout(double rate) {
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

  /**
   * Sets the shape of the mask of what is dropped, which is broadcast over the inputs.
   *
   * @param sizes one an axis, positive; null for the size of the inputs
   */
  public AlphaDropout noiseShape(@Nullable Integer... sizes) {
    return Options.checked(this, "noise_shape", Arrays.asList(sizes));
  }

  @Override
  protected void validate() {
    super.validate();
    NoiseShape.check(this, noiseShape);
  }

  @Override
  Expr noisy(Expr x, SeedGenerator seeds, CallContext ctx) {
    requireBelowOne();
    double alphaP = -1.6732632423543772 * 1.0507009873554805;
    double a = 1 / Math.sqrt((1 - rate) * (1 + rate * alphaP * alphaP));
    double b = -a * alphaP * rate;
    Expr shape = NoiseShape.of(this, noiseShape, x);
    Expr draw = RandomOps.of(seeds.next(ctx)).uniform(shape, DType.FLOAT32, 0, 1);
    Expr kept = Numpy.greaterEqual(draw, rate).cast(x.dtype());
    Expr dropped = kept.neg().add(1).mul(alphaP);
    return x.mul(kept).add(dropped).mul(a).add(b);
  }
}
