package keras.live;

import java.util.ArrayList;
import java.util.List;
import keras.models.Model;

/** A model's summary as Python's {@code print_fn} gets it. */
final class Summaries {
  private Summaries() {}

  static String of(Model model) {
    List<String> lines = new ArrayList<>();
    model.summary(lines::add);
    return String.join("\n", lines) + "\n";
  }
}
