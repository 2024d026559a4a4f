package keras.io.configs;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import keras.config.Configs;
import keras.config.CustomObjects;
import keras.saving.Inspection.Finding;
import org.jspecify.annotations.Nullable;

/**
 * Finds in configs what is not Keras' own or reaches beyond them: bytecode and functions of Python,
 * classes of the maker's, paths and addresses.
 */
final class Findings {
  private static final String LAMBDA = "lambda";

  /** Arguments whose text is the name of a file, or the address of one. */
  private static final Set<String> PATHS =
      Set.of("vocabulary", "idf_weights", "filepath", "file_path", "path");

  /** Values that look like objects, and are none. */
  private static final Set<String> VALUES =
      Set.of("__keras_tensor__", "__numpy__", "__tensor__", "__typespec__", "__slice__");

  private final Set<Finding> found = new LinkedHashSet<>();

  private Findings() {}

  /** Looks through the configs of a model, in Keras 3's form. */
  static List<Finding> of(Map<String, ?> model, @Nullable Map<String, ?> compile) {
    Findings findings = new Findings();
    findings.look(model, "the model", "");
    if (compile != null) {
      findings.look(compile, "the compile config", "");
    }
    return new ArrayList<>(findings.found);
  }

  private void look(@Nullable Object json, String place, String key) {
    if (json instanceof List<?> list) {
      if (MissingFunction.isOldBytecode(list) && key.equals("function")) {
        add(LAMBDA, place, "Python bytecode, which is never run");
      }
      list.forEach(x -> look(x, place, key));
    } else if (MissingFunction.isBytecode(json)) {
      add(LAMBDA, place, "Python bytecode, which is never run");
    } else if (json instanceof Map<?, ?> map) {
      map(map, place);
    }
  }

  private void map(Map<?, ?> map, String place) {
    String at = place;
    if (map.get("class_name") instanceof String className) {
      if (className.equals("function")) {
        function(map, place);
      } else if (!VALUES.contains(className)) {
        at = named(map, className, place);
        object(map, className, at);
      }
    }
    for (Map.Entry<?, ?> e : map.entrySet()) {
      String key = String.valueOf(e.getKey());
      if (PATHS.contains(key) && e.getValue() instanceof String text && !text.isEmpty()) {
        add("path", at, "`%s=%s`, which is never opened".formatted(key, text));
      }
      look(e.getValue(), at, key);
    }
  }

  private static String named(Map<?, ?> map, String className, String place) {
    Object name = map.get("config") instanceof Map<?, ?> config ? config.get("name") : null;
    return name == null ? place : "%s '%s'".formatted(className, name);
  }

  private void object(Map<?, ?> spec, String className, String place) {
    Object module = spec.get("module");
    if (className.equals("Lambda")) {
      add(LAMBDA, place, "a function of Python as a layer");
    } else if (className.equals("TFOpLambda") || className.equals("TensorFlowOpLayer")) {
      add("function", place, "a function of TensorFlow that is not known here");
    }
    boolean own = module instanceof String m && (m.equals("keras") || m.startsWith("keras."));
    String registered = spec.get("registered_name") instanceof String r ? r : "";
    if (!own && !Configs.isKnown(spec, CustomObjects.none()) && spec.containsKey("config")) {
      String name = registered.isEmpty() ? className : registered;
      add("custom", place, "the class %s%s".formatted(name, of(module)));
    } else if (Configs.disguise(spec, CustomObjects.none()).isPresent()) {
      add("custom", place, "the class %s under the name of Keras' own".formatted(registered));
    }
  }

  private static String of(@Nullable Object module) {
    return module instanceof String m ? " of the module " + m : "";
  }

  /** Keras' own functions are written by their names alone, or as of its builtins. */
  private void function(Map<?, ?> spec, String place) {
    Object module = spec.get("module");
    if (!"builtins".equals(module)) {
      add("function", place, "the function %s%s".formatted(spec.get("config"), of(module)));
    }
  }

  private void add(String kind, String place, String what) {
    found.add(new Finding(kind, place, what));
  }
}
