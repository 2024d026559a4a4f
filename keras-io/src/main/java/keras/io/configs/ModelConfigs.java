package keras.io.configs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.config.Functions;
import keras.config.KerasObject;
import keras.config.Suggestions;
import keras.io.migration.ToKeras3;
import keras.io.migration.TrainingConfig;
import keras.io.migration.Upgraded;
import keras.io.migration.Writer;
import keras.models.Functional;
import keras.models.Model;
import keras.models.Sequential;
import keras.optimizers.Optimizer;
import keras.saving.LoadReport;
import org.jspecify.annotations.Nullable;

/**
 * Builds models from configs that any Keras wrote.
 *
 * <pre>{@code
 * Model model = ModelConfigs.build(config, Writer.of("2.15.0"), source, CustomObjects.none());
 * }</pre>
 */
public final class ModelConfigs {
  private ModelConfigs() {}

  /**
   * Returns a model's config in Keras 3's form, if everything in it can be built.
   *
   * @param notes takes what training will do without, a sentence each
   * @throws keras.saving.ModelFormatException that lists every class that is missing and everything
   *     else that stands in the way
   */
  public static Map<String, @Nullable Object> upgrade(
      Map<String, ?> config,
      Writer writer,
      ConfigSource source,
      CustomObjects custom,
      Consumer<String> notes) {
    return upgrade(config, writer, source, custom, false, notes);
  }

  private static Map<String, @Nullable Object> upgrade(
      Map<String, ?> config,
      Writer writer,
      ConfigSource source,
      CustomObjects custom,
      boolean hasWeights,
      Consumer<String> notes) {
    if (!(config.get("class_name") instanceof String) || !config.containsKey("config")) {
      throw source.error(
          "expected a model: `class_name` and `config`. Received: keys %s."
              .formatted(config.keySet()));
    }
    Upgraded upgraded = source.guarded(() -> ToKeras3.model(config, writer));
    Expansion.check(upgraded.config(), source);
    Map<String, @Nullable Object> made = new LinkedHashMap<>(upgraded.config());
    OddInitializers initializers = new OddInitializers(custom, hasWeights, notes);
    made.replaceAll((key, value) -> initializers.replace(value));
    List<String> reasons = new ArrayList<>(UnknownClasses.of(made, custom).sentences());
    reasons.addAll(upgraded.problems());
    if (!reasons.isEmpty()) {
      throw source.error("the model cannot be built:", reasons);
    }
    requireLayers(made, custom);
    upgraded.notes().forEach(notes);
    return made;
  }

  /** Throws if something is given for a layer that there is not. */
  private static void requireLayers(Map<String, ?> config, CustomObjects custom) {
    if (!custom.replaced().isEmpty()) {
      Set<String> names = new LinkedHashSet<>();
      names(config, names);
      for (String name : custom.replaced()) {
        if (!names.contains(name) && !(custom.knowsFunction(name) && holds(config, name))) {
          throw new IllegalArgumentException(
              "LoadOptions.custom: the model has no layer '%s'. %s"
                  .formatted(name, Suggestions.sentence(name, names)));
        }
      }
    }
  }

  /** Whether a function of that name is somewhere in a config. */
  private static boolean holds(@Nullable Object json, String function) {
    if (json instanceof List<?> list) {
      return list.stream().anyMatch(x -> holds(x, function));
    } else if (json instanceof Map<?, ?> map) {
      return function.equals(Functions.name(map))
          || map.values().stream().anyMatch(x -> function.equals(x) || holds(x, function));
    }
    return false;
  }

  private static void names(@Nullable Object json, Set<String> names) {
    if (json instanceof List<?> list) {
      list.forEach(x -> names(x, names));
    } else if (json instanceof Map<?, ?> map) {
      if (map.containsKey("class_name")
          && !"DTypePolicy".equals(map.get("class_name"))
          && map.get("config") instanceof Map<?, ?> config
          && config.get("name") instanceof String name) {
        names.add(name);
      }
      map.values().forEach(x -> names(x, names));
    }
  }

  /**
   * Builds a model, not compiled, with new weights if the config says what goes in; notes on its
   * training are printed.
   */
  public static Model build(
      Map<String, ?> config, Writer writer, ConfigSource source, CustomObjects custom) {
    return build(config, writer, source, custom, source::print);
  }

  /**
   * Builds a model, not compiled, whose weights a file has. An initializer that cannot be made does
   * not stop it.
   *
   * @param notes takes what training will do without, a sentence each
   */
  public static Model build(
      Map<String, ?> config,
      Writer writer,
      ConfigSource source,
      CustomObjects custom,
      Consumer<String> notes) {
    Map<String, @Nullable Object> spec = upgrade(config, writer, source, custom, true, notes);
    KerasObject made = source.guarded(() -> Configs.deserialize(spec, custom));
    if (made instanceof Model model) {
      source.guarded(model::weights); // a stack makes them when it is asked
      return model;
    }
    throw source.error("expected a model. Received: %s.".formatted(made));
  }

  /**
   * Compiles a model as a {@code training_config} or a Keras 3 compile config says, and makes the
   * optimizer's variables. What is for training alone does not stop a model from predicting: if it
   * cannot be read, the report says why.
   *
   * @return whether the model is compiled
   */
  public static boolean compile(
      Model model, Map<String, ?> config, Writer writer, CustomObjects custom, LoadReport report) {
    try {
      boolean named = model instanceof Functional || model instanceof Sequential;
      List<String> outputs = named ? outputNames(model, writer) : List.of();
      Upgraded upgraded = TrainingConfig.upgrade(config, writer, outputs, custom::knowsMeasure);
      Map<String, @Nullable Object> all = new LinkedHashMap<>(upgraded.config());
      List<String> ofOptimizer = optimizerProblems(config, writer);
      List<String> reasons = new ArrayList<>(upgraded.problems());
      ofOptimizer.forEach(reasons::remove);
      if (reasons.isEmpty()) {
        all.replace("optimizer", optimizer(all.get("optimizer"), ofOptimizer, custom, report));
        model.compileFromConfig(all, custom, report::addNote, named ? outputs : null);
        return true;
      }
      report.addNote(notCompiled(String.join(" ", reasons)));
    } catch (RuntimeException e) { // whatever a file makes of it, it is for training alone
      report.addNote(notCompiled(e.getMessage() == null ? e.toString() : e.getMessage()));
    }
    return false;
  }

  /** Returns the outputs' names; Keras 2 numbers those of one layer that gives several. */
  private static List<String> outputNames(Model model, Writer writer) {
    List<String> names = model.outputNames();
    if (writer.isKeras3()) {
      return names;
    }
    Map<String, Integer> used = new HashMap<>();
    List<String> out = new ArrayList<>();
    for (String name : names) {
      int before = used.merge(name, 1, Integer::sum) - 1;
      out.add(before == 0 ? name : name + "_" + before);
    }
    return out;
  }

  /** What stands in the way of the optimizer alone. */
  private static List<String> optimizerProblems(Map<String, ?> config, Writer writer) {
    Map<String, Object> alone = new LinkedHashMap<>();
    for (String key : List.of("optimizer", "optimizer_config")) {
      Object given = config.get(key);
      if (given != null) {
        alone.put(key, given);
      }
    }
    return TrainingConfig.upgrade(alone, writer, List.of(), name -> false).problems();
  }

  /** Makes the optimizer; where it cannot be made, what stands for it, and a note. */
  private static @Nullable Object optimizer(
      @Nullable Object given, List<String> problems, CustomObjects custom, LoadReport report) {
    Map<String, @Nullable Object> spec = new LinkedHashMap<>();
    if (given instanceof Map<?, ?> m) {
      m.forEach((k, v) -> spec.put(String.valueOf(k), v));
    } else if (given instanceof String name && !custom.knows(name)) {
      spec.put("class_name", name);
      spec.put("config", Map.of());
    } else {
      return given;
    }
    List<String> why = new ArrayList<>(problems);
    try {
      if (given instanceof String name && why.isEmpty()) {
        return Optimizer.get(name.substring(name.lastIndexOf('.') + 1));
      }
      why.addAll(UnknownClasses.of(Map.of("optimizer", spec), custom).sentences());
      if (why.isEmpty() && Configs.deserialize(spec, custom) instanceof Optimizer made) {
        return made;
      }
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      why.add(String.valueOf(e.getMessage()));
    }
    if (why.isEmpty()) {
      return given; // an object of another kind, which compile refuses
    }
    String sentence = String.join(" ", why);
    report.addNote(
        "the model is compiled without its optimizer: %s Call model.compile(...) before training it."
            .formatted(sentence));
    return Optimizer.missing(spec, sentence);
  }

  private static String notCompiled(String why) {
    return "the model is not compiled, for: "
        + why
        + " Call model.compile(...) before training it.";
  }
}
