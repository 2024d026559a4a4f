package keras.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.config.Arg;
import keras.config.ConstructionOrder;
import keras.config.Deferred;
import keras.config.KerasObject;
import keras.config.Names;
import keras.engine.CallContext;
import keras.engine.Variable;
import keras.initializers.Initializer;
import keras.ops.Core;
import keras.ops.DType;
import keras.ops.Expr;
import keras.ops.RandomOps;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

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

  /**
   * Draws numbers of the normal distribution, as {@code keras.random.normal(shape, seed=self)}:
   * float32, mean 0, deviation 1.
   *
   * @param shape integers, and scalars of the graph where a size is not known before
   */
  public Expr normal(List<?> shape, CallContext ctx) {
    return RandomOps.of(next(ctx)).normal(sizes(shape, ctx), DType.FLOAT32, 0, 1);
  }

  /**
   * Draws numbers uniform in [low, high), as {@code keras.random.uniform(shape, low, high,
   * seed=self)}: float32.
   *
   * @param shape integers, and scalars of the graph where a size is not known before
   */
  public Expr uniform(List<?> shape, double low, double high, CallContext ctx) {
    return uniform(shape, low, high, DType.FLOAT32, ctx);
  }

  /** Draws numbers uniform in [low, high) of a floating dtype. */
  public Expr uniform(List<?> shape, double low, double high, DType dtype, CallContext ctx) {
    return RandomOps.of(next(ctx)).uniform(sizes(shape, ctx), dtype, low, high);
  }

  private static Operand<TInt32> sizes(List<?> shape, CallContext ctx) {
    List<Operand<TInt32>> sizes = new ArrayList<>();
    for (Object size : shape) {
      if (size instanceof Expr e) {
        sizes.add(Core.int32(e));
      } else if (size instanceof Number n) {
        sizes.add(ctx.tf().constant(Math.toIntExact(n.longValue())));
      } else {
        throw new IllegalArgumentException(
            "SeedGenerator: a shape holds integers and scalars of the graph. Received: %s."
                .formatted(size));
      }
    }
    return sizes.isEmpty() ? ctx.tf().constant(new int[0]) : ctx.tf().stack(sizes);
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
