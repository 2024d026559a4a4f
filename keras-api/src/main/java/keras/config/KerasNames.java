package keras.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
   * @param ids by which Keras' {@code get} of the module finds it, but for its name
   */
  public record Entry(String module, String name, String kerases, List<String> ids) {
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

  private KerasNames() {}

  private static List<Entry> read() {
    try (InputStream in = KerasNames.class.getResourceAsStream("classes.txt")) {
      if (in == null) {
        throw new IllegalStateException("keras-api lacks its resource keras/config/classes.txt.");
      }
      List<Entry> all = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (!line.isEmpty()) {
          List<String> words = List.of(line.split(" ", -1));
          all.add(
              new Entry(words.get(0), words.get(1), words.get(2), words.subList(3, words.size())));
        }
      }
      return List.copyOf(all);
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

  private static boolean isBase(@Nullable Class<?> c) {
    return c != null && Modifier.isAbstract(c.getModifiers());
  }

  /**
   * Makes the object that Keras' {@code get} of a module gives for an id: a class's name, or one of
   * its ids.
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
    return KerasClasses.newInstance(c.asSubclass(type));
  }

  /** Returns the ids of a module's classes that are here, each class's ids before its name. */
  private static List<String> ids(String module, Class<?> type) {
    List<String> ids = new ArrayList<>();
    for (Entry e : ALL) {
      Class<?> c = e.module().equals(module) ? e.type() : null;
      if (c != null && isMade(c, type)) {
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
