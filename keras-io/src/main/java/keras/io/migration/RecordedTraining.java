package keras.io.migration;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The training flags that calls in a functional model are recorded with. In Keras 2 they count
 * always; in Keras 3 the flag that the model is called with counts before them, so that they do
 * nothing in fit, evaluate and predict.
 */
final class RecordedTraining extends FlagRow {
  private static final String KEY = "keeps_training";
  private static final String TRAINING = "training";

  RecordedTraining() {
    super(KEY);
  }

  @Override
  public boolean concerns(Map<String, @Nullable Object> config, Target target) {
    if (Boolean.TRUE.equals(config.get(KEY))) {
      return true;
    } else if (target.tfKerasReads()) {
      drop(config.get("layers"));
    }
    return false;
  }

  /** Takes flags away that do nothing in Keras 3, and would in tf_keras. */
  private static void drop(@Nullable Object layers) {
    for (Object layer : Maps.list(layers)) {
      for (Object call : Maps.list(FromKeras3.map(layer).get("inbound_nodes"))) {
        if (call instanceof Map<?, ?> map && map.get("kwargs") instanceof Map<?, ?> kwargs) {
          kwargs.remove(TRAINING);
        }
      }
    }
  }

  @Override
  public void put(Map<String, @Nullable Object> config, Computes computes) {
    config.remove(KEY);
    if (computes != Computes.KERAS_3
        && Maps.list(config.get("layers")).stream()
            .anyMatch(layer -> isFlag(Maps.copy(layer).get("inbound_nodes")))) {
      config.put(KEY, true);
    }
  }

  private static boolean isFlag(@Nullable Object json) {
    return json instanceof List<?> list
        ? list.stream().anyMatch(RecordedTraining::isFlag)
        : json instanceof Map<?, ?> map
            && (map.get(TRAINING) instanceof Boolean
                || map.values().stream().anyMatch(RecordedTraining::isFlag));
  }

  @Override
  String otherwise(boolean inKeras3) {
    return "it calls layers with a `training` of their own, which Keras 3 overrides in fit,"
        + " evaluate and predict";
  }
}
