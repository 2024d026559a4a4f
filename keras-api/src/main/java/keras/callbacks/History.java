package keras.callbacks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.visualization.ChartLibrary;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the logs of every epoch.
 *
 * <pre>{@code
 * History history = model.fit(x, y, f -> f.epochs(30));
 * List<Double> losses = history.get("loss");
 * }</pre>
 *
 * <pre>{@code
 * history.plot("learning-curves.png"); // with the keras-charts artifact
 * }</pre>
 *
 * <p>Keras: {@code keras/src/callbacks/history.py}.
 */
public final class History extends Callback {
  private final List<Integer> epoch = new ArrayList<>();
  private final Map<String, List<Double>> history = new LinkedHashMap<>();
  private final Map<String, List<double[]>> arrays = new LinkedHashMap<>();
  private final Set<String> names = new LinkedHashSet<>();

  /** Returns the numbers of the epochs of the last training, from 0. */
  public List<Integer> epoch() {
    return Collections.unmodifiableList(epoch);
  }

  /** Returns the values of all epochs by name; {@link #arrays} returns those that are arrays. */
  public Map<String, List<Double>> history() {
    Map<String, List<Double>> all = new LinkedHashMap<>();
    history.forEach((k, v) -> all.put(k, Collections.unmodifiableList(v)));
    return Collections.unmodifiableMap(all);
  }

  /** Returns the values of one name, one an epoch. */
  public List<Double> get(String name) {
    List<Double> values = history.get(name);
    if (values == null && arrays.containsKey(name)) {
      throw new IllegalArgumentException(
          "History: the values of '%s' are arrays, one number a class or a threshold. Take arrays(\"%s\")."
              .formatted(name, name));
    }
    return Collections.unmodifiableList(found(values, name));
  }

  /** Returns the arrays of one name, one an epoch, such as {@code F1Score} gives. */
  public List<double[]> arrays(String name) {
    return Collections.unmodifiableList(found(arrays.get(name), name));
  }

  /** Returns the names of all values, in order. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /**
   * Draws the learning curves into a file, whose name ends in {@code .png} or {@code .svg}: losses
   * and each metric on axes of their own, values of validation dashed. A training value is a mean
   * over its epoch, so that it stands half an epoch before the validation value, which is measured
   * at the end.
   *
   * @throws IllegalStateException if keras-charts is not on the class path, or no epoch has ended
   */
  public void plot(String path) {
    plot(Path.of(path));
  }

  /** Draws the learning curves into a file, as {@link #plot(String)} does. */
  public void plot(Path path) {
    ChartLibrary library = ChartLibrary.find("history.plot");
    if (epoch.isEmpty()) {
      throw new IllegalStateException(
          "history.plot: no epoch has ended, so there is nothing to draw. Fit the model first.");
    }
    library.draw(this, path);
  }

  private <V> List<V> found(@Nullable List<V> values, String name) {
    if (values == null) {
      throw new IllegalArgumentException(
          "History: no values named '%s'. Available: %s."
              .formatted(name, String.join(", ", names)));
    }
    return values;
  }

  @Override
  public void onTrainBegin(Logs logs) {
    epoch.clear();
  }

  @Override
  public void onEpochEnd(int epoch, Logs logs) {
    this.epoch.add(epoch);
    for (String name : logs.names()) {
      names.add(name);
      if (logs.isArray(name)) {
        arrays.computeIfAbsent(name, x -> new ArrayList<>()).add(logs.array(name));
      } else {
        history.computeIfAbsent(name, x -> new ArrayList<>()).add(logs.get(name));
      }
    }
  }
}
