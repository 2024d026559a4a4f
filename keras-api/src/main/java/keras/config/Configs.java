package keras.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a {@link KerasObject} into its Keras config and back, from its {@link Arg} fields alone.
 *
 * <p>A config is what Python's {@code json} would read: maps with string keys, lists, strings,
 * numbers, booleans and null.
 */
public final class Configs {
  private Configs() {}

  /** Returns the config of an object: keys in the order of declaration, base classes first. */
  public static Map<String, @Nullable Object> of(KerasObject object) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    for (ArgumentField s : ArgumentField.of(object.getClass())) {
      if (!s.pinned()) {
        config.put(s.key(), Codec.encode(s.read(object)));
      }
    }
    return config;
  }

  /** Returns {@code {module, class_name, config, registered_name}} of an object. */
  public static Map<String, @Nullable Object> serialize(KerasObject object) {
    if (object instanceof Described described) {
      return described.description();
    }
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    KerasClasses.Path path = KerasClasses.pathOf(object.getClass());
    out.put("module", path.module());
    out.put("class_name", path.className());
    out.put("config", object.config());
    out.put("registered_name", path.registeredName());
    return out;
  }

  /** Returns a new object of a class, empty if it has no constructor without arguments. */
  @SuppressWarnings("unchecked") // getClass() of an object says no more
  public static <T extends KerasObject> Optional<T> blank(Class<? extends T> type) {
    boolean can =
        Arrays.stream(type.getDeclaredConstructors()).anyMatch(c -> c.getParameterCount() == 0);
    return can
        ? Optional.of((T) ConstructionOrder.held(() -> KerasClasses.newInstance(type)))
        : Optional.empty();
  }

  /** Builds an object of {@code type} from its Keras config. */
  public static <T extends KerasObject> T from(Class<T> type, Map<String, ?> config) {
    return from(type, config, CustomObjects.none());
  }

  /** Builds an object of {@code type} from its Keras config, which may name custom objects. */
  public static <T extends KerasObject> T from(
      Class<T> type, Map<String, ?> config, CustomObjects custom) {
    return fill(KerasClasses.newInstance(type), config, custom, describe(type, config));
  }

  /** Builds another object of the class and the config of one, with a state of its own. */
  public static <T extends KerasObject> T again(T object) {
    return again(object, CustomObjects.none());
  }

  /** Builds another object of the class and the config of one, which may name custom objects. */
  @SuppressWarnings("unchecked") // its own class
  public static <T extends KerasObject> T again(T object, CustomObjects custom) {
    Factory factory = object.factory;
    KerasObject made =
        factory == null
            ? from(object.getClass(), object.config(), custom)
            : from(factory, object.getClass().getSimpleName(), object.config(), custom);
    return (T) object.getClass().cast(made);
  }

  private static KerasObject from(
      Factory factory, String name, Map<String, ?> config, CustomObjects custom) {
    String who = name + (config.get("name") == null ? "" : " '" + config.get("name") + "'");
    Config values = new Config(who, config, custom);
    KerasObject object = factory.make(values);
    if (object == null) {
      throw new IllegalArgumentException(
          who + ": its factory must return an object. Received: null.");
    }
    object.factory = factory;
    return fill(object, values.rest(), custom, who);
  }

  private static <T extends KerasObject> T fill(
      T object, Map<String, ?> config, CustomObjects custom, String who) {
    Class<?> type = object.getClass();
    Map<String, @Nullable Object> left = object.adopt(new LinkedHashMap<>(config), custom);
    for (ArgumentField s : ArgumentField.of(type)) {
      if (!left.containsKey(s.key())) {
        continue;
      }
      Object json = left.remove(s.key());
      if (s.pinned()) {
        Object kept = Codec.encode(s.read(object));
        if (!Codec.same(kept, json)) {
          throw new IllegalArgumentException(
              "%s: `%s=%s` is not supported; only the Keras default `%s` is."
                  .formatted(who, s.key(), Codec.show(json), Codec.show(kept)));
        }
      } else {
        boolean defaulted = json == null && s.field().getType().isEnum(); // such as `data_format`
        if (!defaulted) {
          s.write(object, new Codec(who, s, custom, config.get("name")).decode(json));
        }
      }
    }
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: unknown config key(s) %s. Known keys: %s."
              .formatted(who, left.keySet(), keys(type)));
    }
    object.validate();
    return object;
  }

  /** Builds whatever {@code {module, class_name, config}} names. */
  public static KerasObject deserialize(Map<String, ?> spec) {
    return deserialize(spec, CustomObjects.none());
  }

  /**
   * Builds whatever {@code {module, class_name, config}} names: one of the library's own classes,
   * or one of {@code custom}. Nothing else is loaded, whatever the spec names.
   */
  public static KerasObject deserialize(Map<String, ?> spec, CustomObjects custom) {
    Optional<Replacement> replacement = KerasClasses.replacement(spec, custom);
    if (replacement.isPresent()) {
      return ConstructionOrder.held(() -> replacement.get().layer(spec));
    }
    Optional<Factory> factory = KerasClasses.factory(spec, custom);
    Class<? extends KerasObject> type =
        factory.isPresent() ? KerasObject.class : KerasClasses.find(spec, custom);
    String name = String.valueOf(spec.get("class_name"));
    Object config = spec.get("config");
    if (!(config instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(
          "%s: expected a `config` of keys and values. Received: config=%s."
              .formatted(factory.isPresent() ? name : type.getSimpleName(), Codec.show(config)));
    }
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((k, v) -> copy.put(String.valueOf(k), v));
    return ConstructionOrder.held(
        () ->
            factory.isPresent()
                ? from(factory.get(), name, copy, custom)
                : from(type, copy, custom));
  }

  /**
   * The same, with the state that the {@code build_config} of the spec says was made, as Keras
   * makes it before any call.
   */
  public static KerasObject deserializeBuilt(Map<String, ?> spec, CustomObjects custom) {
    KerasObject object = deserialize(spec, custom);
    if (spec.get("build_config") instanceof Map<?, ?> build) {
      object.buildFromConfig(build);
    }
    return object;
  }

  /**
   * Returns what a config calls the classes that neither the library nor {@code custom} has, each
   * once, in the order of the config: {@code keras.layers.Dense}, or the name alone where the
   * config holds no module.
   *
   * @param config anything that JSON holds
   */
  public static Set<String> unknownClasses(@Nullable Object config, CustomObjects custom) {
    Set<String> unknown = new LinkedHashSet<>();
    collectUnknown(config, custom, unknown);
    return Collections.unmodifiableSet(unknown);
  }

  private static void collectUnknown(
      @Nullable Object json, CustomObjects custom, Set<String> unknown) {
    if (json instanceof Map<?, ?> map) {
      // Keras' own marks, such as __tuple__ and function, are no classes.
      boolean object =
          map.containsKey("config")
              && map.get("class_name") instanceof String name
              && !name.startsWith("__")
              && !name.equals("function");
      if (object && !KerasClasses.isKnown(map, custom)) {
        unknown.add(KerasClasses.named(map));
      }
      map.values().forEach(v -> collectUnknown(v, custom, unknown));
    } else if (json instanceof List<?> list) {
      list.forEach(v -> collectUnknown(v, custom, unknown));
    }
  }

  /** Whether {@code {module, class_name}} names a class that {@link #deserialize} finds. */
  public static boolean isKnown(Map<?, ?> spec, CustomObjects custom) {
    return KerasClasses.isKnown(spec, custom) || KerasClasses.replacement(spec, custom).isPresent();
  }

  /** Whether a spec names a module that is none of Keras', whatever its class is called. */
  public static boolean isElsewhere(Map<?, ?> spec) {
    return KerasClasses.isElsewhere(spec);
  }

  /**
   * Says so if a spec gives a class of Keras' own, by {@code registered_name}, the name of another,
   * and {@code custom} has no such class; such a spec is refused.
   */
  public static Optional<String> disguise(Map<?, ?> spec, CustomObjects custom) {
    return KerasClasses.isDisguised(spec) && !isKnown(spec, custom)
        ? Optional.of(KerasClasses.disguised(spec))
        : Optional.empty();
  }

  /** Gives {@code to} every argument that {@code from} also declares, the name aside. */
  public static <T extends KerasObject> T copyArgs(KerasObject from, T to) {
    Map<String, ArgumentField> theirs = new LinkedHashMap<>();
    for (ArgumentField s : ArgumentField.of(to.getClass())) {
      theirs.put(s.key(), s);
    }
    for (ArgumentField s : ArgumentField.of(from.getClass())) {
      ArgumentField t = theirs.get(s.key());
      if (t != null && !s.key().equals("name") && !s.pinned()) {
        t.write(to, s.read(from));
      }
    }
    return to;
  }

  /** Sets an argument of an object by its key, to a value of the argument's type. */
  public static void set(KerasObject object, String key, @Nullable Object value) {
    for (ArgumentField s : ArgumentField.of(object.getClass())) {
      if (s.key().equals(key) && !s.pinned()) {
        s.write(object, value);
        return;
      }
    }
    throw new IllegalArgumentException(
        "%s: no argument `%s`. Its arguments: %s.".formatted(object, key, keys(object.getClass())));
  }

  /** Returns the keys of every argument of a class, pinned ones too. */
  public static List<String> keys(Class<?> type) {
    return ArgumentField.of(type).stream().map(ArgumentField::key).toList();
  }

  /** Returns the keys of the arguments of a class that are held at Keras' default. */
  public static List<String> pinned(Class<?> type) {
    return ArgumentField.of(type).stream()
        .filter(ArgumentField::pinned)
        .map(ArgumentField::key)
        .toList();
  }

  /** Returns the values a new object of the class holds, pinned arguments too. */
  public static Map<String, @Nullable Object> defaults(Class<? extends KerasObject> type) {
    KerasObject object = ConstructionOrder.held(() -> KerasClasses.newInstance(type));
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    for (ArgumentField s : ArgumentField.of(type)) {
      out.put(s.key(), Codec.encode(s.read(object)));
    }
    return out;
  }

  /**
   * Returns the values of an object's arguments that are of {@code kind}, in declared order, those
   * in lists and maps too.
   */
  public static <T> List<T> values(KerasObject object, Class<T> kind) {
    List<T> out = new ArrayList<>();
    ArgumentField.of(object.getClass()).forEach(s -> collect(s.read(object), kind, out));
    return out;
  }

  private static <T> void collect(@Nullable Object value, Class<T> kind, List<T> to) {
    if (kind.isInstance(value)) {
      to.add(kind.cast(value));
    } else if (value instanceof Iterable<?> several) {
      several.forEach(v -> collect(v, kind, to));
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(v -> collect(v, kind, to));
    }
  }

  private static String describe(Class<?> type, Map<String, ?> config) {
    Object name = config.get("name");
    return name == null
        ? type.getSimpleName()
        : "%s '%s'".formatted(type.getSimpleName(), Objects.toString(name));
  }

  /** Returns an object of JSON that may be changed: a map with texts as its keys. */
  public static Map<String, @Nullable Object> copy(Map<?, ?> json) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    json.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }
}
