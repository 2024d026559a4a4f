package keras.ops;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What stands between Python's brackets, as a text: {@code ":, 1:3, None, ..., -1"}. */
final class SliceText {
  private static final Pattern SLICE =
      Pattern.compile("(-?[0-9]{1,9})?\\s*:\\s*(-?[0-9]{1,9})?\\s*(:\\s*(-?[0-9]{1,9})?)?");

  private SliceText() {}

  /** Returns the key as configs hold it: one thing alone, or a list. */
  static @Nullable Object of(String key) {
    List<@Nullable Object> parts = new ArrayList<>();
    for (String part : key.split(",", -1)) {
      parts.add(part(key, part.strip()));
    }
    return parts.size() == 1 ? parts.get(0) : parts;
  }

  private static @Nullable Object part(String key, String part) {
    if (part.equals("None")) {
      return null;
    } else if (part.equals("...")) {
      return map("__ellipsis__", new LinkedHashMap<>());
    } else if (part.matches("-?[0-9]{1,9}")) {
      return Integer.valueOf(part);
    }
    Matcher m = SLICE.matcher(part);
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "Ops.get: expected numbers, slices, None and ..., as in \":, 1:3, None, ..., -1\"."
              + " Received: '%s'.".formatted(key));
    }
    Map<String, @Nullable Object> slice = new LinkedHashMap<>();
    slice.put("start", number(m.group(1)));
    slice.put("stop", number(m.group(2)));
    slice.put("step", number(m.group(4)));
    return map("__slice__", slice);
  }

  private static @Nullable Integer number(@Nullable String text) {
    return text == null ? null : Integer.valueOf(text);
  }

  private static Map<String, @Nullable Object> map(
      String className, Map<String, @Nullable Object> config) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("class_name", className);
    out.put("config", config);
    return out;
  }
}
