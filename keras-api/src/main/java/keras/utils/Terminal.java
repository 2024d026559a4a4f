package keras.utils;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.Charset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where standard output goes, and what it can show. */
final class Terminal {
  private Terminal() {}

  /** Whether standard output is a terminal that understands control characters. */
  static boolean isPresent() {
    return isPresent(System.getProperty("keras.terminal"), System.getenv(), isConsoleATerminal());
  }

  static boolean isPresent(
      @Nullable String property, Map<String, String> environment, boolean console) {
    if (property != null) {
      return Boolean.parseBoolean(property);
    }
    String term = environment.getOrDefault("TERM", "");
    boolean understands =
        !(term.isEmpty() || term.equals("dumb"))
            || environment.containsKey("WT_SESSION")
            || "ON".equals(environment.get("ConEmuANSI"));
    return console && understands;
  }

  @SuppressWarnings("SystemConsoleNull") // what JDK 22 changed is asked for below
  private static boolean isConsoleATerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try { // from JDK 22 on there is a console without a terminal, too
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException beforeJdk22) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("Console.isTerminal cannot be called.", e);
    }
  }

  /** Returns the text with what {@code charset} cannot write spelled in ASCII, as Keras does. */
  static String writable(String text, Charset charset) {
    return charset.newEncoder().canEncode('━') ? text : text.replace('━', '=');
  }

  /** Returns the character set of standard output. */
  static Charset charset() {
    for (String key : new String[] {"stdout.encoding", "sun.stdout.encoding"}) {
      String name = System.getProperty(key);
      if (name != null && Charset.isSupported(name)) {
        return Charset.forName(name);
      }
    }
    return Charset.defaultCharset();
  }
}
