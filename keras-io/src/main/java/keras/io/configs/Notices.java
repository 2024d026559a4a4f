package keras.io.configs;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import keras.models.Model;
import keras.utils.Console;

/** What is said about a saved model: each sentence once, however often the model is saved. */
public final class Notices {
  /** More than a model has to say; what comes after is said again rather than kept. */
  private static final int KEPT = 32;

  private static final Map<Model, Set<String>> TOLD = new WeakHashMap<>();

  private Notices() {}

  /** Prints a line, unless it was printed about the model before. */
  public static void tell(Model model, String line) {
    synchronized (TOLD) {
      Set<String> told = TOLD.computeIfAbsent(model, m -> new HashSet<>());
      if (told.size() >= KEPT) {
        told.clear();
      }
      if (!told.add(line)) {
        return;
      }
    }
    Console.printLine(line);
  }
}
