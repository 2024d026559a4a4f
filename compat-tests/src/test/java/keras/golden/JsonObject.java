package keras.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keras.io.json.Json;
import org.jspecify.annotations.Nullable;

/** A JSON object of a fixture, its values by key. */
public record JsonObject(Map<String, @Nullable Object> map) {
  /** Reads a file that holds one JSON object. */
  public static JsonObject read(Path file) {
    try {
      return of(Json.parse(Files.readString(file), file.toString(), ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a parsed value that is an object. */
  public static JsonObject of(@Nullable Object json) {
    if (json instanceof Map<?, ?> m) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      m.forEach((k, v) -> copy.put(String.valueOf(k), v));
      return new JsonObject(copy);
    }
    throw new IllegalArgumentException("Expected a JSON object. Received: " + json + ".");
  }

  /** Whether a key is there with another value than null. */
  public boolean has(String key) {
    return map.get(key) != null;
  }

  /** Returns a value, which may be null or absent. */
  public @Nullable Object get(String key) {
    return map.get(key);
  }

  /** Returns an object inside. */
  public JsonObject object(String key) {
    return of(required(key));
  }

  /** Returns a list of objects. */
  public List<JsonObject> objects(String key) {
    return list(key).stream().map(JsonObject::of).toList();
  }

  /** Returns a list. */
  public List<?> list(String key) {
    return (List<?>) required(key);
  }

  /** Returns a list of strings. */
  public List<String> texts(String key) {
    return list(key).stream().map(String::valueOf).toList();
  }

  /** Returns a string. */
  public String text(String key) {
    return (String) required(key);
  }

  /** Returns a number. */
  public double number(String key) {
    return ((Number) required(key)).doubleValue();
  }

  /** Returns a number that is an integer. */
  public int integer(String key) {
    return ((Number) required(key)).intValue();
  }

  private Object required(String key) {
    Object value = map.get(key);
    if (value == null) {
      throw new IllegalArgumentException(
          "The fixture has no `%s`. It has: %s.".formatted(key, map.keySet()));
    }
    return value;
  }
}
