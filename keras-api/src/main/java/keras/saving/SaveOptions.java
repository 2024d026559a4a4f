package keras.saving;

import org.jspecify.annotations.Nullable;

/**
 * How a file is written.
 *
 * <pre>{@code
 * model.save("model.h5", SaveOptions.defaults().dialect(SaveOptions.Dialect.KERAS_3));
 * model.saveWeights("model.weights.json", SaveOptions.defaults().maxShardSize(0.25));
 * }</pre>
 *
 * @param dialect for whom the file is written
 * @param otherwise for whom it is written where the model does not allow the portable dialect
 * @param includeOptimizer whether the optimizer's state is written
 * @param maxShardSize the most that one of several files of weights may hold, in GiB; null for one
 *     file
 * @param verifyWith the inputs that golden values are stored for; null for none
 */
public record SaveOptions(
    Dialect dialect,
    Dialect otherwise,
    boolean includeOptimizer,
    @Nullable Double maxShardSize,
    @Nullable Object verifyWith) {
  /** For whom the file is written. */
  public enum Dialect {
    /** Both tf_keras and Keras 3 load it, where the model allows. */
    PORTABLE,
    /** What Keras 3 writes. */
    KERAS_3,
    /** What tf_keras 2 writes. */
    TF_KERAS
  }

  /** Refuses a size that is none, and two readers for want of a file for both. */
  public SaveOptions {
    if (otherwise == Dialect.PORTABLE) {
      throw new IllegalArgumentException(
          "SaveOptions: `otherwise` must be KERAS_3 or TF_KERAS. Received: PORTABLE.");
    }
    if (maxShardSize != null && !(maxShardSize > 0)) {
      throw new IllegalArgumentException(
          "SaveOptions: `maxShardSize` must be a positive number of GiB. Received: "
              + maxShardSize
              + ".");
    }
  }

  /** Returns Keras' defaults: the portable dialect, the optimizer's state where it carries. */
  public static SaveOptions defaults() {
    return new SaveOptions(Dialect.PORTABLE, Dialect.KERAS_3, true, null, null);
  }

  /** Returns these options for another reader. */
  public SaveOptions dialect(Dialect other) {
    return new SaveOptions(other, otherwise, includeOptimizer, maxShardSize, verifyWith);
  }

  /**
   * Returns these options for the other of two readers: who can read the model where both cannot
   * read one file. That is Keras 3 unless it is said here.
   */
  public SaveOptions otherwise(Dialect other) {
    return new SaveOptions(dialect, other, includeOptimizer, maxShardSize, verifyWith);
  }

  /** Returns these options with or without the optimizer's state. */
  public SaveOptions includeOptimizer(boolean include) {
    return new SaveOptions(dialect, otherwise, include, maxShardSize, verifyWith);
  }

  /**
   * Returns these options for weights in several files, as Keras 3's {@code max_shard_size} has
   * them: a {@code .weights.json}, and beside it files of no more than so many GiB.
   */
  public SaveOptions maxShardSize(double gibibytes) {
    return new SaveOptions(dialect, otherwise, includeOptimizer, gibibytes, verifyWith);
  }

  /**
   * Returns these options for a whole model with golden values: inputs, and what the model predicts
   * for them now. Keras and TensorFlow pass over them; {@link LoadOptions#verify} and {@code
   * ./keras verify} compare with them what the loaded model predicts. They belong to this one file:
   * another {@code save}, of the loaded model too, stores none unless it is given inputs again.
   *
   * <p>{@code save} predicts twice, and refuses models whose second prediction is another one, for
   * they draw random numbers or keep a state; what predictions changed is put back. It also refuses
   * strings, as inputs and as outputs, for {@code .npz} files here hold numbers. No other thread
   * should train the model meanwhile: the file has the weights of a later moment.
   *
   * @param x what {@code predict} takes, but no Dataset: an array, a list of arrays, or a map of
   *     arrays by the names of the inputs; a few samples do
   */
  public SaveOptions verifyWith(Object x) {
    return new SaveOptions(dialect, otherwise, includeOptimizer, maxShardSize, x);
  }
}
