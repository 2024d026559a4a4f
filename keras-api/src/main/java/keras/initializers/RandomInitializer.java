package keras.initializers;

import keras.config.Arg;
import keras.config.ConstructionOrder;
import keras.config.Deferred;
import keras.ops.RandomOps;
import org.jspecify.annotations.Nullable;
import org.tensorflow.op.Ops;

/**
 * The seed that all random initializers share.
 *
 * <p>Without one, a seed is drawn in the order of construction (see {@link ConstructionOrder}), so
 * that {@code Keras.setRandomSeed(42)} gives the weights Python gives. One initializer gives the
 * same values each time it is called, as in Keras 3.
 *
 * <p>Keras: {@code keras/src/initializers/random_initializers.py}.
 */
public abstract class RandomInitializer<I extends RandomInitializer<I>> extends Initializer
    implements Deferred {
  @Arg private @Nullable Integer seed;

  private @Nullable Integer drawn;

  /** Enrols for a default seed. */
  protected RandomInitializer() {
    ConstructionOrder.enrol(this);
  }

  /** Sets the seed, at least 0. */
  public I seed(int seed) {
    if (seed < 0) {
      throw new IllegalArgumentException(
          "%s: `seed` must be a non-negative integer. Received: seed=%d.".formatted(this, seed));
    }
    this.seed = seed;
    return self();
  }

  @Override
  public final void settle() {
    if (seed == null && drawn == null) {
      drawn = ConstructionOrder.drawSeed();
    }
  }

  /** Returns the generator of this initializer's numbers. */
  protected final RandomOps random(Ops tf) {
    if (seed == null && drawn == null) {
      ConstructionOrder.settle(this);
    }
    Integer s = seed != null ? seed : drawn;
    if (s == null) {
      throw new IllegalStateException(this + " has no seed after settling.");
    }
    return RandomOps.of(tf, s);
  }

  /** Returns this, typed. */
  @SuppressWarnings("unchecked")
  protected final I self() {
    return (I) this;
  }
}
