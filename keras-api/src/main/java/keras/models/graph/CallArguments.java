package keras.models.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keras.engine.KerasTensor;
import org.jspecify.annotations.Nullable;

/** The tensors of one recorded call, in Keras 3's form and in the older lists. */
final class CallArguments {
  private CallArguments() {}

  /** Returns the call's inputs, or null where one of them has not been made yet. */
  static @Nullable List<KerasTensor> resolve(
      Object call, Map<String, List<List<KerasTensor>>> made) {
    List<List<?>> histories = new ArrayList<>();
    if (call instanceof Map<?, ?> m) {
      collect(m.get("args"), histories);
      if (m.get("kwargs") instanceof Map<?, ?> kwargs) {
        refuse(kwargs);
      }
    } else if (call instanceof List<?> old) {
      for (Object item : old) {
        if (item instanceof List<?> l && l.size() >= 3 && l.get(0) instanceof String) {
          if (l.size() > 3 && l.get(3) instanceof Map<?, ?> kwargs) {
            refuse(kwargs);
          }
          histories.add(l);
        } else {
          throw bad(call);
        }
      }
    } else {
      throw bad(call);
    }
    return made(histories, made);
  }

  /** Returns the tensors among a call's arguments, or null where one has not been made yet. */
  static @Nullable List<KerasTensor> tensors(
      Object call, Map<String, List<List<KerasTensor>>> made) {
    CallTemplate template = CallTemplate.of(call);
    return template == null ? resolve(call, made) : made(template.histories(), made);
  }

  private static @Nullable List<KerasTensor> made(
      List<List<?>> histories, Map<String, List<List<KerasTensor>>> made) {
    List<KerasTensor> inputs = new ArrayList<>();
    for (List<?> h : histories) {
      List<List<KerasTensor>> calls = made.get(String.valueOf(h.get(0)));
      int node = ((Number) h.get(1)).intValue();
      if (calls == null || calls.size() <= node) {
        return null;
      }
      inputs.add(calls.get(node).get(((Number) h.get(2)).intValue()));
    }
    return inputs;
  }

  private static void collect(@Nullable Object value, List<List<?>> histories) {
    if (value instanceof List<?> items) {
      items.forEach(i -> collect(i, histories));
    } else if (value instanceof Map<?, ?> m
        && "__keras_tensor__".equals(m.get("class_name"))
        && m.get("config") instanceof Map<?, ?> config
        && config.get("keras_history") instanceof List<?> history) {
      histories.add(history);
    } else if (value instanceof Map<?, ?> m && m.get("items") instanceof List<?> items) {
      items.forEach(i -> collect(i, histories));
    } else {
      throw bad(value);
    }
  }

  /** A mask is implied; `training` null is the default; nothing else may be dropped. */
  private static void refuse(Map<?, ?> kwargs) {
    for (Map.Entry<?, ?> e : kwargs.entrySet()) {
      boolean implied = "mask".equals(e.getKey()) || e.getValue() == null;
      if (!implied) {
        throw new UnsupportedOperationException(
            "Model: a layer was called with `%s=%s`, which is not supported."
                .formatted(e.getKey(), e.getValue()));
      }
    }
  }

  private static IllegalArgumentException bad(@Nullable Object call) {
    return new IllegalArgumentException(
        "Model: `inbound_nodes` expects calls on tensors of other layers. Received: %s."
            .formatted(call));
  }
}
