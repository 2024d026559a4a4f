package keras.io.json;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one value as Python's {@code json.dumps} with its default settings. */
final class JsonWriter {
  private final StringBuilder out = new StringBuilder();
  private final StringBuilder place = new StringBuilder("$");
  private int depth;

  String write(@Nullable Object value) {
    append(value);
    return out.toString();
  }

  private void append(@Nullable Object value) {
    if (value == null) {
      out.append("null");
    } else if (value instanceof CharSequence || value instanceof Character) {
      string(value.toString());
    } else if (value instanceof Boolean flag) {
      out.append(flag ? "true" : "false");
    } else if (value instanceof Number number) {
      out.append(number(number));
    } else if (value instanceof Map<?, ?> map) {
      object(map);
    } else if (value instanceof Iterable<?> items) {
      array(items);
    } else if (value instanceof Object[] items) {
      array(Arrays.asList(items));
    } else {
      throw refused(
          "expected a string, number, boolean, map, list or null", value.getClass().getName());
    }
  }

  private String number(Number value) {
    if (value instanceof Double || value instanceof Float) {
      return PythonFloat.repr(value.doubleValue());
    }
    if (value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte
        || value instanceof BigInteger) {
      return value.toString();
    }
    throw refused("expected an integer or a float", value.getClass().getName());
  }

  private void object(Map<?, ?> map) {
    enter();
    out.append('{');
    Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<?, ?> entry = entries.next();
      String key = key(entry.getKey());
      string(key);
      out.append(": ");
      int parent = place.length();
      place.append('.').append(key);
      append(entry.getValue());
      place.setLength(parent);
      if (entries.hasNext()) {
        out.append(", ");
      }
    }
    out.append('}');
    depth--;
  }

  /** Spells a key as Python does: numbers, booleans and None as their JSON text. */
  private String key(@Nullable Object key) {
    if (key == null) {
      return "null";
    }
    if (key instanceof String text) {
      return text;
    }
    if (key instanceof Boolean flag) {
      return flag ? "true" : "false";
    }
    if (key instanceof Number number) {
      return number(number);
    }
    throw refused("expected a string, number, boolean or null as key", key.getClass().getName());
  }

  private void array(Iterable<?> items) {
    enter();
    out.append('[');
    int index = 0;
    for (Object item : items) {
      if (index > 0) {
        out.append(", ");
      }
      int parent = place.length();
      place.append('[').append(index++).append(']');
      append(item);
      place.setLength(parent);
    }
    out.append(']');
    depth--;
  }

  private void enter() {
    if (++depth > Json.MAX_DEPTH) {
      throw new IllegalArgumentException(
          "Json.write: values may nest "
              + Json.MAX_DEPTH
              + " levels deep. Received: deeper, or a map or list that contains itself.");
    }
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\f' -> out.append("\\f");
        case '\b' -> out.append("\\b");
        default -> {
          if (c >= ' ' && c <= '~') {
            out.append(c);
          } else {
            out.append("\\u");
            String hex = Integer.toHexString(c);
            out.append("0000", 0, 4 - hex.length()).append(hex);
          }
        }
      }
    }
    out.append('"');
  }

  private IllegalArgumentException refused(String expected, String received) {
    return new IllegalArgumentException(
        "Json.write: " + place + ": " + expected + ". Received: " + received + ".");
  }
}
