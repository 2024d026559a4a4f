package keras.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the lines that src/test/python/blocks.py writes. */
public final class Goldens {
  private Goldens() {}

  /** Returns the lines of a resource beside {@code test}, split at blanks, comments left out. */
  public static List<List<String>> lines(Class<?> test, String resource) {
    try (InputStream in = test.getResourceAsStream(resource);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.US_ASCII))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> List.of(line.split(" ", -1)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the arguments that {@code key=literal;key=literal} names; none for {@code -}. */
  public static Map<String, @Nullable Object> arguments(String text) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    if (!text.equals("-")) {
      for (String argument : text.split(";", -1)) {
        int at = argument.indexOf('=');
        out.put(argument.substring(0, at), literal(argument.substring(at + 1)));
      }
    }
    return out;
  }

  /** Returns a number, a string, a truth value, null, or a list of numbers that JSON spells. */
  public static @Nullable Object literal(String json) {
    if (json.equals("null")) {
      return null;
    } else if (json.equals("true") || json.equals("false")) {
      return Boolean.valueOf(json);
    } else if (json.startsWith("\"")) {
      return json.substring(1, json.length() - 1);
    } else if (json.startsWith("[")) {
      List<@Nullable Object> items = new ArrayList<>();
      for (String item : json.substring(1, json.length() - 1).split(",", -1)) {
        items.add(literal(item));
      }
      return items;
    } else if (json.matches("-?\\d+")) {
      return Long.valueOf(json);
    }
    return Double.valueOf(json);
  }

  /** Returns a config with every number a double, so that 1 and 1.0 compare equal. */
  public static @Nullable Object loose(@Nullable Object json) {
    if (json instanceof Number n) {
      return n.doubleValue();
    } else if (json instanceof List<?> l) {
      List<@Nullable Object> out = new ArrayList<>();
      l.forEach(x -> out.add(loose(x)));
      return out;
    } else if (json instanceof Map<?, ?> m) {
      Map<Object, @Nullable Object> out = new LinkedHashMap<>();
      m.forEach((k, v) -> out.put(k, loose(v)));
      return out;
    }
    return json;
  }
}
