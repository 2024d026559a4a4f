package keras.io.configs;

import java.util.Map;
import java.util.WeakHashMap;
import keras.models.Model;
import keras.utils.Console;

/** What is said about a saved model: each sentence once, however often the model is saved. */
public final class Notices {
  private static final Map<Model, String> TOLD = new WeakHashMap<>();

  private Notices() {}

  /** Prints a line, unless it was the last one about the model. */
  public static void tell(Model model, String line) {
    synchronized (TOLD) {
      if (line.equals(TOLD.put(model, line))) {
        return;
      }
    }
    Console.printLine(line);
  }
}
