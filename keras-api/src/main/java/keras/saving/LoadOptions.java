package keras.saving;

import keras.config.CustomObjects;

/**
 * How a file is read.
 *
 * @param compile whether the optimizer, the losses and the metrics are restored
 * @param byName whether weights are matched by layer name rather than by order
 * @param skipMismatch with {@code byName}: whether a layer whose weights do not fit is left as it
 *     is
 */
public record LoadOptions(
    CustomObjects customObjects, boolean compile, boolean byName, boolean skipMismatch) {
  /** Returns Keras' defaults. */
  public static LoadOptions defaults() {
    return new LoadOptions(CustomObjects.none(), true, false, false);
  }

  /** Returns these options with classes of the caller's own. */
  public LoadOptions customObjects(CustomObjects custom) {
    return new LoadOptions(custom, compile, byName, skipMismatch);
  }

  /** Returns these options with or without compile state. */
  public LoadOptions compile(boolean restore) {
    return new LoadOptions(customObjects, restore, byName, skipMismatch);
  }

  /** Returns these options, weights matched by layer name or by order. */
  public LoadOptions byName(boolean named) {
    return new LoadOptions(customObjects, compile, named, skipMismatch);
  }

  /** Returns these options, layers that do not fit skipped or refused. */
  public LoadOptions skipMismatch(boolean skip) {
    return new LoadOptions(customObjects, compile, byName, skip);
  }
}
