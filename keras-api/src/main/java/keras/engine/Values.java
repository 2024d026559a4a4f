package keras.engine;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and writes the values of many variables at once, wherever they live. */
public final class Values {
  private Values() {}

  /** Returns copies of the values, in order; those that share a workspace are of one moment. */
  public static List<HostTensor> read(List<Variable> variables) {
    try (Snapshot snapshot = Snapshot.of(variables)) {
      Map<Variable, HostTensor> found = new HashMap<>();
      variables.forEach(v -> found.computeIfAbsent(v, snapshot::get));
      return variables.stream().map(found::get).toList();
    }
  }

  /**
   * Overwrites the values. All shapes are checked before any value is written; functions that run
   * meanwhile see all old values of a workspace or all new ones.
   */
  public static void write(List<Variable> variables, List<HostTensor> values) {
    if (variables.size() != values.size()) {
      throw new IllegalArgumentException(
          "Expected %d arrays, one a variable. Received: %d."
              .formatted(variables.size(), values.size()));
    }
    Map<Variable, HostTensor> all = new LinkedHashMap<>();
    for (int i = 0; i < variables.size(); i++) {
      Variable v = variables.get(i);
      if (!v.shape().equals(values.get(i).shape())) {
        throw new IllegalArgumentException(
            "%s: expected a value of shape %s. Received: shape %s."
                .formatted(v, Shapes.show(v.shape()), Shapes.show(values.get(i).shape())));
      }
      all.put(v, values.get(i).cast(v.dtype()));
    }
    while (!all.isEmpty()) {
      all = write(all);
    }
  }

  /** Returns what is left to write, because it moved meanwhile. */
  private static Map<Variable, HostTensor> write(Map<Variable, HostTensor> values) {
    Map<Workspace, Map<Variable, HostTensor>> placed = new LinkedHashMap<>();
    Map<Variable, HostTensor> left = new LinkedHashMap<>();
    values.forEach(
        (v, value) -> {
          if (!v.keep(value)) {
            Workspace home = v.home();
            (home == null
                    ? left
                    : placed.computeIfAbsent(home.current(), w -> new LinkedHashMap<>()))
                .put(v, value);
          }
        });
    placed.forEach(
        (w, some) -> {
          if (!w.writeValues(some)) {
            left.putAll(some);
          }
        });
    return left;
  }
}
