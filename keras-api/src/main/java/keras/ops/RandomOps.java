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
  private final StatelessRandomGetKeyCounter key;

  private RandomOps(Ops tf, Operand<TInt32> seed) {
    this.tf = tf;
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

  private static Class<? extends TNumber> number(DType dtype) {
    return dtype.type().asSubclass(TNumber.class);
  }

  /** Returns a shape as a constant of the graph. */
  public static Operand<TInt64> shape(Ops tf, Shape shape) {
    return tf.constant(shape.asArray());
  }
}
