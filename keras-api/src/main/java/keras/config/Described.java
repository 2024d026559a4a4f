package keras.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object that configs describe as one of another class, such as the one it stands for. */
public interface Described {
  /** Returns {@code {module, class_name, config, registered_name}}, a map of the caller's own. */
  Map<String, @Nullable Object> description();

  /** Returns a new object of the same description, which computes the same. */
  KerasObject anew();
}
