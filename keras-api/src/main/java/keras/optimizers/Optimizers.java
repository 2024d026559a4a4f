package keras.optimizers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import keras.config.Suggestions;

/** The optimizers by Keras' names. */
final class Optimizers {
  private static final Map<String, Supplier<Optimizer>> ALL = new LinkedHashMap<>();

  /** What Keras knows and this library does not yet. */
  private static final List<String> NOT_YET =
      List.of("adadelta", "adafactor", "adagrad", "adamax", "ftrl", "lamb", "lion", "muon");

  static {
    ALL.put("sgd", SGD::new);
    ALL.put("rmsprop", RMSprop::new);
    ALL.put("adam", Adam::new);
    ALL.put("adamw", AdamW::new);
    ALL.put("nadam", Nadam::new);
  }

  private Optimizers() {}

  static Optimizer get(String id) {
    Supplier<Optimizer> found = ALL.get(id.toLowerCase(Locale.ROOT));
    if (NOT_YET.contains(id.toLowerCase(Locale.ROOT))) {
      throw new UnsupportedOperationException(
          "Optimizer '%s' is not supported yet. Supported: %s. Or write it as a class of your own."
              .formatted(id, String.join(", ", ALL.keySet())));
    }
    if (found == null) {
      throw new IllegalArgumentException(
          "Unknown optimizer '%s'. %s".formatted(id, Suggestions.sentence(id, ALL.keySet())));
    }
    return found.get();
  }
}
