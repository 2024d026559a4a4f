package keras.optimizers;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import keras.config.Suggestions;

/** The optimizers by Keras' names. */
final class Optimizers {
  private static final Map<String, Supplier<Optimizer>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("sgd", SGD::new);
    ALL.put("rmsprop", RMSprop::new);
    ALL.put("adam", Adam::new);
  }

  private Optimizers() {}

  static Optimizer get(String id) {
    Supplier<Optimizer> found = ALL.get(id.toLowerCase(Locale.ROOT));
    if (found == null) {
      throw new IllegalArgumentException(
          "Unknown optimizer '%s'. %s".formatted(id, Suggestions.sentence(id, ALL.keySet())));
    }
    return found.get();
  }
}
