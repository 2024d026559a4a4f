package keras.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Functions of the user's own in configs: Keras writes their names, and finds them again among
 * {@code custom_objects}.
 *
 * <p>Keras: {@code keras/src/saving/serialization_lib.py}.
 */
public final class Functions {
  private static final String KIND = "function";

  private Functions() {}

  /** Returns what Keras writes of a function. */
  public static Map<String, @Nullable Object> description(String name) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("module", "builtins");
    out.put("class_name", KIND);
    out.put("config", name);
    out.put("registered_name", KIND);
    return out;
  }

  /** Returns the name of the function that is described; null where none is. */
  public static @Nullable String name(@Nullable Object json) {
    return json instanceof Map<?, ?> spec
            && KIND.equals(spec.get("class_name"))
            && spec.get("config") instanceof String name
        ? name
        : null;
  }
}
