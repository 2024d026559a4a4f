package keras.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import keras.config.Arg;
import keras.config.Args;
import keras.config.Configs;
import keras.config.KerasObject;
import keras.config.Names;
import keras.layers.Layer;
import keras.models.Model;
import org.junit.jupiter.api.Test;

/** What every class that configs name must have: a way to be made, and a way to set its options. */
class KerasObjectsTest {
  private static final List<Class<? extends KerasObject>> CONCRETE = Library.kerasObjects();

  @Test
  void areFound() {
    assertTrue(CONCRETE.size() > 50, () -> "Found only " + CONCRETE);
  }

  /** Models may be extended by classes with a training step of their own. */
  @Test
  void areFinalUnlessTheyAreModels() {
    assertEquals(
        List.of(),
        CONCRETE.stream()
            .filter(c -> !Modifier.isFinal(c.getModifiers()))
            .filter(c -> !Model.class.isAssignableFrom(c))
            .toList());
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
        for (String option : options(c)) {
          if (!isOption(type, option)) {
            unset.add(type.getName() + "." + option);
          }
        }
      }
    }
    assertEquals(List.of(), unset, "Arguments that nothing public sets");
  }

  /** The setters that layers share are in interfaces, and set arguments by their keys. */
  @Test
  void declareWhatTheInterfacesOfTheirOptionsSet() {
    List<String> missing = new ArrayList<>();
    int seen = 0;
    for (Class<? extends KerasObject> type : CONCRETE) {
      List<String> keys = Configs.keys(type);
      for (Method m : type.getMethods()) {
        Class<?> declares = m.getDeclaringClass();
        boolean options =
            declares.getPackageName().equals("keras.layers")
                && !declares.isAssignableFrom(Layer.class); // what every layer is sets nothing
        if (m.isDefault() && options && m.getGenericReturnType() instanceof TypeVariable) {
          seen++;
          if (!keys.contains(Names.snake(m.getName()))) {
            missing.add(type.getName() + "." + m.getName());
          }
        }
      }
    }
    assertEquals(List.of(), missing, "Setters of arguments that the class does not declare");
    assertTrue(seen > 20, "Found only " + seen + " setters");
  }

  /** The names that set the arguments which a class declares, alone or in groups. */
  private static List<String> options(Class<?> type) {
    List<String> all = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      Arg arg = field.getAnnotation(Arg.class);
      if (arg != null) {
        all.add(option(field, arg));
      }
      Args group = field.getAnnotation(Args.class);
      if (group != null) {
        for (String option : options(field.getType())) {
          all.add(
              group.value().isEmpty()
                  ? option
                  : group.value()
                      + option.substring(0, 1).toUpperCase(Locale.ROOT)
                      + option.substring(1));
        }
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
            .anyMatch(m -> m.isDefault() || returns(m.getReturnType(), type));
    return method
        || Arrays.stream(type.getConstructors())
            .flatMap(c -> Arrays.stream(c.getParameters()))
            .anyMatch(p -> p.getName().equals(name));
  }

  private static boolean returns(Class<?> returned, Class<?> type) {
    return KerasObject.class.isAssignableFrom(returned) && returned.isAssignableFrom(type);
  }
}
