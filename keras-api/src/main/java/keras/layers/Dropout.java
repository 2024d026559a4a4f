package keras.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Expr;
import keras.ops.Numpy;
import keras.ops.RandomOps;
import keras.random.SeedGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Sets a random share of its inputs to zero while training and scales the others by {@code 1 / (1 -
 * rate)}, so that the expected sum stays; otherwise passes its inputs as they are (Srivastava et
 * al., 2014).
 *
 * <pre>{@code
 * new Dropout(0.2).seed(42)
 * }</pre>
 *
 * <p>Inputs: any shape, floating while training. Outputs: the same shape. A mask passes.
 *
 * <p>Weights: none; the state of a seed generator where {@code rate} is more than 0.
 *
 * <p>Keras: {@code keras/src/layers/regularization/dropout.py}.
 */
public final class Dropout extends FluentLayer<Dropout> implements SeedOptions<Dropout> {
  @Arg private double rate;
  @Arg private @Nullable Integer seed;
  @Arg private @Nullable List<@Nullable Integer> noiseShape;

  private @Nullable SeedGenerator generator;

  private Dropout() {}

  /**
   * Makes a layer that drops a share of its inputs.
   *
   * @param rate the share, in [0, 1]
   */
  public Dropout(double rate) {
    this.rate = rate;
    validate();
  }

  /**
   * Sets the shape of the mask of what is dropped, which is broadcast over the inputs: {@code
   * (null, 1, null)} drops a feature at all time steps or at none.
   *
   * @param sizes one an axis, positive; null for the size of the inputs
   */
  public Dropout noiseShape(@Nullable Integer... sizes) {
    return with(
        () -> {
          noiseShape = Collections.unmodifiableList(new ArrayList<>(Arrays.asList(sizes)));
          NoiseShape.check(this, noiseShape);
        });
  }

  @Override
  protected void validate() {
    requireShare("rate", rate);
    NoiseShape.check(this, noiseShape);
    if (rate > 0) {
      generator = seeded(generator, seed);
    }
  }

  @Override
  protected boolean supportsMasking() {
    return true;
  }

  @Override
  protected Expr call(Expr x, CallContext ctx) {
    SeedGenerator seeds = generator;
    if (!ctx.training() || seeds == null) {
      return x;
    }
    if (rate == 1) {
      return Numpy.zerosLike(x);
    }
    if (!x.dtype().isFloating()) {
      throw new IllegalArgumentException(
          "%s: expected floating inputs while training. Received: dtype %s."
              .formatted(this, x.dtype()));
    }
    return drop(x, rate, seeds, NoiseShape.of(this, noiseShape, x), ctx);
  }

  /** Sets a random share to 0, and scales the others. */
  static Expr drop(Expr x, double rate, SeedGenerator seeds, Expr maskShape, CallContext ctx) {
    Expr scaled = x.mul(1 / (1 - rate));
    Expr draw = RandomOps.of(seeds.next(ctx)).uniform(maskShape, x.dtype(), 0, 1);
    return Numpy.greaterEqual(draw, rate).where(scaled, x.constant(0));
  }
}
