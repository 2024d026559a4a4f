package keras.io.migration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import keras.config.KerasNames;
import org.jspecify.annotations.Nullable;

/**
 * What {@code compile} was given, from the {@code training_config} of legacy HDF5 files and of
 * SavedModels to the compile config of Keras 3.
 *
 * <p>Keras: {@code tf_keras/src/saving/legacy/saving_utils.py}, {@code
 * tf_keras/src/engine/compile_utils.py}.
 */
public final class TrainingConfig {
  private static final List<String> METRICS = List.of("metrics", "weighted_metrics");

  private final List<String> outputs;
  private final NamedMeasures named;
  private final List<String> problems = new ArrayList<>();

  private TrainingConfig(List<String> outputs, Predicate<String> own) {
    this.outputs = outputs;
    this.named = new NamedMeasures(own);
  }

  /**
   * Returns the compile config, and as problems what of it cannot be honoured.
   *
   * @param outputs the names of the model's outputs
   * @param own whether a name is that of a loss or metric that the caller gives
   */
  public static Upgraded upgrade(
      Map<String, ?> training, Writer writer, List<String> outputs, Predicate<String> own) {
    Map<String, @Nullable Object> config = Maps.copy(training);
    Object optimizer = config.remove("optimizer_config");
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("optimizer", optimizer == null ? config.remove("optimizer") : optimizer);
    all.putAll(config);
    all.replace("optimizer", named(all.get("optimizer"), writer));
    Map<String, @Nullable Object> fixed = withFixedScale(all.get("optimizer"));
    if (fixed != null) {
      all.replace("optimizer", fixed);
      all.put("auto_scale_loss", false);
    }
    Upgraded upgraded = ToKeras3.values(all, writer);
    TrainingConfig mend = new TrainingConfig(outputs, own);
    mend.problems.addAll(upgraded.problems());
    mend.mend(upgraded.config(), writer, optimizer != null);
    return new Upgraded(upgraded.config(), List.copyOf(mend.problems), upgraded.notes());
  }

  /** tf_keras makes its optimizer of today of a name, which says nothing of whose it is. */
  private static @Nullable Object named(@Nullable Object optimizer, Writer writer) {
    if (!(optimizer instanceof String name) || writer.isKeras3()) {
      return optimizer;
    }
    for (KerasNames.Entry e : KerasNames.all()) {
      if (e.module().equals("optimizers") && e.name().equalsIgnoreCase(name)) {
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        spec.put("module", "keras.optimizers");
        spec.put("class_name", e.name());
        spec.put("config", Map.of("is_legacy_optimizer", false));
        return spec;
      }
    }
    return optimizer;
  }

  /**
   * Returns the optimizer inside of one that scales the loss by a number that stays, {@code
   * dynamic=False} in tf_keras; null for any other. In Keras 3 an optimizer has the number itself.
   */
  private static @Nullable Map<String, @Nullable Object> withFixedScale(
      @Nullable Object optimizer) {
    Map<?, ?> scaled = Maps.config(optimizer);
    if (!Boolean.FALSE.equals(scaled.get("dynamic"))
        || !(scaled.get("inner_optimizer") instanceof Map<?, ?> inner)) {
      return null;
    }
    Map<String, @Nullable Object> spec = Maps.copy(inner);
    Map<String, @Nullable Object> config = Maps.copy(Maps.config(inner));
    config.put("loss_scale_factor", scaled.get("initial_scale"));
    spec.put("config", config);
    return spec;
  }

  /**
   * @param legacy whether the file is of a form from before .keras files
   */
  private void mend(Map<String, @Nullable Object> config, Writer writer, boolean legacy) {
    Object mode = config.remove("sample_weight_mode");
    if (!isNothing(mode)) {
      problems.add("compile: `sample_weight_mode=%s` is gone since Keras 3.".formatted(mode));
    }
    // How Keras ran the model says nothing about what it computes.
    config.keySet().removeAll(List.of("run_eagerly", "jit_compile"));
    if (!writer.isKeras3()) {
      config.replace("loss", named.losses(ownLosses(config.get("loss"))));
      everyOutput(config);
    }
    for (String key : METRICS) {
      Object given = legacy ? named.metrics(config.get(key)) : config.get(key);
      if (given != null && !writer.isKeras3()) {
        config.put(key, metrics(given));
      }
    }
  }

  /**
   * tf_keras takes one loss for every output, and gives each the weight that it has; outputs that
   * losses by name leave out have none.
   */
  private void everyOutput(Map<String, @Nullable Object> config) {
    Object loss = config.get("loss");
    Object weights = config.get("loss_weights");
    if (loss instanceof Map<?, ?> byName && isByOutput(loss)) {
      Map<String, @Nullable Object> all = Maps.copy(byName);
      outputs.forEach(output -> all.putIfAbsent(output, null));
      config.put("loss", all);
    }
    boolean one = loss != null && !(loss instanceof List<?>) && !isByOutput(loss);
    if (!one || weights == null || outputs.size() < 2) {
      return;
    }
    config.put("loss", Collections.nCopies(outputs.size(), loss));
    if (weights instanceof Map<?, ?> byName) {
      List<Object> each = new ArrayList<>();
      for (String output : outputs) {
        each.add(Objects.requireNonNullElse(byName.get(output), 1.0));
      }
      config.put("loss_weights", each);
    }
  }

  /** A loss of the user's own has the reductions of tf_keras too. */
  private static @Nullable Object ownLosses(@Nullable Object given) {
    if (given instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(loss -> out.add(ownLosses(loss)));
      return out;
    }
    if (!(given instanceof Map<?, ?>)) {
      return given;
    }
    Map<String, @Nullable Object> spec = Maps.copy(given);
    if (isByOutput(spec)) {
      spec.replaceAll((output, loss) -> ownLosses(loss));
    } else if ("auto".equals(Maps.config(spec).get("reduction"))) {
      Map<String, @Nullable Object> config = Maps.copy(Maps.config(spec));
      config.put("reduction", "sum_over_batch_size");
      spec.put("config", config);
    }
    return spec;
  }

  private static boolean isNothing(@Nullable Object mode) {
    return mode == null
        || (mode instanceof List<?> l && l.stream().allMatch(TrainingConfig::isNothing))
        || (mode instanceof Map<?, ?> m && m.values().stream().allMatch(TrainingConfig::isNothing));
  }

  /** tf_keras takes a flat list for each output, and writes the outputs into the names. */
  private @Nullable Object metrics(Object given) {
    if (outputs.size() < 2) {
      return given;
    }
    if (given instanceof List<?> list) {
      boolean flat = list.stream().noneMatch(m -> m instanceof List<?> || isByOutput(m));
      List<@Nullable Object> out = new ArrayList<>();
      for (int i = 0; i < (flat ? outputs.size() : list.size()); i++) {
        Object own = flat ? list : list.get(i);
        out.add(i < outputs.size() ? unprefixed(own, outputs.get(i)) : own);
      }
      return out;
    }
    if (given instanceof Map<?, ?> && isByOutput(given)) {
      Map<String, @Nullable Object> out = Maps.copy(given);
      out.replaceAll((output, own) -> unprefixed(own, output));
      return out;
    }
    return metrics(List.of(given));
  }

  private static boolean isByOutput(@Nullable Object json) {
    return json instanceof Map<?, ?> m && !m.containsKey("class_name");
  }

  private static @Nullable Object unprefixed(@Nullable Object json, String output) {
    if (json instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      list.forEach(x -> out.add(unprefixed(x, output)));
      return out;
    }
    Map<String, @Nullable Object> config = Maps.copy(Maps.config(json));
    String prefix = output + "_";
    if (config.get("name") instanceof String name && name.startsWith(prefix)) {
      config.put("name", name.substring(prefix.length()));
      Map<String, @Nullable Object> spec = Maps.copy(json);
      spec.put("config", config);
      return spec;
    }
    return json;
  }
}
