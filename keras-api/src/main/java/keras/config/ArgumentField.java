package keras.config;

import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One argument of a class: its key and the field that holds it.
 *
 * @param holder the field of the object with which {@code field} is, or null
 */
record ArgumentField(String key, @Nullable Field holder, Field field, boolean pinned) {
  private static final ClassValue<List<ArgumentField>> SLOTS =
      new ClassValue<>() {
        @Override
        protected List<ArgumentField> computeValue(Class<?> type) {
          return List.copyOf(scan(type));
        }
      };

  /** The slots of a class, its base classes' first. */
  static List<ArgumentField> of(Class<?> type) {
    return SLOTS.get(type);
  }

  private static List<ArgumentField> scan(Class<?> type) {
    Deque<Class<?>> chain = new ArrayDeque<>();
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      chain.push(c);
    }
    List<ArgumentField> slots = new ArrayList<>();
    for (Class<?> c : chain) {
      for (Field f : c.getDeclaredFields()) {
        Args holder = f.getAnnotation(Args.class);
        if (holder != null) {
          f.setAccessible(true);
          String start = holder.value().isEmpty() ? "" : holder.value() + "_";
          scan(f.getType())
              .forEach(s -> slots.add(new ArgumentField(start + s.key, f, s.field, s.pinned)));
        }
        Arg arg = f.getAnnotation(Arg.class);
        Pinned pin = f.getAnnotation(Pinned.class);
        if (arg == null && pin == null) {
          continue;
        }
        String name = arg != null ? arg.value() : Objects.requireNonNull(pin).value();
        f.setAccessible(true);
        slots.add(
            new ArgumentField(name.isEmpty() ? snake(f.getName()) : name, null, f, pin != null));
      }
    }
    return slots;
  }

  @Nullable Object read(Object owner) {
    try {
      return field.get(holder(owner));
    } catch (IllegalAccessException e) {
      throw new LinkageError(key, e);
    }
  }

  void write(Object owner, @Nullable Object value) {
    try {
      field.set(holder(owner), value);
    } catch (IllegalAccessException e) {
      throw new LinkageError(key, e);
    }
  }

  private Object holder(Object owner) throws IllegalAccessException {
    return holder == null ? owner : Objects.requireNonNull(holder.get(owner));
  }

  static String snake(String camel) {
    String trimmed = camel.endsWith("_") ? camel.substring(0, camel.length() - 1) : camel;
    return trimmed.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
