package keras.layers;

import keras.config.Configs;

/** What the setters in the interfaces of options have in common. */
final class Options {
  private Options() {}

  /**
   * Sets an argument of a layer by its Keras key, if the layer is still open.
   *
   * @param layer a {@link FluentLayer} that declares the argument
   */
  // A layer implements an interface of options for its own type, which Java cannot say here.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <L> L set(Object layer, String key, Object value) {
    FluentLayer<?> fluent = (FluentLayer<?>) layer;
    return (L) fluent.with(() -> Configs.set(fluent, key, value));
  }
}
