package keras.layers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the arguments of {@code call} are called in Keras, for each of its layers: the table {@code
 * keras/layers/call_arguments.txt}, which Keras itself wrote.
 */
public final class CallArguments {
  /** Those of a layer that Keras does not know. */
  public static final List<String> OF_OWN_LAYERS = List.of("inputs", "training", "mask");

  private static final Map<String, List<String>> ALL = read();

  private CallArguments() {}

  /** Returns the names for a class of Keras by its name without a module, or null. */
  public static @Nullable List<String> of(String className) {
    return ALL.get(className);
  }

  /** Returns the names for a class, or for the class of Keras that it extends. */
  static List<String> of(Class<?> layer) {
    Class<?> known = layer;
    while (known != null) {
      List<String> names = ALL.get(known.getSimpleName());
      if (names != null && known.getPackageName().startsWith("keras.")) {
        return names;
      }
      known = known.getSuperclass();
    }
    return OF_OWN_LAYERS;
  }

  private static Map<String, List<String>> read() {
    return read(
        Objects.requireNonNull(CallArguments.class.getResourceAsStream("call_arguments.txt")));
  }

  /** Reads such a table, a class a line, and closes the stream. */
  public static Map<String, List<String>> read(InputStream table) {
    Map<String, List<String>> all = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        List<String> words = List.of(line.split(" ", -1));
        all.put(words.get(0), words.subList(1, words.size()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }
}
