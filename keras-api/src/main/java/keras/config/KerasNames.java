package keras.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The names of all of Keras' classes, whether they are here or not: to tell what is missing from
 * what is the user's own, and to find a loss, a metric or an optimizer by its id.
 *
 * <p>They stand in a table that {@code compat-tests/golden/names.py} makes from real Keras; a class
 * that is added here needs no entry.
 */
public final class KerasNames {
  /**
   * One class of Keras.
   *
   * @param module below {@code keras}, as in {@code "optimizers.schedules"}
   * @param name of the class
   * @param kerases which have it: 3, 2, or {@code "old"}
   * @param aliasOf the class of the module that this is another name of, or null
   * @param absent why it is not here, or not made by configs, a text after its name; or null
   * @param ids by which Keras' {@code get} of the module finds it, but for its name
   */
  public record Entry(
      String module,
      String name,
      String kerases,
      @Nullable String aliasOf,
      @Nullable String absent,
      List<String> ids) {
    /** Returns the path, as in {@code "keras.layers.Dense"}. */
    public String path() {
      return "keras." + module + "." + name;
    }

    /** Whether the class is here. */
    public boolean isHere() {
      return type() != null;
    }

    private @Nullable Class<?> type() {
      try {
        return Class.forName(path(), false, KerasNames.class.getClassLoader());
      } catch (ClassNotFoundException | LinkageError e) {
        return null; // a disk that ignores case gives a LinkageError
      }
    }
  }

  private static final List<Entry> ALL = read();
  private static final Map<String, String> LAYERS = aliases("layers");

  private KerasNames() {}

  private static List<Entry> read() {
    Map<String, String> absent = new HashMap<>();
    for (String line : lines("absent.txt")) {
      String[] words = line.split(" ", 3);
      absent.put(words[0] + " " + words[1], words[2]);
    }
    List<Entry> all = new ArrayList<>();
    for (String line : lines("classes.txt")) {
      List<String> words = List.of(line.split(" ", -1));
      boolean alias = words.size() > 3 && words.get(3).startsWith("=");
      all.add(
          new Entry(
              words.get(0),
              words.get(1),
              words.get(2),
              alias ? words.get(3).substring(1) : null,
              absent.get(words.get(0) + " " + words.get(1)),
              words.subList(alias ? 4 : 3, words.size())));
    }
    return List.copyOf(all);
  }

  /** Returns the paths of a module's classes by their other paths. */
  private static Map<String, String> aliases(String module) {
    Map<String, String> paths = new HashMap<>();
    for (Entry e : ALL) {
      if (e.aliasOf() != null && e.module().equals(module)) {
        paths.putIfAbsent(e.path(), "keras." + module + "." + e.aliasOf());
      }
    }
    return Map.copyOf(paths);
  }

  private static List<String> lines(String resource) {
    try (InputStream in = KerasNames.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            "keras-api lacks its resource keras/config/%s.".formatted(resource));
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.isEmpty()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns all classes, by module and name. */
  public static List<Entry> all() {
    return ALL;
  }

  /** Whether any Keras has, or has had, a class of this name of which there can be objects. */
  public static boolean has(String className) {
    return ALL.stream().anyMatch(e -> e.name().equals(className) && !isBase(e.type()));
  }

  /** Whether no config makes objects of the class of a path, be the class here or not. */
  static boolean isAbsent(String path) {
    return ALL.stream().anyMatch(e -> e.absent() != null && e.path().equals(path));
  }

  /** Returns the path of the layer that a path is another name of, or the path itself. */
  static String layer(String path) {
    return LAYERS.getOrDefault(path, path);
  }

  /** Says of one of Keras' classes that it is not here, and why where that is known. */
  public static String missing(String className) {
    return ALL.stream()
        .filter(e -> e.name().equals(className) && e.absent() != null)
        .findFirst()
        .map(e -> "is not supported: it " + e.absent())
        .orElse("is not supported yet");
  }

  private static boolean isBase(@Nullable Class<?> c) {
    return c != null && Modifier.isAbstract(c.getModifiers());
  }

  /**
   * Makes the object that Keras' {@code get} of a module gives for an id: a class's name, or one of
   * its ids. A class without ids is none that Keras finds, by its name neither.
   *
   * @param type what it must be an object of
   * @param kind what to call it in errors, as in {@code "loss"}
   * @param instead what to do where it is not here, a sentence; empty for none
   */
  public static <T extends KerasObject> T make(
      String module, String id, Class<T> type, String kind, String instead) {
    Predicate<Entry> means = e -> e.name().equals(id) || e.ids().contains(id);
    Optional<Entry> found =
        ALL.stream().filter(e -> e.module().equals(module) && means.test(e)).findFirst();
    List<String> known = ids(module, type);
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "Unknown %s '%s'. %s".formatted(kind, id, Suggestions.sentence(id, known)));
    }
    Class<?> c = found.get().type();
    if (c != null && !isMade(c, type) && type.isAssignableFrom(c)) {
      throw new IllegalArgumentException(
          "%s '%s' needs arguments. Write it with new %s(...)."
              .formatted(
                  Character.toUpperCase(kind.charAt(0)) + kind.substring(1),
                  id,
                  c.getSimpleName()));
    }
    if (c == null || !isMade(c, type)) {
      throw new UnsupportedOperationException(
          "%s '%s' is not supported yet. Supported: %s.%s"
              .formatted(
                  Character.toUpperCase(kind.charAt(0)) + kind.substring(1),
                  id,
                  String.join(", ", known),
                  instead.isEmpty() ? "" : " " + instead));
    }
    if (found.get().ids().isEmpty()) {
      throw new IllegalArgumentException(
          "Keras has no %s by the id '%s', and could not read a file with it. Write new %s()."
              .formatted(kind, id, c.getSimpleName()));
    }
    return KerasClasses.newInstance(c.asSubclass(type));
  }

  /** Returns the ids of a module's classes that are here, each class's ids before its name. */
  private static List<String> ids(String module, Class<?> type) {
    List<String> ids = new ArrayList<>();
    for (Entry e : ALL) {
      Class<?> c = e.module().equals(module) ? e.type() : null;
      if (c != null && isMade(c, type) && !e.ids().isEmpty()) {
        ids.addAll(e.ids());
        ids.add(e.name());
      }
    }
    return ids;
  }

  /** Whether an object can be made without arguments. */
  private static boolean isMade(Class<?> c, Class<?> type) {
    return type.isAssignableFrom(c)
        && Arrays.stream(c.getConstructors()).anyMatch(k -> k.getParameterCount() == 0);
  }
}
