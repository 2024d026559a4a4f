package keras.config;

import org.jspecify.annotations.Nullable;

/** An object that can stand where something else is expected, as a layer can for an activation. */
public interface Adaptable {
  /** Returns this object as one of another type, null where it cannot be. */
  @Nullable Object as(Class<?> type);
}
