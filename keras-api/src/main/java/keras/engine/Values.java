package keras.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Tensor;

/** Reads and writes the values of many variables at once, wherever they live. */
public final class Values {
  private Values() {}

  /** Returns copies of the values, in order; those that share a workspace are of one moment. */
  public static List<HostTensor> read(List<Variable> variables) {
    Map<Variable, HostTensor> found = new HashMap<>();
    Map<Workspace, List<Variable>> placed = new HashMap<>();
    List<Variable> fresh = new ArrayList<>();
    for (Variable v : variables) {
      Workspace home = v.home();
      HostTensor host = v.host();
      if (home != null) {
        placed.computeIfAbsent(home.current(), w -> new ArrayList<>()).add(v);
      } else if (host != null) {
        found.put(v, host);
      } else {
        fresh.add(v);
      }
    }
    placed.forEach((w, vs) -> readPlaced(w, vs, found));
    InitialValues.compute(
        fresh,
        (v, t) -> {
          HostTensor value = HostTensor.of(t);
          v.host(value);
          found.put(v, value);
        });
    return variables.stream().map(found::get).toList();
  }

  private static void readPlaced(
      Workspace w, List<Variable> variables, Map<Variable, HostTensor> found) {
    w.lock().readLock().lock();
    try {
      if (w.isLive()) {
        List<Variable> distinct = variables.stream().distinct().toList();
        w.readValues(
            distinct,
            values -> {
              for (int i = 0; i < distinct.size(); i++) {
                found.put(distinct.get(i), HostTensor.of(values.get(i)));
              }
            });
        return;
      }
    } finally {
      w.lock().readLock().unlock();
    }
    List<HostTensor> moved = read(variables);
    for (int i = 0; i < variables.size(); i++) {
      found.put(variables.get(i), moved.get(i));
    }
  }

  /** Overwrites the values. All shapes are checked before any value is written. */
  public static void write(List<Variable> variables, List<HostTensor> values) {
    if (variables.size() != values.size()) {
      throw new IllegalArgumentException(
          "Expected %d arrays, one a variable. Received: %d."
              .formatted(variables.size(), values.size()));
    }
    for (int i = 0; i < variables.size(); i++) {
      if (!variables.get(i).shape().equals(values.get(i).shape())) {
        throw new IllegalArgumentException(
            "%s: expected a value of shape %s. Received: shape %s."
                .formatted(
                    variables.get(i),
                    Shapes.show(variables.get(i).shape()),
                    Shapes.show(values.get(i).shape())));
      }
    }
    for (int i = 0; i < variables.size(); i++) {
      write(variables.get(i), values.get(i).cast(variables.get(i).dtype()));
    }
  }

  private static void write(Variable v, HostTensor value) {
    while (true) {
      Workspace home = v.home();
      if (home == null) {
        v.host(value);
        return;
      }
      Workspace w = home.current();
      w.lock().readLock().lock();
      try (Tensor t = value.toTensor()) {
        if (w.isLive()) {
          w.writeValue(v, t);
          return;
        }
      } finally {
        w.lock().readLock().unlock();
      }
    }
  }
}
