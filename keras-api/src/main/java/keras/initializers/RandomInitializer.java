package keras.initializers;

import keras.config.Arg;
import keras.config.ConstructionOrder;
import keras.config.Deferred;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.RandomOps;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;
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
  @Arg private @Nullable Long seed;

  private @Nullable Long drawn;

  /** Enrols for a default seed. */
  protected RandomInitializer() {
    ConstructionOrder.enrol(this);
  }

  /** Sets the seed, any integer; 2147483646 more or less is the same seed. */
  public I seed(long seed) {
    this.seed = seed;
    return self();
  }

  @Override
  public final void settle() {
    if (seed == null && drawn == null) {
      drawn = (long) ConstructionOrder.drawSeed();
    }
  }

  @Override
  public final Expr call(Ops tf, Shape shape, DType dtype) {
    if (!dtype.isFloating()) {
      throw new UnsupportedOperationException(
          "%s: random values are made in floating-point dtypes only. Received: dtype=%s."
              .formatted(this, dtype));
    }
    return draw(RandomOps.of(tf, settledSeed()), shape, dtype);
  }

  /** Builds the values from random numbers. */
  protected abstract Expr draw(RandomOps random, Shape shape, DType dtype);

  private long settledSeed() {
    if (seed == null && drawn == null) {
      ConstructionOrder.settle(this);
    }
    Long s = seed != null ? seed : drawn;
    if (s == null) {
      throw new IllegalStateException(this + " has no seed after settling.");
    }
    return s;
  }

  /** Returns this, typed. */
  @SuppressWarnings("unchecked") // every initializer passes itself as I
  protected final I self() {
    return (I) this;
  }
}
