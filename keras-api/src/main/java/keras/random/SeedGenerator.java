package keras.random;

import java.util.Map;
import keras.config.Arg;
import keras.config.ConstructionOrder;
import keras.config.Deferred;
import keras.config.KerasObject;
import keras.config.Names;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.initializers.Initializer;
import keras.ops.DType;
import keras.ops.Expr;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

/**
 * A seed and a counter, kept as a variable, that gives each draw a new seed pair.
 *
 * <p>State: {@code seed_generator_state (2)}, int64.
 *
 * <p>Keras: {@code keras/src/random/seed_generator.py}.
 */
public final class SeedGenerator extends KerasObject implements Deferred {
  @Arg private @Nullable Integer seed;
  @Arg private @Nullable String name;

  private @Nullable Integer drawn;
  private @Nullable Variable state;

  private SeedGenerator() {
    this(null);
  }

  /**
   * Makes a generator.
   *
   * @param seed null for a seed drawn in the order of construction
   */
  public SeedGenerator(@Nullable Integer seed) {
    this.seed = seed;
    ConstructionOrder.enrol(this);
  }

  /** Names the generator, unless the state is made, whose path starts with the name. */
  public synchronized SeedGenerator name(String newName) {
    requireUnstarted("name");
    name = newName;
    return this;
  }

  /** Sets the seed, unless the state is made. */
  public synchronized SeedGenerator seed(int newSeed) {
    requireUnstarted("seed");
    seed = newSeed;
    return this;
  }

  private synchronized void requireUnstarted(String option) {
    if (state != null) {
      throw new IllegalStateException(
          "SeedGenerator '%s' has started; set its %s before its first use."
              .formatted(name, option));
    }
  }

  @Override
  public void takeTurn() {
    if (name == null) {
      name = Names.auto("SeedGenerator");
    }
    if (seed == null && drawn == null) {
      drawn = ConstructionOrder.drawSeed();
    }
  }

  @Override
  public synchronized Map<String, @Nullable Object> config() {
    if (name == null) {
      ConstructionOrder.takeTurnsUpTo(this);
    }
    return super.config();
  }

  /** Returns the variable that holds the seed and the counter. */
  public synchronized Variable state() {
    Variable known = state;
    if (known == null) {
      ConstructionOrder.takeTurnsUpTo(this);
      Integer start = seed != null ? seed : drawn;
      known =
          Variable.state(
              name + "/seed_generator_state",
              Shape.of(2),
              DType.INT64,
              new Start(start == null ? 0 : start));
      state = known;
    }
    return known;
  }

  /** Returns the seed pair of the next draw and counts it. */
  public Expr next(CallContext ctx) {
    Expr pair = ctx.readRaw(state());
    ctx.assign(state(), pair.add(pair.wrap(ctx.tf().constant(new long[] {0, 1}))));
    return pair;
  }

  /** The pair a generator starts from. */
  private static final class Start extends Initializer {
    private final int seed;

    Start(int seed) {
      this.seed = seed;
    }

    @Override
    public Expr call(Ops tf, Shape shape, DType dtype) {
      return Expr.of(tf, tf.constant(new long[] {seed, 0}));
    }
  }
}
