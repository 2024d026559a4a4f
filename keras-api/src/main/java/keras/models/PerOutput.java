package keras.models;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the user gave for all outputs, in order, or by name, as one entry an output. */
final class PerOutput {
  private PerOutput() {}

  static List<@Nullable Object> spread(
      String key, @Nullable Object given, List<String> names, int n, boolean shared) {
    if (given instanceof Map<?, ?> byName) {
      checkNames(key, byName, names);
      if (!byName.keySet().containsAll(names)) {
        throw new IllegalArgumentException(
            "compile: `%s` needs one entry for each of the outputs %s. Received: entries for %s."
                .formatted(key, names, byName.keySet()));
      }
      List<@Nullable Object> out = new ArrayList<>();
      names.forEach(name -> out.add(byName.get(name)));
      return out;
    }
    if (given instanceof List<?> l) {
      if (l.size() != n) {
        throw new IllegalArgumentException(
            "compile: `%s` needs one entry for each of the %d outputs %s. Received: %d entries."
                .formatted(key, n, names, l.size()));
      }
      return new ArrayList<>(l);
    }
    if (given != null && !shared && n > 1) {
      throw new IllegalArgumentException(
          "compile: `%s` needs one entry for each of the %d outputs %s. Received: %s."
              .formatted(key, n, names, given));
    }
    return new ArrayList<>(Collections.nCopies(n, given));
  }

  static List<List<Object>> metrics(String key, @Nullable Object given, List<String> names, int n) {
    List<List<Object>> out = new ArrayList<>();
    if (given == null || (given instanceof List<?> none && none.isEmpty())) {
      return out;
    }
    if (given instanceof Map<?, ?> byName) {
      checkNames(key, byName, names);
      names.forEach(name -> out.add(flat(byName.get(name))));
      return out;
    }
    List<Object> all = flat(given);
    if (n == 1) {
      List<Object> one = new ArrayList<>();
      all.forEach(m -> one.addAll(flat(m)));
      out.add(one);
      return out;
    }
    if (all.size() != n) {
      throw new IllegalArgumentException(
          "compile: `%s` needs one entry for each of the %d outputs %s, or a map by output name. Received: %d entries."
              .formatted(key, n, names, all.size()));
    }
    all.forEach(m -> out.add(flat(m)));
    return out;
  }

  private static List<Object> flat(@Nullable Object given) {
    if (given instanceof List<?> l) {
      return new ArrayList<>(l);
    }
    return given == null ? List.of() : List.of(given);
  }

  private static void checkNames(String key, Map<?, ?> byName, List<String> names) {
    for (Object name : byName.keySet()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "compile: `%s` names output '%s'. The outputs are %s.".formatted(key, name, names));
      }
    }
  }
}
