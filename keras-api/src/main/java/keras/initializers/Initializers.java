package keras.initializers;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The names of initializers and what they make. */
final class Initializers {
  private static final Map<String, Supplier<Initializer>> ALL =
      new TreeMap<>(
          Map.of(
              "zeros", Zeros::new,
              "ones", Ones::new,
              "glorot_uniform", GlorotUniform::new));

  private Initializers() {}

  static Initializer get(String id) {
    Supplier<Initializer> found = ALL.get(id);
    if (found == null) {
      throw new IllegalArgumentException(
          "Unknown initializer '%s'. Known: %s.".formatted(id, ALL.keySet()));
    }
    return found.get();
  }
}
