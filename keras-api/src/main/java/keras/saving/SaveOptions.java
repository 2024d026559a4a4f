package keras.saving;

/**
 * How a file is written.
 *
 * <pre>{@code
 * model.save("model.h5", SaveOptions.defaults().dialect(SaveOptions.Dialect.KERAS_3));
 * }</pre>
 */
public record SaveOptions(Dialect dialect, boolean includeOptimizer) {
  /** For whom the file is written. */
  public enum Dialect {
    /** Both tf_keras and Keras 3 load it, where the model allows. */
    PORTABLE,
    /** What Keras 3 writes. */
    KERAS_3,
    /** What tf_keras 2 writes. */
    TF_KERAS
  }

  /** Returns Keras' defaults: the portable dialect, the optimizer's state where it carries. */
  public static SaveOptions defaults() {
    return new SaveOptions(Dialect.PORTABLE, true);
  }

  /** Returns these options for another reader. */
  public SaveOptions dialect(Dialect other) {
    return new SaveOptions(other, includeOptimizer);
  }

  /** Returns these options with or without the optimizer's state. */
  public SaveOptions includeOptimizer(boolean include) {
    return new SaveOptions(dialect, include);
  }
}
