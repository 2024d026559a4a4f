package keras.io.migration;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.layers.CallArguments;
import org.jspecify.annotations.Nullable;

/**
 * The masks that Keras 3 writes with a call although nobody gave them: those that layers make and
 * pass on by themselves. tf_keras does not write them, and has no operations for them.
 *
 * <p>Keras: {@code keras/src/layers/layer.py}, {@code compute_mask} of each layer.
 */
final class ImpliedMasks {
  /** Layers that pass the mask of their first input on. */
  private static final Set<String> PASSING =
      Set.of(
          ("Activation ActivityRegularization AlphaDropout BatchNormalization Bidirectional Dense"
                  + " Dropout ELU GaussianDropout GaussianNoise GroupNormalization GRU Identity"
                  + " LayerNormalization LeakyReLU LSTM MultiHeadAttention Normalization PReLU ReLU"
                  + " Rescaling RNN SimpleRNN Softmax SpatialDropout1D SpatialDropout2D"
                  + " SpatialDropout3D TimeDistributed UnitNormalization")
              .split(" ", -1));

  private static final Set<String> MERGING =
      Set.of("Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract");

  private final Map<String, Map<String, @Nullable Object>> layers = new LinkedHashMap<>();

  private ImpliedMasks(List<?> all) {
    for (Object layer : all) {
      Map<String, @Nullable Object> spec = FromKeras3.map(layer);
      layers.put(LayerNames.of(spec), spec);
    }
  }

  /** Takes them out of a functional model's config, with the operations that nothing else needs. */
  static void drop(Map<String, @Nullable Object> config) {
    if (!(config.get("layers") instanceof List<?> all) || !config.containsKey("output_layers")) {
      return;
    }
    ImpliedMasks masks = new ImpliedMasks(all);
    boolean dropped = false;
    for (Map<String, @Nullable Object> layer : List.copyOf(masks.layers.values())) {
      for (Object call : Maps.list(layer.get("inbound_nodes"))) {
        dropped |= masks.dropFrom(layer, Maps.copy(call));
      }
    }
    if (dropped) {
      masks.prune(config);
    }
  }

  private boolean dropFrom(Map<?, ?> layer, Map<String, @Nullable Object> call) {
    if (!(call.get("kwargs") instanceof Map<?, ?> kwargs)) {
      return false;
    }
    List<?> args = Maps.list(call.get("args"));
    List<String> names = CallArguments.of(String.valueOf(layer.get("class_name")));
    return kwargs
        .entrySet()
        .removeIf(
            e -> {
              String name = String.valueOf(e.getKey());
              if (!name.endsWith("mask") || Call.isNone(e.getValue())) {
                return false;
              }
              String of = name.equals("mask") ? "" : name.replaceFirst("_mask$", "");
              int place = of.isEmpty() ? 0 : names == null ? -1 : names.indexOf(of);
              Object tensor = place >= 0 && place < args.size() ? args.get(place) : kwargs.get(of);
              return tensor != null && isOf(e.getValue(), tensor);
            });
  }

  /** Whether a mask is the one that a tensor has by itself; lists of them alike. */
  private boolean isOf(@Nullable Object mask, @Nullable Object tensor) {
    if (mask instanceof List<?> masks && tensor instanceof List<?> tensors) {
      boolean all = masks.size() == tensors.size();
      for (int i = 0; all && i < masks.size(); i++) {
        all = isOf(masks.get(i), tensors.get(i));
      }
      return all;
    }
    List<?> history = history(tensor);
    if (history.isEmpty()) {
      return false;
    }
    Map<String, @Nullable Object> maker = layers.get(String.valueOf(history.get(0)));
    List<?> calls = maker == null ? List.of() : Maps.list(maker.get("inbound_nodes"));
    int index = history.get(1) instanceof Number n ? n.intValue() : 0;
    if (maker == null || LegacyReader.isOperation(maker) || index >= calls.size()) {
      return Call.isNone(mask);
    }
    return isOf(mask, maker, Maps.copy(calls.get(index)));
  }

  /** Whether a mask is the one that a call of a layer gives its output. */
  private boolean isOf(
      @Nullable Object mask, Map<String, @Nullable Object> maker, Map<String, ?> call) {
    String className = String.valueOf(maker.get("class_name"));
    Map<?, ?> config = Maps.config(maker);
    Object input = argument(call, 0);
    if (className.equals("Embedding")) {
      return Boolean.TRUE.equals(config.get("mask_zero"))
          ? isNotEqual(mask, input, 0)
          : Call.isNone(mask);
    } else if (className.equals("Masking")) {
      Map<String, ?> any = operation(mask, "Any");
      return any != null && isNotEqual(argument(any, 0), input, config.get("mask_value"));
    } else if (MERGING.contains(className)) {
      return isMerged(mask, Maps.list(input));
    } else if (className.equals("Concatenate")) {
      Map<String, ?> any = operation(mask, "Any");
      Map<String, ?> joined = any == null ? null : operation(argument(any, 0), "Concatenate");
      List<?> parts = joined == null ? List.of() : Maps.list(argument(joined, 0));
      List<?> inputs = Maps.list(input);
      boolean all = !parts.isEmpty() && parts.size() == inputs.size();
      for (int i = 0; all && i < parts.size(); i++) {
        all = isPart(parts.get(i), inputs.get(i));
      }
      return all;
    } else if (PASSING.contains(className)) {
      Object given = Maps.copy(call.get("kwargs")).get("mask");
      return Call.isNone(given) ? isOf(mask, input) : history(given).equals(history(mask));
    }
    return Call.isNone(mask);
  }

  private boolean isNotEqual(@Nullable Object mask, @Nullable Object input, @Nullable Object to) {
    Map<String, ?> call = operation(mask, "NotEqual");
    return call != null
        && history(argument(call, 0)).equals(history(input))
        && argument(call, 1) instanceof Number a
        && to instanceof Number b
        && a.doubleValue() == b.doubleValue();
  }

  /** Whether a mask is that of the first inputs, or the last one's. */
  private boolean isMerged(@Nullable Object mask, List<?> inputs) {
    if (inputs.size() == 1) {
      return isOf(mask, inputs.get(0));
    }
    Map<String, ?> or = operation(mask, "LogicalOr");
    return or != null
        && !inputs.isEmpty()
        && isOf(argument(or, 1), inputs.get(inputs.size() - 1))
        && isMerged(argument(or, 0), inputs.subList(0, inputs.size() - 1));
  }

  /** Whether a mask is that of an input which is joined, as wide as the input is. */
  private boolean isPart(@Nullable Object mask, @Nullable Object input) {
    Map<String, ?> ones = operation(mask, "OnesLike");
    if (ones != null) {
      return isOf(null, input) && history(argument(ones, 0)).equals(history(input));
    }
    Map<String, ?> or = operation(mask, "LogicalOr");
    Map<String, ?> grown = or == null ? null : operation(argument(or, 0), "ExpandDims");
    Map<String, ?> zeros = or == null ? null : operation(argument(or, 1), "ZerosLike");
    if (grown != null && zeros != null) {
      return isOf(argument(grown, 0), input);
    }
    return !Call.isNone(mask) && isOf(mask, input);
  }

  /** Returns the one call of an operation that a tensor comes from, or null. */
  private @Nullable Map<String, ?> operation(@Nullable Object tensor, String className) {
    List<?> history = history(tensor);
    Map<String, @Nullable Object> maker =
        history.isEmpty() ? null : layers.get(String.valueOf(history.get(0)));
    return maker != null
            && LegacyReader.isOperation(maker)
            && className.equals(maker.get("class_name"))
            && Maps.list(maker.get("inbound_nodes")).size() == 1
        ? Maps.copy(Maps.list(maker.get("inbound_nodes")).get(0))
        : null;
  }

  private static @Nullable Object argument(Map<String, ?> call, int place) {
    List<?> args = Maps.list(call.get("args"));
    return place < args.size() ? args.get(place) : null;
  }

  private static List<?> history(@Nullable Object tensor) {
    return TfValues.isTensor(tensor)
        ? Maps.list(Maps.config(tensor).get("keras_history"))
        : List.of();
  }

  /** Takes out operations whose outputs nothing uses. */
  private void prune(Map<String, @Nullable Object> config) {
    boolean changed = true;
    while (changed) {
      Set<String> used = new LinkedHashSet<>();
      collect(config.get("output_layers"), used);
      layers.values().forEach(layer -> collect(layer.get("inbound_nodes"), used));
      changed =
          layers
              .entrySet()
              .removeIf(e -> LegacyReader.isOperation(e.getValue()) && !used.contains(e.getKey()));
    }
    config.put("layers", new java.util.ArrayList<Object>(layers.values()));
  }

  private static void collect(@Nullable Object json, Set<String> names) {
    if (json instanceof String name) {
      names.add(name);
    } else if (json instanceof List<?> list) {
      list.forEach(x -> collect(x, names));
    } else if (json instanceof Map<?, ?> map) {
      map.values().forEach(x -> collect(x, names));
    }
  }
}
