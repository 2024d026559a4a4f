package keras.io.migration;

/**
 * An output of a model, as far as the meaning of a compile config depends on it.
 *
 * @param size of the last axis; 0 where it is not known
 */
public record Output(String name, long size) {}
