package keras.io.configs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.config.KerasNames;
import keras.models.graph.FunctionalConfig;
import org.jspecify.annotations.Nullable;

/**
 * The classes that a config names and nobody here has, all of them, with the layers they are in.
 */
public final class UnknownClasses {
  /** Values that look like objects. */
  private static final Set<String> VALUES =
      Set.of("__keras_tensor__", "__numpy__", "__tensor__", "__typespec__", "function");

  private static final String BYTECODE = "Python bytecode";

  private final CustomObjects custom;
  private final Map<String, Set<String>> layersByClass = new LinkedHashMap<>();
  private final Map<String, MissingFunction> functions = new LinkedHashMap<>();
  private final Set<String> disguises = new LinkedHashSet<>();

  /** Those that are somebody's own, also where one of Keras' has the name. */
  private final Set<String> foreign = new LinkedHashSet<>();

  private UnknownClasses(CustomObjects custom) {
    this.custom = custom;
  }

  /** Finds them in a config of Keras 3. */
  public static UnknownClasses of(Map<String, ?> config, CustomObjects custom) {
    UnknownClasses unknown = new UnknownClasses(custom);
    unknown.look(config, "", "");
    return unknown;
  }

  /** Whether every class and every function is known. */
  public boolean isEmpty() {
    return layersByClass.isEmpty() && functions.isEmpty() && disguises.isEmpty();
  }

  /** Returns the names of the classes, in the order of the config. */
  public List<String> names() {
    return List.copyOf(layersByClass.keySet());
  }

  /**
   * Says which they are, where, and what to do about it, a sentence each; where there are several
   * and functions among them, the last one says how to give all at once.
   */
  public List<String> sentences() {
    List<String> out = new ArrayList<>(disguises);
    layersByClass.forEach(
        (name, layers) -> {
          String where =
              layers.isEmpty()
                  ? ""
                  : " (%s %s)"
                      .formatted(
                          layers.size() == 1 ? "layer" : "layers", String.join(", ", layers));
          out.add(
              name.equals(BYTECODE)
                  ? "%s%s is never run.".formatted(name, where)
                  : isKeras(name)
                      ? "%s%s %s.".formatted(name, where, KerasNames.missing(name))
                      : "%s%s is not known; if it is yours, add CustomObjects.of(%s.class)."
                          .formatted(name, where, javaName(name)));
        });
    functions.values().forEach(f -> out.add(f.sentence()));
    if (!functions.isEmpty() && out.size() > 1) {
      out.add("All at once: LoadOptions.defaults()%s%s.".formatted(classes(), options()));
    }
    return out;
  }

  private String classes() {
    List<String> own =
        layersByClass.keySet().stream()
            .filter(name -> !name.equals(BYTECODE) && !isKeras(name))
            .map(name -> javaName(name) + ".class")
            .toList();
    return own.isEmpty()
        ? ""
        : ".customObjects(CustomObjects.of(%s))".formatted(String.join(", ", own));
  }

  private boolean isKeras(String name) {
    return KerasNames.has(name) && !foreign.contains(name);
  }

  private String options() {
    StringBuilder all = new StringBuilder();
    functions.values().forEach(f -> all.append(f.option()));
    return all.toString();
  }

  private static String javaName(String name) {
    return name.replaceAll("[^A-Za-z0-9_$]", "");
  }

  private void look(@Nullable Object json, String layer, String layerClass) {
    if (json instanceof List<?> list) {
      list.forEach(x -> look(x, layer, layerClass));
    } else if (MissingFunction.isBytecode(json)) {
      add(BYTECODE, layer);
    } else if (json instanceof Map<?, ?> map) {
      if (map.get("class_name") instanceof String name
          && map.get("config") instanceof Map<?, ?> config) {
        object(map, name, config, layer, layerClass);
      } else {
        inside(map, layer, layerClass);
      }
    }
  }

  private void object(
      Map<?, ?> spec, String className, Map<?, ?> config, String layer, String layerClass) {
    if (VALUES.contains(className) || className.equals(OddInitializers.STAND_IN)) {
      return;
    }
    boolean known = FunctionalConfig.has(spec) || Configs.isKnown(spec, custom);
    String own = config.get("name") instanceof String n ? n : "";
    if (!known && MissingFunction.isFunction(spec) && !own.isEmpty()) {
      functions.put(own, MissingFunction.ofLayer(spec, config));
      return;
    }
    if (known
        && custom.replaced().contains(own)
        && !FunctionalConfig.has(spec)
        && !Configs.isKnown(spec, custom.classesAlone())) {
      return; // whatever it holds, the caller's layer is taken
    }
    // Layers of the user's own name his module; all write whether they train.
    boolean isLayer = !own.isEmpty() && (isLayer(spec) || config.containsKey("trainable"));
    String at = isLayer ? own : layer;
    Optional<String> disguise = Configs.disguise(spec, custom);
    if (disguise.isPresent()) {
      disguises.add(disguise.get());
    } else if (!known) {
      add(className, at);
      if (Configs.isElsewhere(spec)) {
        foreign.add(className);
      }
    }
    inside(spec, at, isLayer ? className : layerClass);
  }

  private void inside(Map<?, ?> map, String layer, String layerClass) {
    for (Map.Entry<?, ?> e : map.entrySet()) {
      String key = String.valueOf(e.getKey());
      Object value = e.getValue();
      if (key.endsWith("activation")
          && !layer.isEmpty()
          && value != null
          && MissingFunction.isForeign(value, custom)) {
        if (!custom.replaced().contains(layer)) {
          MissingFunction function = MissingFunction.ofActivation(layer, layerClass, value);
          functions.merge(function.key(), function, (first, other) -> first.andOneMore());
        }
      } else if (!key.equals("inbound_nodes") && !key.equals("build_config")) {
        look(value, layer, layerClass);
      }
    }
  }

  private void add(String className, String layer) {
    Set<String> layers = layersByClass.computeIfAbsent(className, k -> new LinkedHashSet<>());
    if (!layer.isEmpty()) {
      layers.add("'" + layer + "'");
    }
  }

  private static boolean isLayer(Map<?, ?> spec) {
    return spec.get("module") instanceof String m
        && (m.equals("keras.layers") || m.startsWith("keras.src.") || m.equals("keras"));
  }
}
