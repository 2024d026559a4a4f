package keras.ops;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.random.StatelessRandomGetKeyCounter;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TNumber;

/**
 * Random numbers that are a function of a seed pair, bit for bit those of Keras 3 on TensorFlow.
 *
 * <p>Keras: {@code keras/src/backend/tensorflow/random.py}.
 */
public final class RandomOps {
  /** The Philox generator, which TensorFlow picks on a CPU. */
  private static final int PHILOX = 1;

  private final Ops tf;
  private final Operand<TInt32> seed;
  private final StatelessRandomGetKeyCounter key;

  private RandomOps(Ops tf, Operand<TInt32> seed) {
    this.tf = tf;
    this.seed = seed;
    this.key = tf.random.statelessRandomGetKeyCounter(seed);
  }

  /**
   * Draws from a seed pair: {@code [seed, 0]} as Keras draws from an integer seed, {@code [seed,
   * n]} as it draws from a SeedGenerator for the nth time.
   */
  public static RandomOps of(Ops tf, long seed, long count) {
    long modulus = Integer.MAX_VALUE - 1L;
    int[] pair = {(int) Math.floorMod(seed, modulus), (int) Math.floorMod(count, modulus)};
    return new RandomOps(tf, tf.constant(pair));
  }

  /** Draws from a seed pair in the graph, int64, as Keras draws from a SeedGenerator. */
  public static RandomOps of(Expr seedPair) {
    Ops tf = seedPair.tf();
    Expr modulus = Core.constant(tf, Integer.MAX_VALUE - 1L, DType.INT64);
    return new RandomOps(tf, Core.int32(seedPair.wrap(tf.math.floorMod(seedPair, modulus))));
  }

  /**
   * Returns numbers uniform in [low, high); the ends are rounded to float32 first, as Keras does.
   */
  public Expr uniform(Operand<? extends TNumber> shape, DType dtype, double low, double high) {
    Expr unit =
        Expr.of(
            tf,
            tf.random.statelessRandomUniformV2(
                shape, key.key(), key.counter(), tf.constant(PHILOX), number(dtype)));
    Expr from = Core.constant(tf, (float) low, dtype);
    return unit.mul(Core.constant(tf, (float) high, dtype).sub(from)).add(from);
  }

  /** Returns numbers of the normal distribution. */
  public Expr normal(Operand<? extends TNumber> shape, DType dtype, double mean, double stddev) {
    Expr unit =
        Expr.of(
            tf,
            tf.random.statelessRandomNormalV2(
                shape, key.key(), key.counter(), tf.constant(PHILOX), number(dtype)));
    return unit.mul(stddev).add(mean);
  }

  /** Returns numbers of the normal distribution, those beyond two deviations drawn again. */
  public Expr truncatedNormal(
      Operand<? extends TNumber> shape, DType dtype, double mean, double stddev) {
    Expr unit =
        Expr.of(
            tf,
            tf.random.statelessTruncatedNormalV2(
                shape, key.key(), key.counter(), tf.constant(PHILOX), number(dtype)));
    return unit.mul(stddev).add(mean);
  }

  /**
   * Returns numbers uniform in [low, high); the ends are rounded to float32 first, as Keras does.
   */
  public Expr uniform(Shape shape, DType dtype, double low, double high) {
    return uniform(shape(tf, shape), dtype, low, high);
  }

  /** Returns numbers of the normal distribution. */
  public Expr normal(Shape shape, DType dtype, double mean, double stddev) {
    return normal(shape(tf, shape), dtype, mean, stddev);
  }

  /** Returns numbers of the normal distribution, those beyond two deviations drawn again. */
  public Expr truncatedNormal(Shape shape, DType dtype, double mean, double stddev) {
    return truncatedNormal(shape(tf, shape), dtype, mean, stddev);
  }

  // ---------------------------------------------------------------- whole numbers

  /** Returns whole numbers in [low, high), in a dtype of whole numbers. */
  public Expr randint(Operand<? extends TNumber> shape, long low, long high, DType dtype) {
    DType computed = dtype == DType.INT32 ? dtype : DType.INT64;
    if (dtype.isFloating() || dtype == DType.BOOL || dtype == DType.STRING) {
      throw new IllegalArgumentException(
          "randint: `dtype` must be one of whole numbers. Received: dtype=%s.".formatted(dtype));
    }
    if (low >= high) {
      throw new IllegalArgumentException(
          "randint: `minval` must be below `maxval`. Received: minval=%d, maxval=%d."
              .formatted(low, high));
    }
    Expr from = whole(low, computed);
    Expr to = whole(high, computed);
    return from.wrap(
            tf.random.statelessRandomUniformIntV2(
                shape, key.key(), key.counter(), tf.constant(PHILOX), from, to))
        .cast(dtype);
  }

  private Expr whole(long value, DType dtype) {
    return dtype == DType.INT32
        ? Expr.of(tf, tf.constant(Math.toIntExact(value)))
        : Expr.of(tf, tf.constant(value));
  }

  /**
   * Draws classes by their unnormalised log-probabilities.
   *
   * @param logits {@code (batch, classes)}
   * @return {@code (batch, samples)}
   */
  public Expr categorical(Expr logits, int samples, DType dtype) {
    return logits
        .wrap(tf.random.statelessMultinomial(logits, tf.constant(samples), seed, TInt64.class))
        .cast(dtype);
  }

  /**
   * Returns how many of {@code counts} trials succeed.
   *
   * @param counts how many trials, floats, broadcast against the probabilities and the shape
   * @param probabilities in [0, 1], of the same dtype
   */
  public Expr binomial(
      Operand<? extends TNumber> shape, Expr counts, Expr probabilities, DType dtype) {
    DType computed = dtype == DType.BFLOAT16 ? DType.FLOAT32 : dtype;
    return counts
        .wrap(
            tf.random.statelessRandomBinomial(shape, seed, counts, probabilities, number(computed)))
        .cast(dtype);
  }

  // ---------------------------------------------------------------- other distributions

  /** Returns numbers of the gamma distribution of rate 1; there is no gradient by alpha. */
  public Expr gamma(Operand<? extends TNumber> shape, Expr alpha, DType dtype) {
    Expr concentration = alpha.cast(dtype == DType.BFLOAT16 ? DType.FLOAT32 : dtype);
    Expr drawn =
        alpha.wrap(
            tf.random.statelessRandomGamma(
                shape, key.key(), key.counter(), tf.constant(PHILOX), concentration));
    double tiny =
        switch (drawn.dtype()) {
          case FLOAT64 -> Double.MIN_NORMAL;
          case FLOAT16 -> 0x1p-14;
          default -> Float.MIN_NORMAL;
        };
    return drawn.maximum(tiny).cast(dtype);
  }

  /** Returns numbers of the beta distribution: what one gamma has of the sum of two. */
  public Expr beta(Operand<? extends TNumber> shape, Expr alpha, Expr beta, DType dtype) {
    RandomOps other = new RandomOps(tf, Core.int32(Expr.of(tf, seed).add(12)));
    Expr first = gamma(shape, broadcast(alpha, shape), dtype);
    return first.div(first.add(other.gamma(shape, broadcast(beta, shape), dtype)));
  }

  private Expr broadcast(Expr x, Operand<? extends TNumber> shape) {
    return x.wrap(tf.broadcastTo(x, shape));
  }

  // ---------------------------------------------------------------- tensors

  /** Returns a tensor whose parts along an axis are in another order. */
  public Expr shuffle(Expr x, int axis) {
    int along = Nn.axis("shuffle", x, axis);
    Expr size = Core.size(x, along).reshape(1);
    Expr order = Sorting.argsort(uniform(Core.int32(size), DType.FLOAT32, 0, 1), 0);
    return Numpy.take(x, order, along);
  }

  /**
   * Sets values to 0 with a probability, and scales the others up.
   *
   * @param rate in [0, 1]
   * @param shape of what is drawn, which is broadcast to the tensor's
   */
  public Expr dropout(Expr x, double rate, Operand<? extends TNumber> shape) {
    if (rate < 0 || rate > 1) {
      throw new IllegalArgumentException(
          "dropout: `rate` must lie in [0, 1]. Received: rate=%s.".formatted(rate));
    }
    if (rate == 0 || rate == 1) {
      return rate == 0 ? x : Numpy.zerosLike(x);
    }
    Expr keep = Numpy.greaterEqual(uniform(shape, x.dtype(), 0, 1), rate);
    return keep.where(x.mul(1 / (1 - rate)), x.constant(0));
  }

  private static Class<? extends TNumber> number(DType dtype) {
    return dtype.type().asSubclass(TNumber.class);
  }

  /** Returns a shape as a constant of the graph. */
  public static Operand<TInt64> shape(Ops tf, Shape shape) {
    return tf.constant(shape.asArray());
  }
}
