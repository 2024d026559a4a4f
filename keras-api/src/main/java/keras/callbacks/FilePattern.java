package keras.callbacks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keras.utils.PythonFormat;

/**
 * A file path with values to be filled in, in Python's format: {@code {epoch:02d}}, {@code
 * {val_loss:.2f}}, {@code {loss}}.
 *
 * <p>Of Python's format specifications: a width, zeros to fill it, a precision, and the types d, f,
 * e and %.
 */
final class FilePattern {
  private static final Pattern FIELD =
      Pattern.compile("\\{\\{|\\}\\}|\\{([^{}:!]+)(?::([^{}]*))?\\}|[{}]");
  private static final Pattern SPEC =
      Pattern.compile("(0?)([1-9][0-9]*)?(?:\\.([0-9]+))?([dfFeE%]?)");

  /** Text, or a value by name where there is a specification. */
  private record Part(String text, boolean value, String fill, int width, int digits, String type) {
    static Part text(String text) {
      return new Part(text, false, "", 0, 0, "");
    }
  }

  private final String pattern;
  private final List<Part> parts = new ArrayList<>();

  FilePattern(String pattern) {
    this.pattern = pattern;
    Matcher m = FIELD.matcher(pattern);
    int from = 0;
    while (m.find()) {
      parts.add(Part.text(pattern.substring(from, m.start())));
      from = m.end();
      String name = m.group(1);
      if (name != null) {
        parts.add(field(name, m.group(2) == null ? "" : m.group(2)));
      } else if (m.group().length() == 2) {
        parts.add(Part.text(m.group().substring(1)));
      } else {
        throw refused("a brace without its partner");
      }
    }
    parts.add(Part.text(pattern.substring(from)));
  }

  private Part field(String name, String spec) {
    Matcher m = SPEC.matcher(spec);
    boolean precise = m.matches() && m.group(3) != null;
    if (!m.matches() || (precise && (m.group(4).isEmpty() || m.group(4).equals("d")))) {
      throw refused("{" + name + ":" + spec + "}");
    }
    return new Part(
        name,
        true,
        m.group(1).isEmpty() ? " " : "0",
        m.group(2) == null ? 0 : Integer.parseInt(m.group(2)),
        precise ? Integer.parseInt(m.group(3)) : 6,
        m.group(4));
  }

  private IllegalArgumentException refused(String what) {
    return new IllegalArgumentException(
        ("ModelCheckpoint: `filepath` has a placeholder that is not understood: %s. Use forms like "
                + "{epoch:02d} and {val_loss:.2f}. Received: filepath=%s.")
            .formatted(what, pattern));
  }

  /** Returns the path with the values filled in; whole numbers are Integers. */
  String fill(Map<String, ? extends Number> values) {
    StringBuilder path = new StringBuilder();
    for (Part p : parts) {
      path.append(p.value() ? value(p, values) : p.text());
    }
    return path.toString();
  }

  private String value(Part p, Map<String, ? extends Number> values) {
    Number n = values.get(p.text());
    if (n == null) {
      throw new IllegalArgumentException(
          "Failed to format this callback filepath: \"%s\". Reason: '%s'. Available: %s."
              .formatted(pattern, p.text(), String.join(", ", values.keySet())));
    }
    double d = n.doubleValue();
    String text =
        switch (p.type()) {
          case "f", "F" -> PythonFormat.fixed(d, p.digits());
          case "e" -> PythonFormat.scientific(d, p.digits());
          case "E" -> PythonFormat.scientific(d, p.digits()).toUpperCase(Locale.ROOT);
          case "%" -> PythonFormat.fixed(d * 100, p.digits()) + "%";
          case "d" -> whole(p, n);
          default -> n instanceof Integer ? n.toString() : PythonFormat.repr(d);
        };
    int missing = Math.max(0, p.width() - text.length());
    return p.fill().equals("0") && text.startsWith("-")
        ? "-" + "0".repeat(missing) + text.substring(1)
        : p.fill().repeat(missing) + text;
  }

  private String whole(Part p, Number n) {
    if (n instanceof Integer) {
      return n.toString();
    }
    throw new IllegalArgumentException(
        ("Failed to format this callback filepath: \"%s\". Reason: '%s' is not a whole number; "
                + "use {%s:.2f}.")
            .formatted(pattern, p.text(), p.text()));
  }
}
