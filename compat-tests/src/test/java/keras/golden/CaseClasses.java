package keras.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import keras.config.Configs;
import keras.config.CustomObjects;
import org.jspecify.annotations.Nullable;

/** The classes that a case needs and the library has not: none, where the case can run. */
public final class CaseClasses {
  /** How Keras 3 writes a mask that is implied; layers here compute it by themselves. */
  private static final Set<String> MASKS =
      Set.of("keras.src.ops.numpy.NotEqual", "keras.src.ops.numpy.Any");

  private CaseClasses() {}

  /** Returns the paths of the classes that are missing, sorted. */
  public static Set<String> missing(GoldenCase golden) {
    List<@Nullable Object> named = new ArrayList<>();
    if (golden.isTable()) {
      return new FunctionTable(golden).missing();
    }
    JsonObject config = golden.config();
    if (config != null) {
      named.add(config.map());
    }
    if (golden.isModel()) {
      golden.entry().texts("layers").forEach(l -> named.add(spec(layerModule(l), l, Map.of())));
    }
    if (golden.isTrained()) {
      named.addAll(new GoldenTraining(golden).specs());
    }
    Set<String> missing = new TreeSet<>(Configs.unknownClasses(named, CustomObjects.none()));
    missing.removeAll(MASKS);
    return missing;
  }

  /** Models are layers too, and have a module of their own. */
  private static String layerModule(String className) {
    return List.of("Sequential", "Functional").contains(className) ? "keras" : "keras.layers";
  }

  /** Whether every class that a case needs is there. */
  public static boolean allExist(GoldenCase golden) {
    return missing(golden).isEmpty();
  }

  /** Returns an object of a config: a class and its arguments. */
  static Map<String, Object> spec(String module, String className, Map<String, ?> config) {
    return Map.of("module", module, "class_name", className, "config", config);
  }
}
