package keras.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads a list that lies beside a class: its lines but those that begin with {@code #}. */
public final class ResourceLines {
  private ResourceLines() {}

  /** Reads a resource that there is, and closes it. */
  public static List<String> of(InputStream resource) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("A resource cannot be read.", e);
    }
  }
}
