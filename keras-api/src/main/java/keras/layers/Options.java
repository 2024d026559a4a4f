package keras.layers;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import keras.config.Configs;
import org.jspecify.annotations.Nullable;

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
  static <L> L set(Object layer, String key, @Nullable Object value) {
    FluentLayer<?> fluent = (FluentLayer<?>) layer;
    return (L) fluent.with(() -> Configs.set(fluent, key, value));
  }

  /** Sets an argument as {@link #set} does, and has the layer check what it then holds. */
  @SuppressWarnings("TypeParameterUnusedInFormals") // as above
  static <L> L checked(Object layer, String key, Object value) {
    L set = set(layer, key, value);
    ((FluentLayer<?>) layer).requireValid();
    return set;
  }

  /** Returns the constant that Keras calls {@code id}. */
  static <E extends Enum<E>> E named(Object layer, String key, Class<E> type, String id) {
    List<String> names =
        Arrays.stream(type.getEnumConstants())
            .map(e -> "'" + e.name().toLowerCase(Locale.ROOT) + "'")
            .toList();
    int found = names.indexOf("'" + id.toLowerCase(Locale.ROOT) + "'");
    if (found < 0) {
      throw new IllegalArgumentException(
          "%s: `%s` must be one of %s. Received: %s='%s'."
              .formatted(layer.getClass().getSimpleName(), key, String.join(", ", names), key, id));
    }
    return type.getEnumConstants()[found];
  }
}
