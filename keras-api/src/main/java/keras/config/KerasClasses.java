package keras.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.security.CodeSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
      Map.ofEntries(
          Map.entry("keras.DTypePolicy", "keras.engine.DTypePolicy"),
          Map.entry("keras.Sequential", "keras.models.Sequential"),
          Map.entry("keras.Model", "keras.models.Functional"),
          Map.entry("keras.Functional", "keras.models.Functional"),
          Map.entry("keras.src.models.functional.Functional", "keras.models.Functional"),
          Map.entry("keras.src.models.sequential.Sequential", "keras.models.Sequential"),
          Map.entry("keras.src.models.model.Model", "keras.models.Functional"),
          Map.entry("keras._legacy.layers.RandomHeight", "keras.layers.RandomHeight"),
          Map.entry("keras._legacy.layers.RandomWidth", "keras.layers.RandomWidth"),
          Map.entry("keras._legacy.layers.ThresholdedReLU", "keras.layers.ThresholdedReLU"),
          Map.entry("keras.src.applications.convnext.LayerScale", "keras.layers.LayerScale"),
          Map.entry("keras.layers.TFDConcat", "keras.layers.Concatenate"), // of a FeatureSpace
          Map.entry(
              "keras.src.layers.preprocessing.feature_space.TFDIdentity", "keras.layers.Identity"),
          Map.entry("keras.layers.TFDIdentity", "keras.layers.Identity"),
          Map.entry(
              "keras.src.applications.inception_resnet_v2.CustomScaleLayer",
              "keras.layers.CustomScaleLayer"));

  private static final Map<String, Path> WRITTEN =
      Map.of(
          "keras.engine.DTypePolicy", new Path("keras", "DTypePolicy", null),
          "keras.models.Sequential", new Path("keras", "Sequential", null),
          "keras.models.Functional",
              new Path("keras.src.models.functional", "Functional", "Functional"),
          "keras.layers.RandomHeight", new Path("keras._legacy.layers", "RandomHeight", null),
          "keras.layers.RandomWidth", new Path("keras._legacy.layers", "RandomWidth", null),
          "keras.layers.ThresholdedReLU", new Path("keras._legacy.layers", "ThresholdedReLU", null),
          "keras.layers.LayerScale",
              new Path("keras.src.applications.convnext", "LayerScale", "LayerScale"),
          "keras.layers.CustomScaleLayer",
              new Path(
                  "keras.src.applications.inception_resnet_v2",
                  "CustomScaleLayer",
                  "CustomScaleLayer"));

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
    return lookup(spec, custom).orElseThrow(() -> unknown(spec));
  }

  private static RuntimeException unknown(Map<String, ?> spec) {
    if (isDisguised(spec)) {
      return new IllegalArgumentException(disguised(spec));
    }
    return KerasNames.has(String.valueOf(spec.get("class_name"))) && !isElsewhere(spec)
        ? new UnsupportedOperationException(
            "Keras' class '%s' %s."
                .formatted(named(spec), KerasNames.missing(String.valueOf(spec.get("class_name")))))
        : new IllegalArgumentException(
            "Unknown Keras class '%s'. If it is yours, pass it to load(..., CustomObjects.of(YourClass.class))."
                .formatted(named(spec)));
  }

  /** Whether the spec names a module that is none of Keras', whatever its class is called. */
  static boolean isElsewhere(Map<?, ?> spec) {
    return spec.get("module") instanceof String module && !module.matches("keras(\\..*)?");
  }

  /** Says what is wrong with such a name. */
  static String disguised(Map<?, ?> spec) {
    return "%s is Keras' own and has no registered name. Received: `registered_name=%s`."
        .formatted(named(spec), spec.get("registered_name"));
  }

  /** Finds the class that a spec means; empty where there is none, or it may not be used. */
  static Optional<Class<? extends KerasObject>> lookup(Map<?, ?> spec, CustomObjects custom) {
    Object className = spec.get("class_name");
    Optional<Class<? extends KerasObject>> known =
        custom.find(spec.get("registered_name"), className);
    if (known.isPresent()) {
      return known.filter(c -> !isForCodeAlone(c));
    }
    String path = spec.get("module") + "." + className;
    String java = ALIASES.getOrDefault(path, KerasNames.layer(path));
    if (!KERAS_PATH.matcher(java).matches()) {
      return Optional.empty();
    }
    Class<?> c;
    try {
      c = Class.forName(java, false, KerasClasses.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty(); // a disk that ignores case gives a LinkageError
    }
    boolean usable =
        isOwn(c) && KerasObject.class.isAssignableFrom(c) && !Modifier.isAbstract(c.getModifiers());
    return usable && !isForCodeAlone(c) && !isDisguised(spec)
        ? Optional.of(c.asSubclass(KerasObject.class))
        : Optional.empty();
  }

  /** Finds what the caller gave to make objects of such a class. */
  static Optional<Factory> factory(Map<?, ?> spec, CustomObjects custom) {
    return custom.factory(spec.get("registered_name"), spec.get("class_name"));
  }

  /** Whether there is a class, or a factory of the caller's, for a spec. */
  static boolean isKnown(Map<?, ?> spec, CustomObjects custom) {
    return factory(spec, custom).isPresent() || lookup(spec, custom).isPresent();
  }

  /**
   * Whether a spec gives a class of Keras' own the registered name of another, which Keras refuses
   * too: who looks at one of the two names would be deceived about the other.
   */
  static boolean isDisguised(Map<?, ?> spec) {
    return spec.get("module") instanceof String module
        && (module.equals("keras") || module.startsWith("keras."))
        && spec.get("registered_name") instanceof String name
        && !name.isEmpty()
        && !name.substring(name.indexOf('>') + 1).equals(spec.get("class_name"));
  }

  /** Finds what the caller gives, by the layer's name, for a class that there is not. */
  static Optional<Replacement> replacement(Map<?, ?> spec, CustomObjects custom) {
    return spec.get("config") instanceof Map<?, ?> config && !isKnown(spec, custom)
        ? custom.replacement(config.get("name"))
        : Optional.empty();
  }

  /** Returns what a spec calls its class: {@code keras.layers.Dense}, or the name alone. */
  static String named(Map<?, ?> spec) {
    Object module = spec.get("module");
    String name = String.valueOf(spec.get("class_name"));
    return module == null ? name : module + "." + name;
  }

  /** Whether objects of a class are made by code and by no config, which could do harm by them. */
  private static boolean isForCodeAlone(Class<?> c) {
    return isOwn(c) && KerasNames.isAbsent(c.getName());
  }

  private static boolean isOwn(Class<?> type) {
    return Objects.equals(source(type), source(KerasClasses.class));
  }

  private static @Nullable Object source(Class<?> type) {
    CodeSource code = type.getProtectionDomain().getCodeSource();
    return code == null ? null : code.getLocation();
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
          "%s has no constructor without arguments, by which a config could make it. Add one (it may be private), or say how it is made: CustomObjects.of(\"%s\", config -> new %s(config.integer(\"units\")))."
              .formatted(type.getName(), type.getSimpleName(), type.getSimpleName()),
          e);
    }
  }
}
