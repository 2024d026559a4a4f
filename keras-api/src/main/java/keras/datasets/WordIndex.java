package keras.datasets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Keras' word indexes: one JSON object of words and their numbers. */
final class WordIndex {
  private static final Pattern ENTRY =
      Pattern.compile("\\s*\"((?:[^\"\\\\]|\\\\.)*+)\"\\s*:\\s*(\\d{1,9})\\s*([,}])");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)");

  private WordIndex() {}

  static Map<String, Integer> read(Path file) {
    try {
      return parse(file, Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static Map<String, Integer> parse(Path file, String json) throws IOException {
    Map<String, Integer> index = new LinkedHashMap<>();
    Matcher entry = ENTRY.matcher(json);
    int at = json.startsWith("{") ? 1 : json.length();
    String end = "";
    while (!end.equals("}") && entry.region(at, json.length()).lookingAt()) {
      index.put(unescaped(entry.group(1)), Integer.valueOf(entry.group(2)));
      at = entry.end();
      end = entry.group(3);
    }
    if (!end.equals("}") || at != json.length()) {
      throw new IOException(
          "%s: expected one JSON object of words and their numbers; character %d is not part of one."
              .formatted(file, at));
    }
    return Collections.unmodifiableMap(index);
  }

  private static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(
            m -> {
              String escape = m.group(1);
              String c =
                  switch (escape.charAt(0)) {
                    case 'u' ->
                        Character.toString((char) Integer.parseInt(escape.substring(1), 16));
                    case 'n' -> "\n";
                    case 't' -> "\t";
                    case 'r' -> "\r";
                    case 'b' -> "\b";
                    case 'f' -> "\f";
                    default -> escape;
                  };
              return Matcher.quoteReplacement(c);
            });
  }
}
