package keras.utils;

import java.util.function.Consumer;

/**
 * Where training prints its sentences: standard output, or wherever it is redirected to.
 *
 * <pre>{@code
 * Console.redirect(logger::info);
 * }</pre>
 */
public final class Console {
  private static volatile Consumer<String> output = Progbar::print;

  private Console() {}

  /** Prints text as it is, without an end of line. */
  public static void print(String text) {
    output.accept(text);
  }

  /** Prints a line of text. */
  public static void printLine(String text) {
    output.accept(text + "\n");
  }

  /** Sends the text of all later prints to {@code newOutput}; returns where it went before. */
  public static synchronized Consumer<String> redirect(Consumer<String> newOutput) {
    Consumer<String> before = output;
    output = newOutput;
    return before;
  }
}
