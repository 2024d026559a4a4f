package keras.initializers;

import java.util.Map;
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
 * <p>A config may hold a SeedGenerator instead of an integer, as Keras writes it; then each call
 * gives other values, those that Keras gives from such a generator of its own.
 *
 * <p>Keras: {@code keras/src/initializers/random_initializers.py}.
 */
public abstract class RandomInitializer<I extends RandomInitializer<I>> extends Initializer
    implements Deferred {
  /** A long, or a SeedGenerator's config. */
  @Arg private @Nullable Object seed;

  private @Nullable Long drawn;
  private long calls;

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
  protected void validate() {
    Object given = given();
    boolean known = !(seed instanceof Map<?, ?> m) || "SeedGenerator".equals(m.get("class_name"));
    boolean whole = given instanceof Number n && n.doubleValue() == Math.rint(n.doubleValue());
    if (!known || (given != null && !whole)) {
      throw new IllegalArgumentException(
          "%s: `seed` must be an integer or a SeedGenerator. Received: seed=%s."
              .formatted(this, seed));
    }
    if (seed instanceof Number n) {
      seed = n.longValue();
    }
  }

  /** The seed that was set, null for none; in a SeedGenerator it lies one level down. */
  private @Nullable Object given() {
    return seed instanceof Map<?, ?> m && m.get("config") instanceof Map<?, ?> config
        ? config.get("seed")
        : seed;
  }

  @Override
  public final void takeTurn() {
    if (given() == null && drawn == null) {
      drawn = (long) ConstructionOrder.drawSeed();
    }
  }

  @Override
  public final Expr call(Ops tf, Shape shape, DType dtype) {
    return draw(random(tf, dtype), shape, dtype);
  }

  /** Returns the numbers of the next call. */
  final RandomOps random(Ops tf, DType dtype) {
    if (!dtype.isFloating()) {
      throw new UnsupportedOperationException(
          "%s: random values are made in floating-point dtypes only. Received: dtype=%s."
              .formatted(this, dtype));
    }
    long count = seed instanceof Map ? calls++ : 0;
    return RandomOps.of(tf, drawnSeed(), count);
  }

  /** Builds the values from random numbers. */
  protected abstract Expr draw(RandomOps random, Shape shape, DType dtype);

  private long drawnSeed() {
    if (given() == null && drawn == null) {
      ConstructionOrder.takeTurnsUpTo(this);
    }
    Object s = given() != null ? given() : drawn;
    if (s instanceof Number n) {
      return n.longValue();
    }
    throw new IllegalStateException(this + " has no seed after its turn to take one.");
  }

  /** Returns this, typed. */
  @SuppressWarnings("unchecked") // every initializer passes itself as I
  protected final I self() {
    return (I) this;
  }
}
