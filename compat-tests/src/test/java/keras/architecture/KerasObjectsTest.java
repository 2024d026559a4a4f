package keras.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import keras.config.Arg;
import keras.config.Args;
import keras.config.KerasObject;
import org.junit.jupiter.api.Test;

/** What every class that configs name must have: a way to be made, and a way to set its options. */
class KerasObjectsTest {
  private static final List<Class<? extends KerasObject>> CONCRETE = Library.kerasObjects();

  @Test
  void areFound() {
    assertTrue(CONCRETE.size() > 50, () -> "Found only " + CONCRETE);
  }

  @Test
  void areFinalOrAbstract() {
    assertEquals(
        List.of(), CONCRETE.stream().filter(c -> !Modifier.isFinal(c.getModifiers())).toList());
  }

  @Test
  void haveANoArgumentConstructor() {
    assertEquals(
        List.of(),
        CONCRETE.stream()
            .filter(
                c ->
                    Arrays.stream(c.getDeclaredConstructors())
                        .noneMatch(made -> made.getParameterCount() == 0))
            .toList());
  }

  @Test
  void letEveryArgumentBeSet() {
    List<String> unset = new ArrayList<>();
    for (Class<? extends KerasObject> type : CONCRETE) {
      for (Class<?> c = type; c != null; c = c.getSuperclass()) {
        for (Field field : arguments(c)) {
          Arg arg = field.getAnnotation(Arg.class);
          if (arg != null && !isOption(type, option(field, arg))) {
            unset.add(type.getName() + "." + option(field, arg));
          }
        }
      }
    }
    assertEquals(List.of(), unset, "Arguments that nothing public sets");
  }

  /** The fields of a class that may be arguments, with those of its groups of arguments. */
  private static List<Field> arguments(Class<?> type) {
    List<Field> all = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      all.add(field);
      if (field.isAnnotationPresent(Args.class)) {
        all.addAll(List.of(field.getType().getDeclaredFields()));
      }
    }
    return all;
  }

  /** The name that sets an argument: its key, spelled the Java way. */
  private static String option(Field field, Arg arg) {
    if (arg.value().isEmpty()) {
      return field.getName();
    }
    return Pattern.compile("_(.)")
        .matcher(arg.value())
        .replaceAll(r -> r.group(1).toUpperCase(Locale.ROOT));
  }

  /** Whether a public method of that name returns the object, or a public constructor takes it. */
  private static boolean isOption(Class<?> type, String name) {
    boolean method =
        Arrays.stream(type.getMethods())
            .filter(m -> m.getName().equals(name) && m.getParameterCount() > 0)
            .map(m -> m.getReturnType())
            .anyMatch(r -> KerasObject.class.isAssignableFrom(r) && r.isAssignableFrom(type));
    return method
        || Arrays.stream(type.getConstructors())
            .flatMap(c -> Arrays.stream(c.getParameters()))
            .anyMatch(p -> p.getName().equals(name));
  }
}
