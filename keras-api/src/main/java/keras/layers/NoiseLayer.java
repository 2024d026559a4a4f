package keras.layers;

import keras.config.Arg;
import keras.engine.CallContext;
import keras.ops.Expr;
import keras.random.SeedGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A layer that changes its inputs by chance while training, and passes them as they are otherwise.
 *
 * <p>Weights: none; the state of a seed generator where there is a chance.
 *
 * <p>Keras: {@code keras/src/layers/regularization/gaussian_noise.py} and its neighbours.
 */
public abstract class NoiseLayer<L extends NoiseLayer<L>> extends FluentLayer<L>
    implements SeedOptions<L> {
  @Arg private @Nullable Integer seed;

  private @Nullable SeedGenerator generator;

  NoiseLayer() {}

  /** Returns the number in [0, 1] that says how much changes; nothing does at 0. */
  abstract double strength();

  /** Returns what Keras calls that number. */
  abstract String strengthKey();

  /** Changes inputs while training. */
  abstract Expr noisy(Expr x, SeedGenerator seeds, CallContext ctx);

  @Override
  protected void validate() {
    double strength = strength();
    requireShare(strengthKey(), strength);
    if (strength > 0) {
      generator = seeded(generator, seed);
    }
  }

  /** Throws where everything would be dropped, so that nothing could be scaled. */
  final void requireBelowOne() {
    if (strength() == 1) {
      throw new IllegalArgumentException(
          "%s: `%s` must be below 1 while training. Received: %s=1.0."
              .formatted(this, strengthKey(), strengthKey()));
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
    if (!x.dtype().isFloating()) {
      throw new IllegalArgumentException(
          "%s: expected floating inputs while training. Received: dtype %s."
              .formatted(this, x.dtype()));
    }
    return noisy(x, seeds, ctx);
  }
}
