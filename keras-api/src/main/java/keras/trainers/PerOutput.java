package keras.trainers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What compile was given for all outputs, in order, or by name, as one entry an output. */
final class PerOutput {
  private PerOutput() {}

  /** One loss an output, null where an output has none; a single one is for all. */
  static List<@Nullable Object> losses(
      @Nullable Object given, @Nullable List<String> names, int n) {
    if (given instanceof Map<?, ?> byName) {
      return byName("loss", byName, names);
    }
    if (given instanceof List<?> l) {
      return entries("loss", l, names, n);
    }
    return new ArrayList<>(Collections.nCopies(n, given));
  }

  /** One weight a loss. */
  static List<@Nullable Double> weights(
      @Nullable Object given, @Nullable Object loss, @Nullable List<String> names, int n) {
    List<@Nullable Double> out = new ArrayList<>();
    if (given == null) {
      return new ArrayList<>(Collections.nCopies(n, null));
    }
    boolean oneLoss = !(loss instanceof Map) && !(loss instanceof List);
    int count = given instanceof Map<?, ?> m ? m.size() : given instanceof List<?> l ? l.size() : 1;
    if (count != (oneLoss ? 1 : n)) {
      throw new IllegalArgumentException(
          "compile: `loss_weights` needs one number for each entry of `loss`. Received: %d losses, %d weights."
              .formatted(oneLoss ? 1 : n, count));
    }
    List<? extends @Nullable Object> all =
        given instanceof Map<?, ?> m
            ? byName("loss_weights", m, names)
            : given instanceof List<?> l ? l : List.of(given);
    all.forEach(w -> out.add(w == null ? null : ((Number) w).doubleValue()));
    return out.size() == n ? out : new ArrayList<>(Collections.nCopies(n, out.get(0)));
  }

  /**
   * The metrics of each output. Those of a single output are all that is given, however nested, and
   * by whatever names: Keras looks at the names of outputs where there are several.
   */
  static List<List<Object>> metrics(
      String key, @Nullable Object given, @Nullable List<String> names, int n) {
    List<List<Object>> out = new ArrayList<>();
    if (given == null || (given instanceof List<?> none && none.isEmpty())) {
      return out;
    }
    if (n == 1) {
      List<Object> one = new ArrayList<>();
      flatten(key, given, one);
      out.add(one);
      return out;
    }
    if (given instanceof Map<?, ?> byName) {
      List<String> known = known(key, byName, names);
      checkNames(key, byName, known);
      known.forEach(name -> out.add(flat(byName.get(name))));
      return out;
    }
    List<? extends @Nullable Object> all = given instanceof List<?> l ? l : List.of(given);
    entries(key, all, names, n).forEach(m -> out.add(flat(m)));
    return out;
  }

  /** Collects metrics of lists and maps, these in the order of their sorted keys. */
  private static void flatten(String key, @Nullable Object given, List<Object> to) {
    if (given instanceof List<?> list) {
      list.forEach(item -> flatten(key, item, to));
    } else if (given instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> sorted = new TreeMap<>();
      map.forEach((name, item) -> sorted.put(String.valueOf(name), item));
      sorted.values().forEach(item -> flatten(key, item, to));
    } else if (given == null) {
      throw new IllegalArgumentException(
          "compile: `%s` of a model with one output: expected names and metrics. Received: null; leave it out."
              .formatted(key));
    } else {
      to.add(given);
    }
  }

  /** One metric or a list of them, in which null stands for none. */
  private static List<Object> flat(@Nullable Object given) {
    if (given instanceof List<?> l) {
      List<Object> out = new ArrayList<>();
      l.stream().filter(Objects::nonNull).forEach(out::add);
      return out;
    }
    return given == null ? List.of() : List.of(given);
  }

  private static List<@Nullable Object> entries(
      String key, List<?> given, @Nullable List<String> names, int n) {
    if (given.size() != n) {
      throw new IllegalArgumentException(
          "compile: `%s` needs one entry for %s%s. Received: %d entries."
              .formatted(
                  key,
                  n == 1 ? "the output" : "each of the " + n + " outputs",
                  names == null ? "" : n == 1 ? " '" + names.get(0) + "'" : " " + names,
                  given.size()));
    }
    return new ArrayList<>(given);
  }

  /** Every output needs its entry, which may be null. */
  private static List<@Nullable Object> byName(
      String key, Map<?, ?> given, @Nullable List<String> names) {
    List<String> known = known(key, given, names);
    checkNames(key, given, known);
    List<@Nullable Object> out = new ArrayList<>();
    for (String name : known) {
      if (!given.containsKey(name)) {
        throw new IllegalArgumentException(
            "compile: `%s` has no entry for output '%s'. The outputs are %s; an entry may be null."
                .formatted(key, name, known));
      }
      out.add(given.get(name));
    }
    return out;
  }

  private static List<String> known(String key, Map<?, ?> given, @Nullable List<String> names) {
    if (names == null) {
      throw new IllegalArgumentException(
          "compile: `%s` by output name is for models whose outputs have names: Sequential and functional ones. Give a list in the order of the outputs. Received: %s."
              .formatted(key, given));
    }
    return names;
  }

  private static void checkNames(String key, Map<?, ?> given, List<String> names) {
    for (Object name : given.keySet()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "compile: `%s` names output '%s'. The outputs are %s.".formatted(key, name, names));
      }
    }
  }
}
