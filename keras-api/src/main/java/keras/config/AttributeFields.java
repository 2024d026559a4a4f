package keras.config;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an object as Python's attributes: a field {@code hiddenLayer} is the attribute
 * {@code hidden_layer}.
 *
 * <p>Fields that are static or {@code transient} are no attributes, and neither are those that the
 * compiler adds, such as the reference of an inner class to the object around it.
 */
public final class AttributeFields {
  private static final ClassValue<Map<String, Field>> FIELDS =
      new ClassValue<>() {
        @Override
        protected Map<String, Field> computeValue(Class<?> type) {
          return Collections.unmodifiableMap(scan(type));
        }
      };

  private AttributeFields() {}

  /**
   * Returns the attributes that hold something: those of base classes first, each class's in the
   * order in which it declares its fields.
   *
   * @param base the class whose own fields, and whose base classes' fields, are no attributes
   */
  public static Map<String, Object> of(Object owner, Class<?> base) {
    Map<String, Object> values = new LinkedHashMap<>();
    FIELDS
        .get(owner.getClass())
        .forEach(
            (name, field) -> {
              if (!field.getDeclaringClass().isAssignableFrom(base)) {
                Object value = read(field, owner);
                if (value != null) {
                  values.put(name, value);
                }
              }
            });
    return values;
  }

  private static Map<String, Field> scan(Class<?> type) {
    Deque<Class<?>> chain = new ArrayDeque<>();
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      chain.push(c);
    }
    List<Field> fields = new ArrayList<>();
    for (Class<?> c : chain) {
      for (Field f : c.getDeclaredFields()) {
        boolean none =
            Modifier.isStatic(f.getModifiers()) || Modifier.isTransient(f.getModifiers());
        if (!none
            && !f.isSynthetic()
            && !f.getType().isPrimitive()
            && f.getType() != String.class) {
          f.trySetAccessible();
          fields.add(f);
        }
      }
    }
    Map<String, Field> named = new LinkedHashMap<>();
    for (Field f : fields) {
      String name = ArgumentField.snake(f.getName());
      for (int i = 1; named.containsKey(name); i++) { // a private field of a base class, hidden
        name = ArgumentField.snake(f.getName()) + "_" + i;
      }
      named.put(name, f);
    }
    return named;
  }

  private static @Nullable Object read(Field field, Object owner) {
    try {
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(
          "%s: the field `%s` cannot be read. Open the package %s to the module of Keras, or make the field transient and call track(...)."
              .formatted(
                  owner.getClass().getSimpleName(),
                  field.getName(),
                  field.getDeclaringClass().getPackageName()),
          e);
    }
  }
}
