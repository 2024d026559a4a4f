package keras.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.security.CodeSource;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Class names in configs and the Java classes they mean: the Keras path is the Java path.
 *
 * <p>The set is closed: a name resolves to a concrete {@link KerasObject} of this library's own
 * jar, or to one the caller passed. No other class is loaded, and none is initialised by being
 * named.
 */
final class KerasClasses {
  /** Where a class stands in Keras; module null for classes of the user's own. */
  record Path(@Nullable String module, String className, @Nullable String registeredName) {}

  private static final Pattern KERAS_PATH =
      Pattern.compile("keras(\\.[a-z0-9_]+)+\\.[A-Za-z0-9_]+");

  /** The few Keras paths that are not the Java path. */
  private static final Map<String, String> ALIASES =
      Map.of(
          "keras.DTypePolicy", "keras.engine.DTypePolicy",
          "keras.Sequential", "keras.models.Sequential",
          "keras.Model", "keras.models.Functional",
          "keras.Functional", "keras.models.Functional",
          "keras.src.models.functional.Functional", "keras.models.Functional",
          "keras.src.models.sequential.Sequential", "keras.models.Sequential",
          "keras.src.models.model.Model", "keras.models.Functional");

  private static final Map<String, Path> WRITTEN =
      Map.of(
          "keras.engine.DTypePolicy", new Path("keras", "DTypePolicy", null),
          "keras.models.Sequential", new Path("keras", "Sequential", null),
          "keras.models.Functional",
              new Path("keras.src.models.functional", "Functional", "Functional"));

  private KerasClasses() {}

  static Path pathOf(Class<?> type) {
    Path special = WRITTEN.get(type.getName());
    if (special != null) {
      return special;
    }
    return isOwn(type)
        ? new Path(type.getPackageName(), type.getSimpleName(), null)
        : new Path(null, type.getSimpleName(), type.getSimpleName());
  }

  static Class<? extends KerasObject> find(Map<String, ?> spec, CustomObjects custom) {
    Object className = spec.get("class_name");
    var known = custom.find(spec.get("registered_name"), className);
    if (known.isPresent()) {
      return known.get();
    }
    String path = spec.get("module") + "." + className;
    String java = ALIASES.getOrDefault(path, path);
    if (!KERAS_PATH.matcher(java).matches()) {
      throw unknown(spec);
    }
    try {
      Class<?> c = Class.forName(java, false, KerasClasses.class.getClassLoader());
      if (!isOwn(c)
          || !KerasObject.class.isAssignableFrom(c)
          || Modifier.isAbstract(c.getModifiers())) {
        throw unknown(spec);
      }
      return c.asSubclass(KerasObject.class);
    } catch (ClassNotFoundException | LinkageError e) {
      throw unknown(spec, e);
    }
  }

  private static boolean isOwn(Class<?> type) {
    return Objects.equals(source(type), source(KerasClasses.class));
  }

  private static @Nullable Object source(Class<?> type) {
    CodeSource code = type.getProtectionDomain().getCodeSource();
    return code == null ? null : code.getLocation();
  }

  private static IllegalArgumentException unknown(Map<String, ?> spec) {
    return new IllegalArgumentException(message(spec));
  }

  private static IllegalArgumentException unknown(Map<String, ?> spec, Throwable cause) {
    return new IllegalArgumentException(message(spec), cause);
  }

  private static String message(Map<String, ?> spec) {
    Object module = spec.get("module");
    String path =
        module == null ? "" + spec.get("class_name") : module + "." + spec.get("class_name");
    return "Unknown Keras class '"
        + path
        + "'. If it is yours, pass it to load(..., CustomObjects.of(YourClass.class)).";
  }

  static <T> T newInstance(Class<T> type) {
    try {
      Constructor<T> c = type.getDeclaredConstructor();
      c.setAccessible(true);
      return c.newInstance();
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "%s: its no-argument constructor failed: %s".formatted(type.getName(), e.getCause()), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          type.getName()
              + " needs a no-argument constructor (it may be private) to be read from a config.",
          e);
    }
  }
}
