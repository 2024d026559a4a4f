package keras.callbacks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the logs of every epoch.
 *
 * <pre>{@code
 * History history = model.fit(x, y, f -> f.epochs(30));
 * List<Double> losses = history.get("loss");
 * }</pre>
 *
 * <p>Keras: {@code keras/src/callbacks/history.py}.
 */
public final class History extends Callback {
  private final List<Integer> epoch = new ArrayList<>();
  private final Map<String, List<Double>> history = new LinkedHashMap<>();

  /** Returns the numbers of the epochs of the last training, from 0. */
  public List<Integer> epoch() {
    return Collections.unmodifiableList(epoch);
  }

  /** Returns the values of all epochs by name. */
  public Map<String, List<Double>> history() {
    Map<String, List<Double>> all = new LinkedHashMap<>();
    history.forEach((k, v) -> all.put(k, Collections.unmodifiableList(v)));
    return Collections.unmodifiableMap(all);
  }

  /** Returns the values of one name, one an epoch. */
  public List<Double> get(String name) {
    List<Double> values = history.get(name);
    if (values == null) {
      throw new IllegalArgumentException(
          "History: no values named '%s'. Available: %s."
              .formatted(name, String.join(", ", history.keySet())));
    }
    return Collections.unmodifiableList(values);
  }

  @Override
  public void onTrainBegin(Logs logs) {
    epoch.clear();
  }

  @Override
  public void onEpochEnd(int epoch, Logs logs) {
    this.epoch.add(epoch);
    logs.asMap().forEach((k, v) -> history.computeIfAbsent(k, x -> new ArrayList<>()).add(v));
  }
}
