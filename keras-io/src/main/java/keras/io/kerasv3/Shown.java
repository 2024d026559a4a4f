package keras.io.kerasv3;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.engine.Shapes;
import keras.engine.Variable;
import keras.io.hdf5.Hdf5Dataset;
import keras.io.weights.StoredValues;

/** Variables and datasets in the words of messages. */
final class Shown {
  private Shown() {}

  /** Returns {@code kernel (784, 300), bias (300,)}. */
  static String variables(List<Variable> variables) {
    List<String> all =
        variables.stream().map(v -> v.name() + " " + Shapes.show(v.shape())).toList();
    return all.isEmpty() ? "nothing" : list(all, 12, ", ");
  }

  /** Returns {@code 0: (784, 300), 1: (300,)}, as the file names and shapes them. */
  static String datasets(Map<String, Hdf5Dataset> datasets) {
    List<String> all = new ArrayList<>();
    datasets.forEach((k, d) -> all.add(k + ": " + Shapes.show(StoredValues.shape(d))));
    return all.isEmpty() ? "nothing" : list(all, 12, ", ");
  }

  /** Returns the first few items, and how many more there are. */
  static String list(List<String> items, int most) {
    return list(items, most, "; ");
  }

  private static String list(List<String> items, int most, String separator) {
    String shown = String.join(separator, items.subList(0, Math.min(most, items.size())));
    return items.size() > most ? shown + " and %d more".formatted(items.size() - most) : shown;
  }
}
